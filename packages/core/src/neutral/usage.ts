import type { JsonValue } from './json.ts'

/**
 * Tokens of one answer, or of a run. A field is `undefined` where the wire did not report it.
 * `inputTokens` includes cache reads and writes, `outputTokens` includes reasoning, on every provider.
 */
export interface Usage {
  readonly inputTokens?: number
  readonly cacheReadTokens?: number
  readonly cacheWriteTokens?: number
  readonly outputTokens?: number
  readonly reasoningTokens?: number
  /** The wire's own usage object, with the tier of service that may stand beside it there. A sum has none. */
  readonly raw?: JsonValue
}

const FIELDS = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
] as const

/** Adds the usage of several answers. A field of the sum is `undefined` where any term lacks it. */
export function sumUsage(terms: readonly Usage[]): Usage {
  const sum: Partial<Record<(typeof FIELDS)[number], number>> = {}
  for (const field of FIELDS) {
    const values = terms.map((term) => term[field])
    if (values.length > 0 && values.every((value) => value !== undefined)) {
      sum[field] = values.reduce((total, value) => total + value, 0)
    }
  }
  return sum
}
