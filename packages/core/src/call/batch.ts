const BATCHES: unique symbol = Symbol.for('dragoman.batches')

interface Batched<Item> {
  [BATCHES](): AsyncIterable<readonly Item[]>
}

/** What an asynchronous layer hands to the next: all items that were ready together. */
export type Batches<Item> = AsyncGenerator<readonly Item[], void, void>

/**
 * Hands out one item at a time, and to {@link batchesOf} the batches as they are: what one read of a socket completed
 * then costs one asynchronous step in each layer, not one for each item.
 */
export function inBatches<Item>(
  batches: AsyncIterator<readonly Item[], void>,
): AsyncIterableIterator<Item> & Batched<Item> {
  let batch: readonly Item[] = []
  let next = 0
  let last: Promise<unknown> | undefined

  function take(): IteratorResult<Item> {
    // Both callers have looked: there is an item.
    return { done: false, value: batch[next++] as Item }
  }

  async function refill(): Promise<IteratorResult<Item>> {
    while (next >= batch.length) {
      const result = await batches.next()
      if (result.done) return { done: true, value: undefined }
      batch = result.value
      next = 0
    }
    return take()
  }

  // Readers that do not wait for each other are served in their order.
  function queue(): Promise<IteratorResult<Item>> {
    const mine = last ? last.then(refill, refill) : refill()
    const settle = (): void => void (last === mine && (last = undefined))
    last = mine
    mine.then(settle, settle)
    return mine
  }

  // Written out: an async generator takes three asynchronous steps for an item, this takes one.
  return {
    next: () => (last || next >= batch.length ? queue() : Promise.resolve(take())),
    async return() {
      batch = []
      await batches.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
    [BATCHES]: () => ({ [Symbol.asyncIterator]: () => batches }),
  }
}

/** The batches of what {@link inBatches} made; of anything else, batches of one. */
export function batchesOf<Item>(items: AsyncIterable<Item>): AsyncIterable<readonly Item[]> {
  return isBatched(items) ? items[BATCHES]() : singly(items)
}

/** What a batch maps to, and what stopped it midway: that is thrown after what came before it has gone out. */
export interface Mapped<Item> {
  readonly items: readonly Item[]
  readonly failure?: { readonly error: unknown }
}

export function mapBatch<From, To>(batch: Iterable<From>, map: (item: From) => Iterable<To>): Mapped<To> {
  const items: To[] = []
  try {
    for (const item of batch) for (const result of map(item)) items.push(result)
    return { items }
  } catch (error) {
    return { items, failure: { error } }
  }
}

function isBatched<Item>(items: AsyncIterable<Item>): items is AsyncIterable<Item> & Batched<Item> {
  return BATCHES in items
}

// Written out: a generator that waits for an item would let `return` wait for it as well.
function singly<Item>(items: AsyncIterable<Item>): AsyncIterable<readonly Item[]> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = items[Symbol.asyncIterator]()
      return {
        async next() {
          const { done, value } = await iterator.next()
          return done ? { done, value: undefined } : { done: false, value: [value] }
        },
        async return() {
          await iterator.return?.()
          return { done: true, value: undefined }
        },
      }
    },
  }
}
