import type { Deadlines } from '@dragoman/core'
import { Breach } from './observe.ts'

const PATIENCE_MS = 5_000

/** The same for a call, so that one that hangs keeps no process alive. */
export const IN_TIME: Partial<Deadlines> = {
  headersMs: PATIENCE_MS,
  firstEventMs: PATIENCE_MS,
  idleMs: PATIENCE_MS,
  wholeMs: PATIENCE_MS,
}

/** Settles as the promise does; a {@link Breach} where it does not settle at all. */
export async function within<Value>(promise: Promise<Value>, what: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Breach(`${what} did not end within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
