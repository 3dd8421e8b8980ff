/**
 * What limits the retries of all calls together: while a provider is down, each call's own retries only add to the load.
 */
export interface RetryBudget {
  /** Takes what one retry costs. `false` where there is not enough left: then there is no retry. */
  take(): boolean
  /** Gives back for an answer that came: what its last retry cost, or one token where it took none. */
  giveBack(wasRetried: boolean): void
}

// As in the standard retry mode of the AWS SDKs, 2026.
const TOKENS = 500
const RETRY_COST = 14
const UNRETRIED_GAIN = 1

/** What is left where it is not all. One for each place in the process, because an outage hits all of its calls. */
const buckets = new Map<string, number>()

/** The budget that all calls to one place share. */
export function retryBudget(place: string): RetryBudget {
  const left = (): number => buckets.get(place) ?? TOKENS
  return {
    take() {
      if (left() < RETRY_COST) return false
      buckets.set(place, left() - RETRY_COST)
      return true
    },
    giveBack(wasRetried) {
      const tokens = left() + (wasRetried ? RETRY_COST : UNRETRIED_GAIN)
      if (tokens >= TOKENS) buckets.delete(place)
      else buckets.set(place, tokens)
    },
  }
}
