/** One signal for everything that can end a piece of work early. */
export interface StopSignal {
  readonly signal: AbortSignal
  /** Takes its listeners away. */
  release(): void
}

export function stopSignal(sources: readonly (AbortSignal | undefined)[]): StopSignal {
  const controller = new AbortController()
  const listening = sources.map((source) => {
    const stop = (): void => controller.abort(source?.reason)
    if (source?.aborted) stop()
    source?.addEventListener('abort', stop, { once: true })
    return () => source?.removeEventListener('abort', stop)
  })
  return { signal: controller.signal, release: () => listening.forEach((remove) => remove()) }
}

/** Waits no longer than until the signal: what does not heed it goes on alone, and its outcome is nobody's. */
export async function untilAborted<Value>(work: PromiseLike<Value>, signal: AbortSignal): Promise<Value> {
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
