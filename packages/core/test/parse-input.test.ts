import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inputObject, parseInput } from '@dragoman/core'

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

describe('arguments for a wire that holds objects', () => {
  test.each([
    { inputText: '{"a":[1]}', input: { a: [1] } },
    { inputText: '', input: {} },
    { inputText: '{"a":', input: { rawInvalidInput: '{"a":' } },
    { inputText: '[1]', input: { rawInvalidInput: '[1]' } },
    { inputText: 'null', input: { rawInvalidInput: 'null' } },
    { inputText: '{"__proto__":1}', input: { rawInvalidInput: '{"__proto__":1}' } },
  ])('of $inputText are $input', ({ inputText, input }) => {
    expect(inputObject(inputText)).toStrictEqual(input)
  })
})
