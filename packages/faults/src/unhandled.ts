/** What nobody handled since this began. Under Node.js' strict mode that is every rejection. */
export interface Unhandled {
  readonly errors: readonly unknown[]
  stop(): void
}

export function watchUnhandled(): Unhandled {
  const errors: unknown[] = []
  const note = (error: unknown): void => void errors.push(error)
  process.on('uncaughtException', note)
  return { errors, stop: () => void process.off('uncaughtException', note) }
}
