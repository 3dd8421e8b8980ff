import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import * as TypeBox from 'typebox'
import { content, DragomanError, hostedTool, tool, type ToolOptions } from '@dragoman/core'

const execute = (): string => 'done'

describe('a tool', () => {
  test.each([
    {
      library: '@sinclair/typebox 0.34',
      input: Type.Object({ city: Type.String(), days: Type.Optional(Type.Integer()) }),
    },
    {
      library: 'typebox 1.x',
      input: TypeBox.Object({ city: TypeBox.String(), days: TypeBox.Optional(TypeBox.Integer()) }),
    },
    {
      library: 'JSON Schema',
      input: {
        type: 'object',
        required: ['city'],
        properties: { city: { type: 'string' }, days: { type: 'integer' } },
      },
    },
  ])('takes a schema of $library, and holds it as plain JSON', ({ input }) => {
    const declared = tool({ name: 'weather', description: 'Tells the weather.', input })
    expect(declared).toEqual({
      type: 'function',
      name: 'weather',
      description: 'Tells the weather.',
      input: {
        type: 'object',
        required: ['city'],
        properties: { city: { type: 'string' }, days: { type: 'integer' } },
      },
    })
    expect(Object.getOwnPropertySymbols(declared.input)).toEqual([])
    expect(JSON.parse(JSON.stringify(declared.input))).toStrictEqual(declared.input)
  })

  test('keeps what it was given, and no more', () => {
    const cache = { ttl: 'short' } as const
    const given = { name: 'a', description: '', input: {}, strict: false, timeoutMs: 5, cache, execute }
    expect(tool(given)).toEqual({
      type: 'function',
      name: 'a',
      description: '',
      input: { type: 'object', properties: {} },
      strict: false,
      timeoutMs: 5,
      cache,
      execute: expect.any(Function),
    })
  })

  test('does not change its schema, and does not change with it', () => {
    const input = { type: 'object', properties: { a: { type: 'string' } } }
    const declared = tool({ name: 'a', description: '', input })
    input.properties.a.type = 'number'
    expect(declared.input).toEqual({ type: 'object', properties: { a: { type: 'string' } } })
  })

  test('without a type at the root of its schema is one of objects', () => {
    const { input } = tool({ name: 'a', description: '', input: { properties: { b: {} }, required: ['b'] } })
    expect(input).toEqual({ type: 'object', properties: { b: {} }, required: ['b'] })
  })

  const OBJECT =
    'but a schema is an object: give Type.Object({ … }) or { type: "object", properties: { … } }.'

  test.each<{ what: string; options: object; message: unknown }>([
    { what: 'no name', options: { name: undefined }, message: 'A tool needs a name: found undefined.' },
    { what: 'a blank name', options: { name: ' ' }, message: 'A tool needs a name: found " ".' },
    {
      what: 'no description',
      options: { description: undefined },
      message: 'Tool "a" needs a description: it tells the model when to call it.',
    },
    {
      what: 'a time that is over at once',
      options: { timeoutMs: 0 },
      message: 'timeoutMs of tool "a" is 0: give milliseconds above 0.',
    },
    {
      what: 'a time that is no number',
      options: { timeoutMs: NaN },
      message: 'timeoutMs of tool "a" is NaN: give milliseconds above 0.',
    },
    { what: 'no schema', options: { input: undefined }, message: schemaIs('is of type undefined') },
    { what: 'null', options: { input: null }, message: schemaIs('is null') },
    { what: 'a list', options: { input: [] }, message: schemaIs('is an array') },
    {
      what: 'false',
      options: { input: false },
      message: 'The input schema of tool "a" is false, which no value fits: give one that some value fits.',
    },
    {
      what: 'a function',
      options: { input: execute },
      message: 'The input schema of tool "a" cannot travel as JSON: it is a function.',
    },
    {
      what: 'a reference to nothing',
      options: { input: { $ref: '#/$defs/a' } },
      message:
        'The input schema of tool "a" cannot be sent: its root refers to "#/$defs/a", which is not there.',
    },
    {
      what: 'a cycle',
      options: { input: cycle() },
      message: 'The input schema of tool "a" cannot travel as JSON: /properties/self holds itself.',
    },
    {
      what: 'a pattern that is none',
      options: { input: { type: 'object', properties: { b: { type: 'string', pattern: '(' } } } },
      message: expect.stringMatching(
        /^The input schema of tool "a" cannot be checked against: .*Invalid regular expression/,
      ),
    },
  ])('with $what is a config error that names the remedy', ({ options, message }) => {
    const given = { name: 'a', description: 'Does.', input: {}, ...options } as ToolOptions<object> // a caller without types
    expect(() => tool(given)).toThrow(expect.objectContaining({ code: 'config', message }))
    expect(() => tool(given)).toThrow(DragomanError)
  })

  function schemaIs(found: string): string {
    return `The input schema of tool "a" ${found}, ${OBJECT}`
  }
})

test('a hosted tool is what the wire is told, and what it is for', () => {
  expect(hostedTool({ wire: 'acme.chat', name: 'search', definition: { type: 'search_1' } })).toEqual({
    type: 'hosted',
    wire: 'acme.chat',
    name: 'search',
    definition: { type: 'search_1' },
  })
})

test('content is parts, from a text or from parts, and no error unless it says so', () => {
  expect([content('Hi'), content([]), content('No', { isError: true })]).toMatchObject([
    { parts: [{ type: 'text', text: 'Hi' }], isError: false },
    { parts: [], isError: false },
    { parts: [{ type: 'text', text: 'No' }], isError: true },
  ])
})

function cycle(): object {
  const schema: { type: string; properties: object } = { type: 'object', properties: {} }
  schema.properties = { self: schema }
  return schema
}
