// Kept from before a fake clock takes their places.
const { setImmediate: next, setTimeout: later, clearTimeout: forget } = globalThis

/** Lets the event loop turn so many times: what has come to a socket is read then. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => next(resolve))
}

/** Settles as the work does, or with `undefined` once it took too long. */
export async function withinMs<Value>(ms: number, work: Promise<Value>): Promise<Value | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = later(() => resolve(undefined), ms)
  try {
    return await Promise.race([work, late])
  } finally {
    forget(timer)
  }
}
