import { expect, test } from 'vitest'
import { rewriteStrict, type JsonObject, type JsonSchema } from '@dragoman/core'
import { MESSAGES, OPENAI } from './dialects.ts'

test.each<{ what: string; most: JsonSchema; more: JsonSchema }>([
  {
    what: 'names of properties',
    most: object({ ...named(119), ['a'.repeat(1_000)]: { type: 'null' } }),
    more: object({ ...named(119), ['a'.repeat(1_001)]: { type: 'null' } }),
  },
  {
    what: 'names of definitions',
    most: referring('d'.repeat(999)),
    more: referring('d'.repeat(1_000)),
  },
  {
    what: 'texts of `const` and `enum`',
    most: object({ a: { const: 'c'.repeat(119_997) }, b: { type: 'string', enum: ['e'] } }),
    more: object({ a: { const: 'c'.repeat(119_997) }, b: { type: 'string', enum: ['ee'] } }),
  },
  {
    what: 'texts of an `enum` of more than 250',
    most: object({ a: { type: 'string', enum: texts(251, 15_000) } }),
    more: object({ a: { type: 'string', enum: texts(251, 15_001) } }),
  },
])('a strict schema has so many letters of $what, and no more', ({ most, more }) => {
  expect(rewriteStrict(most, OPENAI).ok).toBe(true)
  expect(rewriteStrict(more, OPENAI)).toEqual({ ok: false, reason: 'too-large', path: '' })
  expect(rewriteStrict(more, MESSAGES).ok).toBe(true)
})

test('an enum of 250 may be as long as the schema may', () => {
  const schema = object({ a: { type: 'string', enum: texts(250, 100_000) } })
  expect(rewriteStrict(schema, OPENAI).ok).toBe(true)
})

function object(properties: JsonObject): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function referring(name: string): JsonSchema {
  return { ...object({ ...named(119), a: { $ref: `#/$defs/${name}` } }), $defs: { [name]: { type: 'null' } } }
}

/** So many properties, each with a name of 1,000 letters. */
function named(count: number): JsonObject {
  const names = Array.from({ length: count }, (_none, at) => String(at).padStart(1_000, 'p'))
  return Object.fromEntries(names.map((name) => [name, { type: 'null' }]))
}

/** So many different texts, with so many letters in all. */
function texts(count: number, letters: number): readonly string[] {
  const short = Array.from({ length: count - 1 }, (_none, at) => String(at).padStart(3, '0'))
  return [...short, 'x'.repeat(letters - 3 * short.length)]
}
