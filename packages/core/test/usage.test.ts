import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sumUsage, type Usage } from '@dragoman/core'

describe('the sum of usages', () => {
  test.each<{ what: string; terms: Usage[]; sum: Usage }>([
    { what: 'nothing is nothing', terms: [], sum: {} },
    {
      what: 'one is itself without its raw part',
      terms: [{ inputTokens: 1, cacheReadTokens: 0, raw: { prompt: 1 } }],
      sum: { inputTokens: 1, cacheReadTokens: 0 },
    },
    {
      what: 'two lacks each field that one of them lacks',
      terms: [
        { inputTokens: 1, cacheReadTokens: 2, cacheWriteTokens: 0, outputTokens: 4, reasoningTokens: 5 },
        { inputTokens: 10, cacheWriteTokens: 0, outputTokens: 40 },
      ],
      sum: { inputTokens: 11, cacheWriteTokens: 0, outputTokens: 44 },
    },
  ])('of $what', ({ terms, sum }) => {
    expect(sumUsage(terms)).toStrictEqual(sum)
  })

  test('does not depend on order or on grouping', () => {
    const tokens = fc.option(fc.nat(), { nil: undefined })
    const usage = fc
      .record({ inputTokens: tokens, outputTokens: tokens })
      .map(
        (fields) =>
          Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Usage,
      )
    fc.assert(
      fc.property(fc.array(usage, { minLength: 1 }), fc.array(usage, { minLength: 1 }), (some, others) => {
        const sum = sumUsage([...some, ...others])
        expect(sumUsage([...others, ...some].toReversed())).toEqual(sum)
        expect(sumUsage([sumUsage(some), sumUsage(others)])).toEqual(sum)
      }),
    )
  })
})
