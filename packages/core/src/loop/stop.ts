import { startTimer } from '../call/timer.ts'
import { DragomanError } from '../neutral/error.ts'

/** One signal for everything that can end a piece of work early. */
export interface StopSignal {
  readonly signal: AbortSignal
  stop(reason?: unknown): void
  /** Takes its listeners and its timer away. */
  release(): void
}

/** How long a step or a run may take, in milliseconds. */
export interface TimeLimit {
  readonly phase: 'step' | 'run'
  readonly ms: number | undefined
}

export function stopSignal(sources: readonly (AbortSignal | undefined)[], limit?: TimeLimit): StopSignal {
  const controller = new AbortController()
  const cleanUps = sources.map((source) => {
    const stop = (): void => controller.abort(source?.reason)
    if (source?.aborted) stop()
    source?.addEventListener('abort', stop, { once: true })
    return () => source?.removeEventListener('abort', stop)
  })
  const { phase, ms = Infinity } = limit ?? {}
  if (phase && ms !== Infinity) cleanUps.push(startTimer(ms, () => controller.abort(overdue(phase, ms))))
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    release: () => cleanUps.forEach((cleanUp) => cleanUp()),
  }
}

function overdue(phase: TimeLimit['phase'], ms: number): DragomanError {
  return new DragomanError(
    'timeout',
    `The ${phase} did not end within ${ms} ms. Raise deadlines.${phase}Ms to wait longer; error.state can be sent again.`,
    { phase },
  )
}

/** Waits no longer than until the signal: what does not heed it goes on alone, and its outcome is nobody's. */
export async function untilAborted<Value>(
  work: PromiseLike<Value> | Value,
  signal: AbortSignal,
): Promise<Value> {
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** The same for items that come one after the other. Their source is told, and not waited for. */
export async function* itemsUntilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, void> {
  const iterator = items[Symbol.asyncIterator]()
  try {
    for (;;) {
      const result = await untilAborted(iterator.next(), signal)
      if (result.done) return
      yield result.value
    }
  } finally {
    iterator.return?.()?.then(undefined, () => undefined)
  }
}
