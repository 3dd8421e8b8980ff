import { batchesOf, type Batches } from '../call/batch.ts'
import { cutShort, stopped } from '../call/failure.ts'
import { follow, leavable, LEFT } from '../call/leave.ts'
import { DragomanError, type ErrorCode } from '../neutral/error.ts'
import type { MessageEnd, StreamEvent } from '../neutral/event.ts'
import type { CallOptions, Model, RetryPolicy } from '../neutral/model.ts'
import type { ModelRequest } from '../neutral/request.ts'
import type { Usage } from '../neutral/usage.ts'
import {
  checkModels,
  IS_ABOUT_MODEL,
  planFallback,
  REASONS_OF_CODES,
  REASONS_OF_STOPS,
  type FallbackOptions,
  type FallbackPlan,
  type FallbackReason,
} from './fallback-options.ts'
import { hold, type HeldAnswer } from './hold.ts'
import { restOf, type Rest } from './rest.ts'

/**
 * A model over models: each call is answered by the first that can. One that failed rests, and is then tried again by one
 * call at a time. The request is fitted anew for each. Throws `config` for an empty list and for wrong options.
 */
export function fallback(models: readonly Model[], options?: FallbackOptions): Model {
  checkModels(models)
  const plan = planFallback(options)
  const candidates = models.map((model) => ({ model, rest: restOf(plan.cooldownMs) }))
  const first = models[0] as Model // there is at least one
  const { provider, wire, id, capabilities } = first
  return {
    ...first,
    // By name, because a spread leaves out what a model of another make inherits.
    provider,
    wire,
    id,
    capabilities,
    call: (request, callOptions = {}) =>
      leavable((stopper) => callFirst(candidates, { plan, request, options: callOptions, stopper })),
  }
}

interface Candidate {
  readonly model: Model
  readonly rest: Rest
}

interface Asking {
  readonly plan: FallbackPlan
  readonly request: ModelRequest
  readonly options: CallOptions
  /** Aborts when the call stops. */
  readonly stopper: AbortController
}

/** Why an answer is given up. */
interface Failure {
  readonly model: Model
  readonly code: ErrorCode
  readonly answer: HeldAnswer
  /** Where it did not end. */
  readonly error?: DragomanError
  /** Where another model may be asked for it. */
  readonly reason: FallbackReason | undefined
}

async function* callFirst(candidates: readonly Candidate[], asking: Asking): Batches<StreamEvent> {
  const { stopper, options } = asking
  const unfollow = follow(options.signal, stopper)
  const failures: Failure[] = []
  let remaining = candidates
  let previous = candidates[0]
  let news: readonly StreamEvent[] = []
  try {
    for (let next = choose(remaining, failures); next; next = choose(remaining, failures)) {
      const candidate = next
      remaining = remaining.filter((other) => other !== candidate)
      if (previous && previous !== candidate) news = [...news, changed(previous.model, candidate.model)]
      const failure = yield* ask({ candidate, remaining, failures, news }, asking)
      if (!failure) return
      failures.push(failure)
      if (!failure.reason) break
      news = [givenUp(failure, attemptsOf(failures))]
      previous = candidate
    }
    throw failureOf(failures)
  } catch (error) {
    if (stopper.signal.reason !== LEFT) throw error
  } finally {
    unfollow()
  }
}

/**
 * The next model to ask. Where all rest, they are asked all the same, the one that is back first before the others: a blip
 * of the own network would otherwise fail every call until then. But no request that one model refused wakes another.
 */
function choose(remaining: readonly Candidate[], failures: readonly Failure[]): Candidate | undefined {
  const ready = remaining.find(({ rest }) => rest.isReady())
  if (ready || failures.some(({ error, reason }) => error && reason && !IS_ABOUT_MODEL[reason])) return ready
  return remaining.toSorted((a, b) => a.rest.end - b.rest.end)[0]
}

function changed(from: Model, to: Model): StreamEvent {
  // A model that a provider has on two wires.
  const name = nameOf(from) === nameOf(to) ? (model: Model) => `${nameOf(model)} on ${model.wire}` : nameOf
  return {
    type: 'notice',
    notice: { code: 'fallback', path: 'model', action: 'downgraded', from: name(from), to: name(to) },
  }
}

function nameOf({ provider, id }: Model): string {
  return `${provider}:${id}`
}

interface Turn {
  readonly candidate: Candidate
  /** Whom the call has not asked. */
  readonly remaining: readonly Candidate[]
  readonly failures: readonly Failure[]
  /** What goes out before the answer. */
  readonly news: readonly StreamEvent[]
}

