import type { Codec, Transport } from '../neutral/codec.ts'
import { DragomanError } from '../neutral/error.ts'
import type { WireEvent } from '../neutral/event.ts'
import { batchesOf, mapBatch, type Batches } from './batch.ts'

/** The two halves of an adapter that meet in one attempt. */
export interface Seam<Q, R, E> {
  readonly codec: Codec<Q, R, E>
  readonly transport: Transport<Q, R, E>
}

/** Sends a wire request once and yields the answer's events, those that came together in one batch. */
export function attempt<Q, R, E>(
  seam: Seam<Q, R, E>,
  request: Q,
  stream: boolean,
  signal: AbortSignal,
): Batches<WireEvent> {
  return stream ? streamed(seam, request, signal) : whole(seam, request, signal)
}

async function* whole<Q, R, E>(
  { codec, transport }: Seam<Q, R, E>,
  request: Q,
  signal: AbortSignal,
): Batches<WireEvent> {
  const response = await transport.send(request, signal)
  yield* settled([response], (answer) => codec.decode(answer, request))
}

async function* streamed<Q, R, E>(
  { codec, transport }: Seam<Q, R, E>,
  request: Q,
  signal: AbortSignal,
): Batches<WireEvent> {
  const decoder = codec.decoder(request)
  for await (const batch of batchesOf(await transport.open(request, signal))) {
    const { items, failure } = mapBatch(batch, (event) => decoder.push(event))
    yield items
    if (failure) throw asBadResponse(failure.error)
  }
  yield* settled([decoder], () => decoder.end())
}

// What came before a failure goes out before it.
function* settled<From>(
  batch: readonly From[],
  map: (item: From) => Iterable<WireEvent>,
): Generator<readonly WireEvent[], void, void> {
  const { items, failure } = mapBatch(batch, map)
  yield items
  if (failure) throw asBadResponse(failure.error)
}

// A codec trusts the types of its wire: where it finds another, the body is not what they promise.
function asBadResponse(error: unknown): unknown {
  if (!(error instanceof TypeError)) return error
  return new DragomanError('bad-response', `The answer has another form than its wire: ${error.message}.`, {
    cause: error,
  })
}
