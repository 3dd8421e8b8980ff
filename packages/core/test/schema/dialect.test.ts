import { describe, expect, test } from 'vitest'
import { rewriteStrict, type Dialect, type JsonSchema, type JsonValue } from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { MESSAGES, OPENAI } from './dialects.ts'

const TEXT = { type: 'string' } as const
const CLOSED = { additionalProperties: false } as const

interface Row {
  readonly what: string
  readonly dialect?: Dialect
  /** Of the one property `a`, which is required. */
  readonly given: JsonValue
  readonly sent: JsonValue
  readonly definitions?: JsonSchema
  readonly sentDefinitions?: JsonSchema
  readonly moved?: readonly string[]
  readonly isNarrowed?: boolean
}

describe('in strict mode', () => {
  test.each<Row>([
    { what: 'a text stays', given: TEXT, sent: TEXT },
    {
      what: 'an optional property becomes nullable, by its type',
      given: { type: 'object', properties: { b: TEXT, c: { type: ['integer', 'boolean'] } }, ...CLOSED },
      sent: {
        type: 'object',
        properties: { b: { type: ['string', 'null'] }, c: { type: ['integer', 'boolean', 'null'] } },
        required: ['b', 'c'],
        ...CLOSED,
      },
    },
    {
      what: 'an optional property becomes nullable, whatever says what it is',
      given: {
        type: 'object',
        properties: {
          values: { type: 'string', enum: ['x'] },
          only: { const: 'x', description: 'One.' },
          union: { anyOf: [TEXT, { type: 'integer' }] },
          one: { $ref: '#/$defs/one' },
          already: { type: ['string', 'null'] },
        },
        ...CLOSED,
      },
      definitions: { one: TEXT },
      sent: {
        type: 'object',
        properties: {
          values: { type: ['string', 'null'], enum: ['x', null] },
          only: { anyOf: [{ const: 'x' }, { type: 'null' }], description: 'One.' },
          union: { anyOf: [TEXT, { type: 'integer' }, { type: 'null' }] },
          one: { anyOf: [{ $ref: '#/$defs/one' }, { type: 'null' }] },
          already: { type: ['string', 'null'] },
        },
        required: ['values', 'only', 'union', 'one', 'already'],
        ...CLOSED,
      },
      sentDefinitions: { one: TEXT },
    },
    {
      what: 'an optional property stays optional where it may',
      dialect: MESSAGES,
      given: { type: 'object', properties: { b: TEXT }, ...CLOSED },
      sent: { type: 'object', properties: { b: TEXT }, ...CLOSED },
    },
    {
      what: 'an object that does not say is closed, and said to be',
      given: { type: ['object', 'null'], properties: { b: TEXT }, required: ['b'] },
      sent: { type: ['object', 'null'], properties: { b: TEXT }, required: ['b'], ...CLOSED },
      isNarrowed: true,
    },
    {
      what: 'an object without a type gets one',
      given: { properties: { b: TEXT }, required: ['b'] },
      sent: { type: 'object', properties: { b: TEXT }, required: ['b'], ...CLOSED },
      isNarrowed: true,
    },
    {
      what: 'objects are closed in definitions, unions and lists',
      given: {
        type: 'array',
        items: { anyOf: [{ $ref: '#/definitions/x/y' }, { properties: { b: TEXT }, required: ['b'] }] },
      },
      definitions: {},
      sent: {
        type: 'array',
        items: {
          anyOf: [
            { $ref: '#/$defs/y' },
            { type: 'object', properties: { b: TEXT }, required: ['b'], ...CLOSED },
          ],
        },
      },
      sentDefinitions: { y: { type: 'object', properties: { c: TEXT }, required: ['c'], ...CLOSED } },
      isNarrowed: true,
    },
    {
      what: 'rules that the mode does not know are told in the description',
      given: {
        type: 'string',
        description: 'A code.',
        minLength: 2,
        pattern: '^(?!x)',
        format: 'uri',
        default: 'ab',
      },
      sent: {
        type: 'string',
        description: 'A code.\n{minLength: 2, pattern: "^(?!x)", format: "uri", default: "ab"}',
      },
      moved: ['format', 'minLength', 'pattern'],
    },
    {
      what: 'rules that the mode knows stay',
      given: { type: 'integer', minimum: 1, format: 'int32', 'x-of-some-generator': true, $comment: 'none' },
      sent: { type: 'integer', minimum: 1 },
    },
    {
      what: 'a long minimum of items is told where only a short one is known',
      dialect: MESSAGES,
      given: { type: 'array', items: TEXT, minItems: 2 },
      sent: { type: 'array', items: TEXT, description: '{minItems: 2}' },
      moved: ['minItems'],
    },
    {
      what: 'oneOf becomes anyOf, silently where no value fits two',
      given: { oneOf: [TEXT, { type: 'integer' }, false] },
      sent: { anyOf: [TEXT, { type: 'integer' }] },
      moved: ['oneOf'],
    },
    {
      what: 'oneOf of tagged objects becomes anyOf',
      given: {
        oneOf: ['x', 'y'].map((tag) => ({
          type: 'object',
          properties: { kind: { const: tag } },
          required: ['kind'],
          ...CLOSED,
        })),
      },
      sent: {
        anyOf: ['x', 'y'].map((tag) => ({
          type: 'object',
          properties: { kind: { const: tag } },
          required: ['kind'],
          ...CLOSED,
        })),
      },
    },
    {
      what: 'the type of a union is that of its branches',
      given: { type: 'string', anyOf: [{ format: 'date' }, { enum: ['now'] }] },
      sent: { anyOf: [{ type: 'string', format: 'date' }, { enum: ['now'] }] },
    },
    {
      what: 'a union beside properties is told, and checked here',
      given: {
        type: 'object',
        properties: { b: TEXT },
        required: ['b'],
        anyOf: [{ minProperties: 1 }],
        ...CLOSED,
      },
      sent: {
        type: 'object',
        properties: { b: TEXT },
        required: ['b'],
        ...CLOSED,
        description: '{anyOf: [{"minProperties":1}]}',
      },
      moved: ['anyOf'],
    },
    {
      what: 'allOf is one schema',
      given: {
        allOf: [{ $ref: '#/$defs/b' }, { properties: { c: TEXT }, required: ['c'] }],
        description: 'Both.',
      },
      definitions: { b: { type: 'object', properties: { b: TEXT }, required: ['b'] } },
      sent: {
        type: 'object',
        properties: { b: TEXT, c: TEXT },
        required: ['b', 'c'],
        ...CLOSED,
        description: 'Both.',
      },
      isNarrowed: true,
    },
    {
      what: 'words beside a reference stand beside a union of one',
      given: { $ref: '#/$defs/b', description: 'A b.', default: 'x' },
      definitions: { b: TEXT },
      sent: { anyOf: [{ $ref: '#/$defs/b' }], description: 'A b.\n{default: "x"}' },
      sentDefinitions: { b: TEXT },
    },
    {
      what: 'rules beside a reference are merged with it',
      given: { $ref: '#/$defs/b', minimum: 1 },
      definitions: { b: { type: 'integer' } },
      sent: { minimum: 1, type: 'integer' },
    },
    {
      what: 'a schema may hold itself',
      given: { $ref: '#/$defs/node' },
      definitions: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, ...CLOSED } },
      sent: { $ref: '#/$defs/node' },
      sentDefinitions: {
        node: {
          type: 'object',
          properties: { next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
          required: ['next'],
          ...CLOSED,
        },
      },
    },
    {
      what: 'a property that must be left out is',
      given: { type: 'object', properties: { b: false, c: TEXT }, required: ['c'], ...CLOSED },
      sent: { type: 'object', properties: { c: TEXT }, required: ['c'], ...CLOSED },
    },
    {
      what: 'names that are keywords elsewhere are names',
      given: JSON.parse(
        '{"type":"object","properties":{"__proto__":{"type":"string"},"$ref":{"type":"string"},"type":{"type":"string"}},"required":["__proto__","$ref","type"],"additionalProperties":false}',
      ) as JsonValue, // plain JSON
      sent: JSON.parse(
        '{"type":"object","properties":{"__proto__":{"type":"string"},"$ref":{"type":"string"},"type":{"type":"string"}},"required":["__proto__","$ref","type"],"additionalProperties":false}',
      ) as JsonValue, // plain JSON
    },
  ])('$what', (row) => {
    const {
      dialect = OPENAI,
      given,
      sent,
      definitions,
      sentDefinitions,
      moved = [],
      isNarrowed = false,
    } = row
    const schema = freeze({
      ...root(given),
      ...(definitions && { $defs: definitions }),
      definitions: { x: { y: { properties: { c: TEXT }, required: ['c'] } } },
    })
    const rewritten = rewriteStrict(schema, dialect)
    expect(rewritten).toEqual({
      ok: true,
      schema: { ...root(sent), ...(sentDefinitions && { $defs: sentDefinitions }) },
      restore: expect.any(Function),
      moved,
      isNarrowed,
    })
    expect(JSON.stringify(rewriteStrict(structuredClone(schema), dialect))).toBe(JSON.stringify(rewritten))
  })

  test.each<{ what: string; dialect?: Dialect; given: JsonValue; reason: string; path?: string }>([
    { what: 'a map', given: { type: 'object', additionalProperties: TEXT }, reason: 'open-object' },
    {
      what: 'an open object',
      given: { type: 'object', properties: { b: TEXT }, additionalProperties: {} },
      reason: 'open-object',
    },
    { what: 'an object of anything', given: { type: 'object' }, reason: 'open-object' },
    {
      what: 'names by pattern',
      given: { type: 'object', properties: { b: TEXT }, patternProperties: { '^x': TEXT } },
      reason: 'open-object',
    },
    { what: 'any value', given: { description: 'Anything.' }, reason: 'untyped' },
    { what: 'a list of anything', given: { type: 'array' }, reason: 'untyped', path: '/items' },
    { what: 'a tuple', given: { type: 'array', prefixItems: [TEXT] }, reason: 'tuple' },
    {
      what: 'a mix that is no one schema',
      given: { allOf: [{ type: 'object', properties: { b: TEXT }, ...CLOSED }, { properties: { c: TEXT } }] },
      reason: 'all-of',
    },
    { what: 'nothing', given: false, reason: 'never' },
    {
      what: 'itself',
      dialect: MESSAGES,
      given: { type: 'array', items: { $ref: '#' } },
      reason: 'recursion',
      path: '/items',
    },
    { what: 'eleven levels', given: nested(10), reason: 'too-large' },
  ])('$what cannot be said', ({ dialect = OPENAI, given, reason, path = '' }) => {
    const place = reason === 'too-large' ? '' : `/properties/a${path}`
    expect(rewriteStrict(freeze(root(given)), dialect)).toEqual({ ok: false, reason, path: place })
  })

  test.each<{ what: string; last: JsonValue; fan: (next: JsonValue) => JsonValue; ok: boolean }>([
    { what: 'allOf', last: TEXT, fan: (next) => ({ allOf: [next, next] }), ok: false },
    { what: 'anyOf', last: TEXT, fan: (next) => ({ anyOf: [next, next] }), ok: true },
  ])('references that fan out in $what end soon', ({ last, fan, ok }) => {
    const names = Array.from({ length: 26 }, (_name, at) => `d${at}`)
    const entries = names.map((name, at) => [name, fan({ $ref: `#/$defs/d${at + 1}` })] as const)
    const schema = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/d0' } },
      $defs: { ...Object.fromEntries(entries), d26: last },
    }
    const started = performance.now()
    expect(rewriteStrict(schema, OPENAI).ok).toBe(ok)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  test('a schema that a mode takes as it is stays the same object', () => {
    const schema = root({ type: 'object' })
    expect(rewriteStrict(schema, {})).toMatchObject({ ok: true, schema })
  })

  test.each<{ what: string; given: JsonValue; answered: JsonValue; restored: JsonValue }>([
    {
      what: 'nulls that were brought in go, others stay',
      given: {
        type: 'object',
        properties: { b: TEXT, c: { type: ['string', 'null'] }, d: { type: 'null' }, e: TEXT },
        required: ['e'],
      },
      answered: { b: null, c: null, d: null, e: 'x' },
      restored: { c: null, d: null, e: 'x' },
    },
    {
      what: 'those in lists go too',
      given: { type: 'array', items: { type: 'object', properties: { b: TEXT } } },
      answered: [{ b: null }, { b: 'x' }],
      restored: [{}, { b: 'x' }],
    },
    {
      what: 'those of the branch that fits go',
      given: {
        anyOf: [
          { type: 'object', properties: { kind: { const: 'x' }, b: TEXT }, required: ['kind'] },
          { type: 'object', properties: { kind: { const: 'y' }, b: { type: 'null' } }, required: ['kind'] },
        ],
      },
      answered: { kind: 'y', b: null },
      restored: { kind: 'y', b: null },
    },
    {
      what: 'those behind references go',
      given: {
        type: 'object',
        properties: { next: { $ref: '#/properties/a' }, b: { anyOf: [{ $ref: '#/properties/a' }, TEXT] } },
      },
      answered: { next: { next: null, b: null }, b: { next: null, b: 'x' } },
      restored: { next: {}, b: { b: 'x' } },
    },
  ])('$what', ({ given, answered, restored }) => {
    const rewritten = rewriteStrict(freeze(root(given)), OPENAI)
    expect(rewritten.ok && rewritten.restore(freeze({ a: answered }))).toEqual({ a: restored })
  })

  test('a value that holds nothing brought in is given back itself', () => {
    const rewritten = rewriteStrict(root({ type: 'array', items: { properties: { b: TEXT } } }), OPENAI)
    const value = { a: [{ b: 'x' }] }
    expect(rewritten.ok && rewritten.restore(value)).toBe(value)
  })
})

function root(a: JsonValue): JsonSchema {
  return { type: 'object', properties: { a }, required: ['a'], additionalProperties: false }
}

function nested(levels: number): JsonValue {
  if (levels === 0) return TEXT
  return { type: 'object', properties: { a: nested(levels - 1) }, required: ['a'], ...CLOSED }
}
