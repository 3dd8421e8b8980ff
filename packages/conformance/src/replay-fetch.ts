import type { Fetch } from '@dragoman/core'

import type { Exchange, RecordedResponse } from './corpus.ts'

export interface ReplayOptions {
  /** How the body's bytes are cut into pieces. Default `whole`. */
  readonly chunks?: Chunks
  /** The body ends after so many bytes. Default: at its end. */
  readonly cutAt?: number
}

/** One piece, pieces of so many bytes, pieces of these sizes, or pieces of 1 to `largest` bytes, decided by a seed. */
export type Chunks =
  | 'whole'
  | number
  | readonly number[]
  | { readonly seed: number; readonly largest: number }

/** A fetch that answers every request with the recorded response. */
export function replayFetch(exchange: Pick<Exchange, 'response'>, options: ReplayOptions = {}): Fetch {
  const { status, headers } = exchange.response
  const { chunks = 'whole', cutAt } = options
  const bytes = new TextEncoder().encode(bodyText(exchange.response)).subarray(0, cutAt)
  return async (_input, init) => {
    init?.signal?.throwIfAborted()
    return new Response(streamBytes(bytes, chunks), { status, headers })
  }
}

/** The text that the server sent, or for JSON one of the same value. */
export function bodyText(response: RecordedResponse): string {
  if ('sse' in response) return response.sse
  if (response.bodyIsText && typeof response.body === 'string') return response.body
  return JSON.stringify(response.body)
}

/** A generator of numbers from 0 to below 1 that repeats itself for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function streamBytes(bytes: Uint8Array, chunks: Chunks): ReadableStream<Uint8Array> {
  const nextSize = chunkSizes(chunks, bytes.length)
  let from = 0
  return new ReadableStream({
    pull(controller) {
      if (from >= bytes.length) return controller.close()
      const to = from + nextSize()
      controller.enqueue(bytes.slice(from, to))
      from = to
    },
  })
}

function chunkSizes(chunks: Chunks, whole: number): () => number {
  if (chunks === 'whole') return () => whole
  if (typeof chunks === 'number') return () => chunks
  if (isSizes(chunks)) {
    let at = 0
    return () => chunks[at++] ?? whole
  }
  const random = seededRandom(chunks.seed)
  return () => 1 + Math.floor(random() * chunks.largest)
}

function isSizes(chunks: Chunks): chunks is readonly number[] {
  return Array.isArray(chunks)
}
