import { expect, test } from 'vitest'
import { codeOfStatus, type ErrorCode } from '@dragoman/core'

test.each<[number, ErrorCode]>([
  [400, 'invalid-request'],
  [401, 'auth'],
  [402, 'quota'],
  [403, 'permission'],
  [404, 'not-found'],
  [408, 'timeout'],
  [409, 'conflict'],
  [413, 'too-large'],
  [418, 'invalid-request'],
  [422, 'invalid-request'],
  [429, 'rate-limit'],
  [500, 'server'],
  [502, 'server'],
  [503, 'overloaded'],
  [504, 'timeout'],
  [529, 'overloaded'],
])('the status %i alone means %s', (status, code) => {
  expect(codeOfStatus(status)).toBe(code)
})
