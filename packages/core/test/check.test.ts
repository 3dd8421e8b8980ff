import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import * as TypeBox from 'typebox'
import { checkValue, DragomanError, type JsonSchema, type Violation } from '@dragoman/core'
import { freeze } from './freeze.ts'

const city: JsonSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }

describe('checking a value', () => {
  test.each<{ what: string; schema: JsonSchema; value: unknown; violations: Violation[] }>([
    { what: 'nothing in a value that fits', schema: city, value: { city: 'Oslo', more: 1 }, violations: [] },
    { what: 'nothing where all is allowed', schema: {}, value: [undefined], violations: [] },
    {
      what: 'the value itself under an empty path',
      schema: city,
      value: [],
      violations: [{ path: '', message: 'must be object' }],
    },
    {
      what: 'a missing property at its object',
      schema: { type: 'array', items: city },
      value: [{ city: 'Oslo' }, {}],
      violations: [{ path: '/1', message: 'must have required properties city' }],
    },
    {
      what: 'a place as a JSON Pointer',
      schema: { properties: { 'a/b~c': { type: 'string' } } },
      value: { 'a/b~c': 1 },
      violations: [{ path: '/a~1b~0c', message: 'must be string' }],
    },
    {
      what: 'a rule of draft 7',
      schema: {
        definitions: { n: { type: 'number' } },
        items: [{ $ref: '#/definitions/n' }],
        additionalItems: false,
      },
      value: ['x'],
      violations: [{ path: '/0', message: 'must be number' }],
    },
    {
      what: 'a rule of 2020-12',
      schema: { $defs: { n: { type: 'number' } }, prefixItems: [{ $ref: '#/$defs/n' }], items: false },
      value: ['x'],
      violations: [{ path: '/0', message: 'must be number' }],
    },
    {
      what: 'each property too many once, with those that there are',
      schema: { ...city, additionalProperties: false },
      value: { city: 'Oslo', 'a/b': 1, days: 2 },
      violations: [
        { path: '/a~1b', message: 'must not be there: the properties are city' },
        { path: '/days', message: 'must not be there: the properties are city' },
      ],
    },
    {
      what: 'a property too many behind a reference',
      schema: {
        $defs: { place: { ...city, additionalProperties: false } },
        items: { $ref: '#/$defs/place' },
      },
      value: [{ city: 'Oslo', days: 2 }],
      violations: [{ path: '/0/days', message: 'must not be there: the properties are city' }],
    },
    {
      what: 'what is wrong within a property that no name stands for, and not that property',
      schema: { additionalProperties: { ...city, additionalProperties: false } },
      value: { flat: { city: 'Oslo', days: 2 }, desk: { city: 1 } },
      violations: [
        { path: '/flat/days', message: 'must not be there: the properties are city' },
        { path: '/desk/city', message: 'must be string' },
      ],
    },
    {
      what: 'a property that is forbidden by name',
      schema: { properties: { days: false } },
      value: { days: 2 },
      violations: [{ path: '/days', message: 'must not be there' }],
    },
    {
      what: 'the values that would be right',
      schema: { properties: { unit: { enum: ['C', 'F', null] }, version: { const: 1 } } },
      value: { unit: 'K', version: 2 },
      violations: [
        { path: '/unit', message: 'must be one of "C", "F", null' },
        { path: '/version', message: 'must be 1' },
      ],
    },
  ])('finds $what', ({ schema, value, violations }) => {
    expect(checkValue(freeze(schema), value)).toEqual(violations)
  })

  test.each([
    { library: '@sinclair/typebox 0.34', schema: Type.Object({ n: Type.Integer() }) },
    { library: 'typebox 1.x', schema: TypeBox.Object({ n: TypeBox.Integer() }) },
  ])('works with schemas of $library', ({ schema }) => {
    const plain = schema as unknown as JsonSchema // TypeBox types its schemas without an index signature
    expect([checkValue(plain, { n: 1 }), checkValue(plain, { n: 1.5 })]).toEqual([
      [],
      [{ path: '/n', message: 'must be integer' }],
    ])
  })

  test('against a schema that cannot be compiled is a config error with the reason', () => {
    const check = (): unknown => checkValue({ type: 'string', pattern: '(' }, 'x')
    expect(check).toThrow(DragomanError)
    expect(check).toThrow(/^A JSON Schema cannot be compiled: Invalid regular expression/)
  })
})
