import { DragomanError } from '../neutral/error.ts'
import { accumulator, type StreamEvent, type WireEvent } from '../neutral/event.ts'
import type { Origin } from '../neutral/message.ts'
import type { CallOptions } from '../neutral/model.ts'
import type { ModelRequest } from '../neutral/request.ts'
import { prefixDigests } from '../translate/digest.ts'
import { fit } from '../translate/fit.ts'
import type { FitTarget } from '../translate/target.ts'
import { attempt, type Seam } from './attempt.ts'
import { inBatches, type Batches } from './batch.ts'
import type { Secrets } from './redact.ts'

/** What one model brings to a call. */
export interface CallTarget<Q, R, E> extends FitTarget {
  readonly seam: () => Seam<Q, R, E>
  readonly secrets: Secrets
  /** Merged last, shallowly, into the wire's request. */
  readonly extra: Partial<Q>
}

/** One model call: fit → encode → attempt → restore. Every failure leaves as a redacted DragomanError with what had arrived. */
export function call<Q extends object, R, E>(
  target: CallTarget<Q, R, E>,
  request: ModelRequest,
  options?: CallOptions,
): AsyncIterable<StreamEvent> {
  return inBatches(callOnce(target, request, options))
}

async function* callOnce<Q extends object, R, E>(
  target: CallTarget<Q, R, E>,
  request: ModelRequest,
  { stream = false, fit: policy = 'adjust', signal = new AbortController().signal }: CallOptions = {},
): Batches<StreamEvent> {
  const received = accumulator()
  let started = false
  let seam: Seam<Q, R, E> | undefined
  try {
    signal.throwIfAborted()
    const fitted = fit(request, target, policy)
    const prefix = prefixDigests(request.messages).at(-1)
    const { codec, transport } = target.seam()
    const { model: id, capabilities } = target
    const encoded = { ...codec.encode(fitted.request, { id, capabilities, stream }), ...target.extra }
    // From here on, what is thrown came from the transport or the wire.
    seam = { codec, transport }
    yield fitted.notices.map((notice) => ({ type: 'notice', notice }))
    for await (const batch of attempt(seam, encoded, stream, signal)) {
      started = true
      const known = batch.map((event) => withOrigin(fitted.restore(event), target, prefix))
      for (const event of known) received.push(event)
      yield known
    }
    if (!received.message().stop) {
      throw new DragomanError('cut-stream', 'The answer ended without its stop reason.')
    }
  } catch (error) {
    // A connection that breaks behind a complete answer took nothing from it.
    if (received.message().stop) return
    const { provider, wire } = target
    const partial = started ? received.message() : undefined
    throw target.secrets.redact(classify(error, seam, signal).with({ provider, wire, partial }))
  }
}

function classify<Q, R, E>(
  error: unknown,
  seam: Seam<Q, R, E> | undefined,
  signal: AbortSignal,
): DragomanError {
  if (signal.aborted) return new DragomanError('aborted', 'The call was aborted.', { cause: error })
  if (DragomanError.is(error)) return error
  if (seam) return seam.codec.decodeError(error)
  const reason = error instanceof Error ? error.message : String(error)
  return new DragomanError('config', reason, { cause: error })
}

function withOrigin(
  event: WireEvent,
  { provider, wire, model }: FitTarget,
  prefix: string | undefined,
): StreamEvent {
  if (event.type !== 'message-start') return event
  const { type, ...served } = event
  const origin: Origin = { provider, wire, model, ...served, ...(prefix !== undefined && { prefix }) }
  return { type, origin }
}
