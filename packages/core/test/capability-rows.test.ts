import { expect, test } from 'vitest'
import { capabilityRows } from '@dragoman/core'
import { CAPABLE } from './acme.ts'
import { freeze } from './freeze.ts'

test('every row that matches applies, later rows win, and quirks of the wire are merged', () => {
  const rows = capabilityRows(
    freeze({ ...CAPABLE, wire: { a: 1 } }),
    freeze([
      [/^large/, { strict: false, wire: { b: 1 } }],
      [/-mini$/, { strict: {}, maxOutputTokens: 10, wire: { b: 2, c: 3 } }],
    ] as const),
  )
  expect([rows('small'), rows('large'), rows('large-mini')]).toEqual([
    { ...CAPABLE, wire: { a: 1 } },
    { ...CAPABLE, strict: false, wire: { a: 1, b: 1 } },
    { ...CAPABLE, strict: {}, maxOutputTokens: 10, wire: { a: 1, b: 2, c: 3 } },
  ])
})
