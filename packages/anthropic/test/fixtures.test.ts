import { readFixtures } from '@dragoman/conformance'
import { expect, test } from 'vitest'
import { accumulated } from './accumulated.ts'

const fixtures = readFixtures(new URL('../fixtures', import.meta.url))

test.each(fixtures.filter(({ made }) => made === 'by-sdk'))(
  "the whole answer of $name is what the SDK's accumulator makes of its stream",
  async ({ stream = '', response }) => {
    expect(response).toEqual(await accumulated(stream))
  },
)

test('every fixture says how it was made', () => {
  expect(fixtures.filter(({ made }) => made === undefined)).toEqual([])
})
