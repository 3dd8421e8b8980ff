import { DragomanError, reasonOf } from '../neutral/error.ts'
import { accumulator, type StreamEvent, type WireEvent } from '../neutral/event.ts'
import type { Origin } from '../neutral/message.ts'
import type { CallOptions } from '../neutral/model.ts'
import type { ModelRequest } from '../neutral/request.ts'
import { prefixDigests } from '../translate/digest.ts'
import { fit, type Fitted } from '../translate/fit.ts'
import type { FitTarget } from '../translate/target.ts'
import { attempt, type Attempt, type Seam } from './attempt.ts'
import type { Batches } from './batch.ts'
import { retryBudget } from './budget.ts'
import { completeDeadlines } from './deadline.ts'
import { cutShort, stopped } from './failure.ts'
import { follow, leavable, LEFT } from './leave.ts'
import type { Secrets } from './redact.ts'
import { commit, completeRetryPolicy } from './retry.ts'

/** What one model brings to a call. */
export interface CallTarget<Q, R, E> extends FitTarget {
  readonly seam: () => Seam<Q, R, E>
  readonly secrets: Secrets
  /** Where its requests go, where the transport does not say. */
  readonly baseURL: string | undefined
  /** Merged last, shallowly, into the wire's request. */
  readonly extra: Partial<Q>
}

/**
 * One model call: fit → encode → attempts → restore. Every failure leaves as a redacted DragomanError with what had
 * arrived. Leaving the iteration stops the call at once, also while it waits.
 */
export function call<Q extends object, R, E>(
  target: CallTarget<Q, R, E>,
  request: ModelRequest,
  options: CallOptions = {},
): AsyncIterable<StreamEvent> {
  return leavable((stopper) => callOnce(target, request, options, stopper))
}

async function* callOnce<Q extends object, R, E>(
  target: CallTarget<Q, R, E>,
  request: ModelRequest,
  { stream = false, fit: policy = 'adjust', deadlines: given, retry, signal }: CallOptions,
  stopper: AbortController,
): Batches<StreamEvent> {
  const { signal: stop } = stopper
  const unfollow = follow(signal, stopper)
  const received = accumulator()
  let attempts = 0
  let current: Attempt | undefined
  let started = false
  try {
    if (stop.aborted) throw stopped(stop)
    const deadlines = completeDeadlines(given)
    const retries = completeRetryPolicy(retry)
    const fitted = fit(request, target, policy)
    const seam = target.seam()
    // Once for all attempts: a repeated request has the same bytes.
    const encoded = encode(target, seam, fitted, stream)
    yield fitted.notices.map((notice) => ({ type: 'notice', notice }))
    const budget = retryBudget(`${target.provider} ${seam.transport.baseURL ?? target.baseURL ?? ''}`)
    const begin = (): Attempt => {
      attempts += 1
      current = attempt(seam, encoded, { stream, deadlines, stop })
      return current
    }
    const committed = yield* commit(begin, { policy: retries, budget, stop })
    const tell = telling(target, fitted, prefixDigests(request.messages).at(-1))
    for (
      let batch: readonly WireEvent[] | undefined = committed.held;
      batch;
      batch = await committed.attempt.read()
    ) {
      started = true
      const known = batch.map(tell)
      for (const event of known) received.push(event)
      yield known
    }
    if (!received.message().stop) throw cutShort()
    budget.giveBack(committed.wasRetried)
  } catch (error) {
    // A connection that breaks behind a complete answer took nothing from it.
    if (stop.reason === LEFT || received.message().stop) return
    const { provider, wire } = target
    const details = { provider, wire, ...(started && { partial: received.message() }) }
    throw target.secrets.redact(
      failureOf(error, stop).with({ ...details, ...(attempts > 0 && { attempts }) }),
    )
  } finally {
    current?.leave()
    unfollow()
  }
}

function encode<Q extends object, R, E>(
  { model: id, capabilities, extra }: CallTarget<Q, R, E>,
  { codec }: Seam<Q, R, E>,
  { request }: Fitted,
  stream: boolean,
): Q {
  return { ...codec.encode(request, { id, capabilities, stream }), ...extra }
}

// Attempts throw errors of ours: what is none comes from before the first, or is why a wait was broken off.
function failureOf(error: unknown, stop: AbortSignal): DragomanError {
  if (DragomanError.is(error)) return error
  if (stop.aborted) return stopped(stop)
  return new DragomanError('config', reasonOf(error), { cause: error })
}

/** Makes a wire's event one of the call's. */
function telling<Q, R, E>(
  { provider, wire, model, secrets }: CallTarget<Q, R, E>,
  { restore }: Fitted,
  prefix: string | undefined,
): (event: WireEvent) => StreamEvent {
  return (wireEvent) => {
    const event = restore(wireEvent)
    if (event.type === 'notice') return { type: 'notice', notice: secrets.redactNotice(event.notice) }
    if (event.type !== 'message-start') return event
    const { type, ...served } = event
    const origin: Origin = { provider, wire, model, ...served, ...(prefix !== undefined && { prefix }) }
    return { type, origin }
  }
}
