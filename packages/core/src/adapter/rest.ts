/** Whether a model that failed rests. All calls of a fallback share it. */
export interface Rest {
  /** Whether a call may ask the model now: it does not rest, or its rest is over and nobody else tries it. */
  isReady(): boolean
  /** When its rest ends, by `performance.now()`. */
  readonly end: number
  /** Begins to ask the model, whether it rests or not. The first one behind a rest is its probe. */
  begin(): Trial
}

/** A call that asks the model. */
export interface Trial {
  /** The model answers. That ends its rest. */
  succeed(): void
  /** It rests from now on. */
  fail(restMs: number): void
  /** This call says nothing about the model any more: the next one may be the probe. */
  leave(): void
}

/** A model that does not rest. A probe that takes longer than the cooldown is no longer waited for. */
export function restOf(cooldownMs: number): Rest {
  // Without a rest, it is over.
  let end = -Infinity
  // Rises when a rest begins and when it ends: what was asked before knows nothing of the time since.
  let period = 0
  let probe: { readonly began: number } | undefined

  const isResting = (): boolean => end !== -Infinity

  function begin(): Trial {
    const mine = { began: performance.now() }
    let since = period
    if (isResting()) probe = mine

    function leave(): void {
      if (probe === mine) probe = undefined
    }

    return {
      succeed() {
        leave()
        if (!isResting() || since !== period) return
        end = -Infinity
        since = period += 1
      },
      fail(restMs) {
        leave()
        if (!isResting()) {
          // The model has come back since this call asked it.
          if (since !== period) return
          period += 1
        }
        end = Math.max(end, performance.now() + restMs)
      },
      leave,
    }
  }

  return {
    isReady() {
      const now = performance.now()
      return !isResting() || (now >= end && (!probe || now - probe.began >= cooldownMs))
    },
    get end() {
      return end
    },
    begin,
  }
}
