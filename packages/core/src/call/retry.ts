import pRetry from 'p-retry'
import { DragomanError } from '../neutral/error.ts'
import type { StreamEvent, WireEvent } from '../neutral/event.ts'
import type { RetryPolicy } from '../neutral/model.ts'
import type { Attempt } from './attempt.ts'
import type { RetryBudget } from './budget.ts'
import { isContent } from './content.ts'
import { cutShort } from './failure.ts'
import { sleep } from './timer.ts'

export type RetryEvent = Extract<StreamEvent, { readonly type: 'retry' }>

/** An attempt that is worth keeping, with what it has brought up to its first content. */
export interface Committed {
  readonly attempt: Attempt
  readonly held: readonly WireEvent[]
  readonly wasRetried: boolean
}

export interface RetryOptions {
  readonly policy: RetryPolicy
  readonly budget: RetryBudget
  /** Aborts when the call stops. */
  readonly stop: AbortSignal
}

export const RETRY_POLICY: RetryPolicy = {
  maxAttempts: 3,
  minDelayMs: 500,
  maxDelayMs: 8_000,
  maxRetryAfterMs: 60_000,
}

/** Merges the given policy over the default. Throws `config` for what is no number of that kind. */
export function completeRetryPolicy(given: Partial<RetryPolicy> = {}): RetryPolicy {
  const known = Object.entries(given).filter(([, value]) => value !== undefined)
  for (const [name, value] of known) {
    const least = name === 'maxAttempts' ? 1 : 0
    if (typeof value === 'number' && value >= least) continue
    throw new DragomanError('config', `retry.${name} is ${String(value)}: give a number from ${least} up.`)
  }
  return { ...RETRY_POLICY, ...Object.fromEntries(known) }
}

/**
 * Makes attempts until one has content, and yields an event before each further one. Throws the last failure.
 * What a failed attempt brought before it had content goes nowhere.
 */
export async function* commit(
  begin: () => Attempt,
  { policy, budget, stop }: RetryOptions,
): AsyncGenerator<readonly RetryEvent[], Committed, void> {
  const news = announcements<RetryEvent>()
  const committed = pRetry((number) => readToContent(begin(), number > 1), {
    retries: Math.ceil(policy.maxAttempts) - 1,
    // Each wait is our own.
    minTimeout: 0,
    async shouldRetry({ error, attemptNumber }) {
      const delayMs = DragomanError.is(error)
        ? retryDelay(error, attemptNumber, policy, Math.random)
        : undefined
      if (!DragomanError.is(error) || delayMs === undefined || !budget.take()) return false
      news.announce({ type: 'retry', attempt: attemptNumber, delayMs, code: error.code })
      await sleep(delayMs, stop)
      return true
    },
  })
  yield* news.until(committed)
  return await committed
}

// A server that asks to wait may be given a little more, so that not all come back in the same moment.
const MOST_LATE = 0.2

/** How long to wait after a failed attempt, in milliseconds; `undefined` where there is to be no other. */
export function retryDelay(
  error: DragomanError,
  attempt: number,
  { minDelayMs, maxDelayMs, maxRetryAfterMs }: RetryPolicy,
  random: () => number,
): number | undefined {
  const { retryable, retryAfterMs } = error
  if (!retryable) return undefined
  // Full jitter: anything up to the bound.
  if (retryAfterMs === undefined) return random() * Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1))
  if (retryAfterMs > maxRetryAfterMs) return undefined
  return retryAfterMs * (1 + random() * MOST_LATE)
}

async function readToContent(attempt: Attempt, wasRetried: boolean): Promise<Committed> {
  const held: WireEvent[] = []
  for (;;) {
    const batch = await attempt.read()
    if (!batch) throw cutShort()
    held.push(...batch)
    if (batch.some(isContent)) return { attempt, held, wasRetried }
  }
}

interface Announcements<Item> {
  announce(item: Item): void
  /** What is announced, as it comes, until the promise settles. */
  until(settled: Promise<unknown>): AsyncGenerator<readonly Item[], void, void>
}

function announcements<Item>(): Announcements<Item> {
  let waiting: Item[] = []
  let ring = (): void => undefined
  return {
    announce(item) {
      waiting.push(item)
      ring()
    },
    async *until(settled) {
      let isSettled = false
      const end = (): void => {
        isSettled = true
        ring()
      }
      settled.then(end, end)
      while (!isSettled || waiting.length > 0) {
        const items = waiting
        waiting = []
        if (items.length > 0) yield items
        else await new Promise<void>((resolve) => (ring = resolve))
      }
    },
  }
}
