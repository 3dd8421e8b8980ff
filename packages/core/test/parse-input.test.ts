import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseInput } from '@dragoman/core'
import { corpus } from './corpora.ts'

interface ArgumentText {
  readonly name: string
  readonly text: string
  /** What `JSON.parse` says. */
  readonly valid: boolean
}

/** Valid JSON that we refuse: keys that could replace an object's prototype, and what would arrive as something else. */
const REFUSED = [
  'proto-object',
  'proto-scalar',
  'proto-null',
  'proto-escaped',
  'constructor-prototype',
  'nested-proto',
  'proto-in-array',
  'proto-duplicate',
  '2^53',
  '1e400',
  'bigint-100',
  'int64-max',
  'uint64-max',
  'snowflake',
  'deep-objects-5000',
  'high-then-text',
  'lone-high-surrogate-escape',
  'lone-low-surrogate-escape',
  'reversed-surrogates',
  'surrogate-in-key',
]
/** What `JSON.parse` refuses and we take: servers send nothing for no arguments, or a byte-order mark. */
const TAKEN = ['empty-text', 'leading-bom']

const { content, missing } = corpus<readonly ArgumentText[]>('argument-nasties/arguments.json')

describe('the argument texts of the corpus', () => {
  test('are there', (context) => {
    if (missing) context.skip(missing)
    expect(content).toHaveLength(118)
    expect(content?.map(({ name }) => name)).toEqual(expect.arrayContaining([...REFUSED, ...TAKEN]))
  })

  test.each(content ?? [])('$name parses, or is refused, as stated', ({ name, text, valid }) => {
    const parsed = parseInput(text)
    const isTaken = (valid && !REFUSED.includes(name)) || TAKEN.includes(name)
    if (!isTaken) return expect(parsed).toEqual(PROBLEM)
    const expected: unknown = text === '' ? {} : JSON.parse(text.replace(/^\uFEFF/, ''))
    expect(parsed.ok && isSame(parsed.input, expected)).toBe(true)
  })
})

/** Compares JSON without recursion, which the deepest of the texts would overflow. */
function isSame(one: unknown, other: unknown): boolean {
  const pairs: [unknown, unknown][] = [[one, other]]
  for (const [left, right] of pairs) {
    if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
      if (!Object.is(left, right)) return false
      continue
    }
    const [keys, others] = [Object.keys(left), Object.keys(right)]
    if (Array.isArray(left) !== Array.isArray(right) || keys.join() !== others.join()) return false
    pairs.push(...keys.map((key): [unknown, unknown] => [Reflect.get(left, key), Reflect.get(right, key)]))
  }
  return true
}

const PROBLEM = {
  ok: false,
  problem: expect.stringMatching(/^The arguments must (be valid JSON: .|not )/),
}

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
