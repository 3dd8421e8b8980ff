import { readFixtures } from '@dragoman/conformance'
import { expect, test } from 'vitest'
import { accumulated } from './accumulated.ts'

const chat = readFixtures(new URL('../fixtures/chat', import.meta.url))
const responses = readFixtures(new URL('../fixtures/responses', import.meta.url))

test.each(chat.filter(({ made }) => made === 'by-sdk'))(
  "the whole answer of $name is what the SDK's accumulator makes of its stream",
  async ({ stream = '', response }) => {
    expect(response).toEqual(await accumulated(stream))
  },
)

test('every fixture says how it was made', () => {
  expect([...chat, ...responses].filter(({ made }) => made === undefined)).toEqual([])
})
