import type { Codec, Transport } from '../neutral/codec.ts'
import { DragomanError } from '../neutral/error.ts'
import type { WireEvent } from '../neutral/event.ts'

/** The two halves of an adapter that meet in one attempt. */
export interface Seam<Q, R, E> {
  readonly codec: Codec<Q, R, E>
  readonly transport: Transport<Q, R, E>
}

/** Sends a wire request once and yields the answer's events. Ends only after `message-end`; else it throws. */
export async function* attempt<Q, R, E>(
  seam: Seam<Q, R, E>,
  request: Q,
  stream: boolean,
  signal: AbortSignal,
): AsyncGenerator<WireEvent> {
  let ended = false
  try {
    for await (const event of stream ? streamed(seam, request, signal) : whole(seam, request, signal)) {
      if (event.type === 'message-end') ended = true
      yield event
    }
  } catch (error) {
    // A connection that breaks behind a complete answer took nothing from it.
    if (!ended) throw error
  }
  if (!ended) throw new DragomanError('cut-stream', 'The answer ended without its stop reason.')
}

async function* whole<Q, R, E>(
  { codec, transport }: Seam<Q, R, E>,
  request: Q,
  signal: AbortSignal,
): AsyncGenerator<WireEvent> {
  yield* codec.decode(await transport.send(request, signal), request)
}

async function* streamed<Q, R, E>(
  { codec, transport }: Seam<Q, R, E>,
  request: Q,
  signal: AbortSignal,
): AsyncGenerator<WireEvent> {
  const decoder = codec.decoder(request)
  for await (const event of await transport.open(request, signal)) yield* decoder.push(event)
  yield* decoder.end()
}
