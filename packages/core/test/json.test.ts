import { expect, test } from 'vitest'
import { present } from '@dragoman/core'

test('present leaves out what is undefined, and nothing else', () => {
  const fields = { a: undefined, b: null, c: 0, d: '', e: false, f: [undefined] }
  expect(present(fields)).toStrictEqual({ b: null, c: 0, d: '', e: false, f: [undefined] })
})
