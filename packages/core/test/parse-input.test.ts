import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseInput } from '@dragoman/core'

describe('parsing arguments', () => {
  test('gives back any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/__proto__|constructor|\\ud|\d{16}/.test(text))
        expect(parseInput(text)).toEqual({ ok: true, input: JSON.parse(text) })
      }),
    )
  })

  test('never throws, and never lets arguments touch a prototype', () => {
    const key = fc.constantFrom('__proto__', 'constructor', 'prototype', '\\u005f_proto__', 'toString', 'a')
    const nested = fc.letrec<{ json: string }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('1', 'null', '"__proto__"', '[]', '{', '}'),
        fc.tuple(key, tie('json')).map(([name, json]) => `{"${name}":${json}}`),
      ),
    })).json
    fc.assert(
      fc.property(nested, (text) => {
        const parsed = parseInput(text)
        if (parsed.ok) {
          expect(JSON.stringify(parsed.input)).not.toMatch(/"__proto__":|"constructor":\{"prototype":/)
        }
        expect(Object.hasOwn(Object.prototype, 'a')).toBe(false)
      }),
    )
  })
})