/** Asks one model. Returns why its answer is given up, if it is. */
async function* ask(
  { candidate: { model, rest }, remaining, failures, news }: Turn,
  { plan, request, options, stopper: { signal } }: Asking,
): AsyncGenerator<readonly StreamEvent[], Failure | undefined, void> {
  const isOtherReady = (): boolean => remaining.some((other) => other.rest.isReady())
  const hasNext = isOtherReady() || (remaining.length > 0 && !rest.isReady())
  const reasonOf = (end: MessageEnd): FallbackReason | undefined =>
    enabled(REASONS_OF_STOPS[end.stop.reason], plan)
  const { take, answer } = hold({
    isStreamed: options.stream ?? false,
    restart: plan.restart,
    attempts: attemptsOf(failures),
    isUnwanted: (end) => reasonOf(end) !== undefined && isOtherReady(),
  })
  // Nothing stands between the choice and this: two calls would else be the probe.
  const trial = rest.begin()
  try {
    if (news.length > 0) yield news
    const given = { ...options, signal, ...(hasNext && { retry: fewerAttempts(options, plan) }) }
    for await (const batch of batchesOf(model.call(request, given))) {
      const out = take(batch)
      if (answer.hasContent) trial.succeed()
      if (out.length > 0) yield out
      if (answer.unwanted) {
        const reason = reasonOf(answer.unwanted)
        return { model, code: reason === 'refusal' ? 'content-policy' : 'context-full', answer, reason }
      }
    }
    if (answer.end) return undefined
    throw signal.aborted ? stopped(signal) : cutShort()
  } catch (error) {
    if (!DragomanError.is(error)) throw signal.aborted ? stopped(signal) : error
    if (signal.aborted) throw error
    const reason = answer.end ? undefined : enabled(REASONS_OF_CODES[error.code], plan)
    if (reason && IS_ABOUT_MODEL[reason]) trial.fail(restMsAfter(error, plan))
    const isFinal = answer.isOut && !plan.restart
    return { model, code: error.code, answer, error, reason: isFinal ? undefined : reason }
  } finally {
    trial.leave()
  }
}

function restMsAfter({ retryAfterMs }: DragomanError, { cooldownMs }: FallbackPlan): number {
  return retryAfterMs === undefined ? cooldownMs : Math.min(retryAfterMs, MOST_REST_MS)
}

// However long a server asks for: one call an hour harms nobody, and a model that is back is found again.
const MOST_REST_MS = 3_600_000

function enabled(reason: FallbackReason | undefined, { on }: FallbackPlan): FallbackReason | undefined {
  return reason && on[reason] ? reason : undefined
}

function fewerAttempts({ retry }: CallOptions, { attempts }: FallbackPlan): Partial<RetryPolicy> {
  return { ...retry, maxAttempts: Math.min(attempts, retry?.maxAttempts ?? Infinity) }
}

function attemptsOf(failures: readonly Failure[]): number {
  return failures.reduce((sum, { answer }) => sum + answer.attempts, 0)
}

function givenUp({ code, answer }: Failure, attempt: number): StreamEvent {
  const { isOut, origin, unwanted } = answer
  const usage = unwanted && isReported(unwanted.usage) ? { usage: unwanted.usage } : undefined
  if (!isOut && !usage) return { type: 'retry', attempt, delayMs: 0, code }
  return { type: 'attempt-discarded', attempt, code, ...(origin && { origin }), ...usage }
}

function isReported(usage: Usage): boolean {
  return Object.values(usage).some((value) => value !== undefined)
}

/** What is thrown where no model is left: the one failure that there is, or one that names all. */
function failureOf(failures: readonly Failure[]): unknown {
  const last = failures.findLast(({ error }) => error)?.error
  if (failures.length < 2 || !last) return last
  const { provider, wire, phase, retryable, retryAfterMs, status, requestId, partial, state } = last
  const said = failures.map(({ model, error, answer }) => {
    return `\n- ${nameOf(model)}: ${error ? `${error.code}, ${error.message}` : `its answer ended with "${answer.unwanted?.stop.reason}".`}`
  })
  const errors = failures.flatMap(({ error }) => (error ? [error] : []))
  return new DragomanError(last.code, `None of ${failures.length} models answered:${said.join('')}`, {
    provider,
    wire,
    phase,
    retryable,
    retryAfterMs,
    status,
    requestId,
    partial,
    state,
    attempts: attemptsOf(failures),
    cause: new AggregateError(errors, 'What each model failed with.'),
  })
}
