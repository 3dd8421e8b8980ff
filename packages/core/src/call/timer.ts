// What is longer, setTimeout fires at once.
const LONGEST_MS = 2 ** 31 - 1

/** Calls back once `ms` have passed, however many, and never earlier. Returns what cancels it. */
export function startTimer(ms: number, elapse: () => void): () => void {
  const end = performance.now() + ms
  let timer = setTimeout(check, Math.max(0, Math.min(ms, LONGEST_MS)))

  function check(): void {
    const left = end - performance.now()
    if (left <= 0) elapse()
    else timer = setTimeout(check, Math.min(left, LONGEST_MS))
  }

  return () => clearTimeout(timer)
}

/** Settles after `ms`, and throws the signal's reason as soon as it is aborted. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise, resolve } = Promise.withResolvers<void>()
  const wake = (): void => resolve()
  const cancel = startTimer(ms, wake)
  signal.addEventListener('abort', wake, { once: true })
  await promise
  cancel()
  signal.removeEventListener('abort', wake)
  signal.throwIfAborted()
}
