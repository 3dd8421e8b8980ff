export interface Channel<Item> {
  put(item: Item): void
  close(): void
  /** What was put since the last time, in batches, until it is closed. */
  items(): AsyncGenerator<readonly Item[]>
}

/** A queue between producers that call `put` and one reader of `items`. */
export function channel<Item>(): Channel<Item> {
  let queue: Item[] = []
  let closed = false
  let wake = (): void => undefined
  return {
    put(item) {
      queue.push(item)
      wake()
    },
    close() {
      closed = true
      wake()
    },
    async *items() {
      while (!closed || queue.length > 0) {
        const ready = queue
        queue = []
        yield ready
        if (queue.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
