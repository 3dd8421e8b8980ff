/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Disposable {
  /** Goes on by so much, and does what is due on the way. */
  advance(ms: number): Promise<void>
}

interface Timer {
  readonly due: number
  readonly call: () => void
}

/**
 * Takes the places of `setTimeout`, `clearTimeout` and `performance.now` until it is disposed of. Sockets, and what kept
 * the real ones before, go on as ever.
 */
export function fakeClock(settle: () => Promise<void>): FakeClock {
  const { setTimeout, clearTimeout } = globalThis
  const timers = new Map<number, Timer>()
  let time = 0
  let last = 0

  function start(call: (...values: unknown[]) => void, ms = 0, ...values: unknown[]): unknown {
    last += 1
    const id = last
    timers.set(id, { due: time + Math.max(1, ms), call: () => call(...values) })
    const handle = {
      unref: () => handle,
      ref: () => handle,
      hasRef: () => true,
      [Symbol.toPrimitive]: () => id,
    }
    return handle
  }

  function stop(handle: unknown): void {
    if (handle !== undefined && handle !== null) timers.delete(Number(handle))
  }

  function nextBy(limit: number): [number, Timer] | undefined {
    const due = [...timers].filter(([, timer]) => timer.due <= limit)
    return due.toSorted(([, one], [, other]) => one.due - other.due)[0]
  }

  Object.assign(globalThis, { setTimeout: start, clearTimeout: stop })
  Object.defineProperty(performance, 'now', { value: () => time, configurable: true })

  return {
    async advance(ms) {
      const end = time + ms
      for (let next = nextBy(end); next; next = nextBy(end)) {
        const [id, timer] = next
        timers.delete(id)
        time = timer.due
        timer.call()
        await settle()
      }
      time = end
      await settle()
    },
    [Symbol.dispose]() {
      Object.assign(globalThis, { setTimeout, clearTimeout })
      Reflect.deleteProperty(performance, 'now')
    },
  }
}
