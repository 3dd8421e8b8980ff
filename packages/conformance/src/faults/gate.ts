import type { Wake } from './move.ts'

/** Time, as whoever tests counts it: what waits goes on with a tick, or when everything is released. */
export interface Gate {
  /** Settles when it may go on, or when whoever waits is gone. */
  wait(kind: 'tick' | 'hold', who: object): Promise<Wake>
  gone(who: object): void
  /** Brackets what is under way between two waits. */
  enter(): void
  leave(): void
  /** Lets everything that waits for a tick take one step; settles when all of it stands still again. */
  tick(): Promise<void>
  /** From here on nothing waits. */
  release(): void
  /** Settles when something waits, and nothing is under way. */
  stalled(): Promise<void>
}

type Waiting = Map<object, (wake: Wake) => void>

export function gate(): Gate {
  let underWay = 0
  let isReleased = false
  const ticks: Waiting = new Map()
  const holds: Waiting = new Map()
  let watchers: (() => void)[] = []

  function leave(): void {
    underWay -= 1
    if (underWay > 0) return
    const told = watchers
    watchers = []
    for (const tell of told) tell()
  }

  async function still(): Promise<void> {
    if (underWay > 0) await new Promise<void>((resolve) => watchers.push(resolve))
  }

  function wake(waiting: Waiting, reason: Wake, who: Iterable<object> = [...waiting.keys()]): void {
    for (const one of who) {
      const resume = waiting.get(one)
      if (!waiting.delete(one)) continue
      underWay += 1
      resume?.(reason)
    }
  }

  return {
    async wait(kind, who) {
      if (isReleased) return 'release'
      const waiting = kind === 'tick' ? ticks : holds
      const woken = new Promise<Wake>((resolve) => waiting.set(who, resolve))
      leave()
      return woken
    },
    gone(who) {
      wake(ticks, undefined, [who])
      wake(holds, undefined, [who])
    },
    enter() {
      underWay += 1
    },
    leave,
    async tick() {
      await still()
      wake(ticks, 'tick')
      await still()
    },
    release() {
      isReleased = true
      wake(ticks, 'release')
      wake(holds, 'release')
    },
    async stalled() {
      while (underWay > 0 || ticks.size + holds.size === 0) {
        await new Promise<void>((resolve) => watchers.push(resolve))
      }
    },
  }
}
