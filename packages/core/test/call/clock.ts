import { afterEach, beforeEach, vi } from 'vitest'

/** Every test of the file has a clock that moves only when it says so. */
export function useFakeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
}

export interface Settled {
  readonly afterMs: number
  readonly error?: unknown
  readonly value?: unknown
}

/** Moves the clock from timer to timer until the promise has settled, and says how long that took. */
export async function settle(promise: Promise<unknown>): Promise<Settled> {
  const began = performance.now()
  const since = (): number => Math.round(performance.now() - began)
  let settled: Settled | undefined
  promise.then(
    (value) => (settled = { afterMs: since(), value }),
    (error: unknown) => (settled = { afterMs: since(), error }),
  )
  // A settled wait takes some turns to reach the caller.
  for (let idle = 0; !settled && idle < 10; idle = vi.getTimerCount() > 0 ? 0 : idle + 1) {
    await vi.advanceTimersByTimeAsync(0)
    if (!settled && vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync()
  }
  if (!settled) throw new Error('It waits for ever: there is no timer left.')
  return settled
}
