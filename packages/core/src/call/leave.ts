import { DragomanError } from '../neutral/error.ts'
import { inBatches, type Batches } from './batch.ts'

/** Why a call stops that nobody reads any more. */
export const LEFT: DragomanError = new DragomanError('aborted', 'The call was left before it ended.')

/** Events whose iteration can be left at once, also while they wait: that aborts the stopper with {@link LEFT}. */
export function leavable<Item>(begin: (stopper: AbortController) => Batches<Item>): AsyncIterable<Item> {
  const stopper = new AbortController()
  const batches = begin(stopper)
  return inBatches({
    next: () => batches.next(),
    return() {
      // Before the generator's own return, which would wait for what the call is waiting for.
      stopper.abort(LEFT)
      return batches.return()
    },
  })
}

/**
 * Aborts the stopper with the signal. However many signals there are below, the caller's has one listener, until what
 * this returns is called.
 */
export function follow(signal: AbortSignal | undefined, stopper: AbortController): () => void {
  const stop = (): void => stopper.abort(signal?.reason)
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })
  return () => signal?.removeEventListener('abort', stop)
}
