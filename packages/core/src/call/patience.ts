import type { Deadlines } from '../neutral/model.ts'
import { deadlineOf, overdue, type CallPhase } from './deadline.ts'
import { startTimer } from './timer.ts'

/** How one attempt waits: as long as its phase allows, and no more once the call is stopped. */
export interface Patience {
  /** For the transport: aborted once nobody waits for it. */
  readonly signal: AbortSignal
  readonly phase: () => CallPhase
  /** Begins a phase, with all of its time, or with so much. */
  begin(phase: CallPhase, ms?: number): void
  /**
   * Settles as the promise does, but rejects as soon as the time is up or the call is stopped: then a later value goes
   * to `discard`. The time runs only during waits, so that a slow reader is no silent server.
   */
  wait<Value>(promise: Promise<Value>, discard?: (late: Value) => void): Promise<Value>
  /** The answer is there. */
  end(): void
  /** Nobody waits for the rest of the answer. */
  abandon(): void
}

export function patience(first: CallPhase, deadlines: Deadlines, stop: AbortSignal): Patience {
  const aborter = new AbortController()
  let phase = first
  let leftMs = deadlineOf(phase, deadlines)
  let interrupt: ((reason: unknown) => void) | undefined

  function cancel(reason: unknown): void {
    interrupt?.(reason)
    aborter.abort(reason)
  }

  const follow = (): void => cancel(stop.reason)
  stop.addEventListener('abort', follow, { once: true })

  function begin(next: CallPhase, ms: number = deadlineOf(next, deadlines)): void {
    phase = next
    leftMs = ms
  }

  async function wait<Value>(promise: Promise<Value>, discard?: (late: Value) => void): Promise<Value> {
    const since = performance.now()
    const outcome = await firstOutcome(promise, discard)
    leftMs -= performance.now() - since
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }

  // Not a race: one with a promise that lives as long as the call would keep all that it was ever raced with.
  function firstOutcome<Value>(
    promise: Promise<Value>,
    discard?: (late: Value) => void,
  ): Promise<Outcome<Value>> {
    return new Promise((resolve) => {
      const stopTimer = startTimer(leftMs, () => cancel(overdue(phase, deadlines)))
      let isOver = false

      function settle(outcome: Outcome<Value>): void {
        isOver = true
        interrupt = undefined
        stopTimer()
        resolve(outcome)
      }

      interrupt = (error) => settle({ error })
      promise.then(
        (value) => (isOver ? discard?.(value) : settle({ value })),
        (error: unknown) => isOver || settle({ error }),
      )
      if (stop.aborted) settle({ error: stop.reason })
    })
  }

  function end(): void {
    stop.removeEventListener('abort', follow)
  }

  return {
    signal: aborter.signal,
    phase: () => phase,
    begin,
    wait,
    end,
    abandon() {
      end()
      cancel(new DOMException('Nobody waits for this answer any more.', 'AbortError'))
    },
  }
}

type Outcome<Value> = { readonly value: Value } | { readonly error: unknown }
