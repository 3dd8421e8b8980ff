import { Type } from '@sinclair/typebox'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { type as ark } from 'arktype'
import * as TypeBox from 'typebox'
import * as valibot from 'valibot'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { run, scripted, tool, type FunctionTool, type Schema, type ToolOptions } from '@dragoman/core'
import { freeze } from '../freeze.ts'

const LIBRARIES: readonly { readonly library: string; readonly input: Schema }[] = [
  {
    library: '@sinclair/typebox 0.34',
    input: Type.Object({
      city: Type.String({ minLength: 1 }),
      days: Type.Optional(Type.Integer({ minimum: 1 })),
    }),
  },
  {
    library: 'typebox 1.x',
    input: TypeBox.Object({
      city: TypeBox.String({ minLength: 1 }),
      days: TypeBox.Optional(TypeBox.Integer({ minimum: 1 })),
    }),
  },
  {
    library: 'zod',
    input: z.object({ city: z.string().min(1), days: z.int().min(1).max(7).optional() }),
  },
  {
    library: 'valibot',
    input: toStandardJsonSchema(
      valibot.object({
        city: valibot.pipe(valibot.string(), valibot.minLength(1)),
        days: valibot.optional(valibot.pipe(valibot.number(), valibot.integer(), valibot.minValue(1))),
      }),
    ),
  },
  { library: 'arktype', input: ark({ city: 'string > 0', 'days?': 'number.integer >= 1' }) },
]

describe('a tool', () => {
  test('refuses a schema that is too deep to be walked', () => {
    const lists = Array.from({ length: 600 })
    const deep = lists.reduce<object>((items) => ({ type: 'array', items }), { type: 'string' })
    expect(() => declare(deep)).toThrow(/cannot travel as JSON: .* is nested deeper than 512 levels\.$/)
  })

  test.each(LIBRARIES)('takes a schema of $library as plain JSON, and checks with it', async ({ input }) => {
    const declared = tool({ name: 'weather', description: '', input, execute: () => 'sun' })
    expect(declared.input).toEqual({
      type: 'object',
      required: ['city'],
      properties: {
        city: { type: 'string', minLength: 1 },
        days: expect.objectContaining({ type: 'integer', minimum: 1 }),
      },
    })
    expect(await answerOf(declared, '{"city":"Oslo"}')).toMatchObject({ isError: false })
    expect(await answerOf(declared, '{"city":""}')).toMatchObject({ isError: true, reason: 'bad-input' })
  })

  test('receives what its library makes of the arguments, at once or later', async () => {
    const input = z.object({
      city: z.string().transform((name) => name.toUpperCase()),
      days: z.number().default(3),
      known: z.string().refine((name) => Promise.resolve(name !== 'Atlantis')),
    })
    const declared = tool({ name: 'weather', description: '', input, execute: (given) => given })
    expect(await answerOf(declared, '{"city":"oslo","known":"Oslo"}')).toMatchObject({
      parts: [{ type: 'text', text: '{"city":"OSLO","days":3,"known":"Oslo"}' }],
    })
    expect(await answerOf(declared, '{"city":"oslo","known":"Atlantis"}')).toMatchObject({
      parts: [{ type: 'text', text: 'The arguments must fit the schema:\n- /known: Invalid input' }],
      isError: true,
      reason: 'bad-input',
    })
  })

  test.each<{ what: string; input: unknown; problem: string }>([
    {
      what: 'a date',
      input: Type.Object({ at: Type.Date() }),
      problem: '/properties/at has type "Date", which JSON does not have.',
    },
    {
      what: 'bytes',
      input: Type.Object({ list: Type.Array(Type.Uint8Array()) }),
      problem: '/properties/list/items has type "Uint8Array", which JSON does not have.',
    },
    {
      what: 'a function',
      input: TypeBox.Object({ call: TypeBox.Function([], TypeBox.Null()) }),
      problem: '/properties/call has type "function", which JSON does not have.',
    },
    {
      what: 'a big integer',
      input: { type: 'object', properties: { n: { default: 1n } } },
      problem: '/properties/n/default is a bigint.',
    },
    {
      what: 'a default that is a date',
      input: { type: 'object', properties: { at: { default: new Date(0) } } },
      problem: '/properties/at/default is a Date.',
    },
    {
      what: 'a transform of TypeBox 0.34',
      input: Type.Object({
        n: Type.Transform(Type.String()).Decode(Number).Encode(String),
      }),
      problem: '/properties/n is a transform: declare what the model sends, and transform it in `execute`.',
    },
    {
      what: 'a transform of typebox 1.x',
      input: TypeBox.Object({ n: TypeBox.Codec(TypeBox.String()).Decode(Number).Encode(String) }),
      problem: '/properties/n is a transform: declare what the model sends, and transform it in `execute`.',
    },
    {
      what: 'a date of zod',
      input: z.object({ trip: z.object({ dates: z.array(z.date()) }) }),
      problem: '/properties/trip/properties/dates/items: Date cannot be represented in JSON Schema.',
    },
    {
      what: 'a date of valibot',
      input: toStandardJsonSchema(valibot.object({ at: valibot.date() })),
      problem: 'The "date" schema cannot be converted to JSON Schema.',
    },
    {
      what: 'a type in capitals',
      input: { type: 'object', properties: { at: { type: 'STRING' } } },
      problem: '/properties/at has type "STRING", which JSON does not have: write "string".',
    },
  ])('refuses $what, which cannot travel as JSON', ({ input, problem }) => {
    expect(() => declare(input)).toThrow(`The input schema of tool "a" cannot travel as JSON: ${problem}`)
  })

  test.each<{ what: string; input: unknown; problem: string }>([
    {
      what: 'a library without JSON Schema',
      input: valibot.object({ city: valibot.string() }),
      problem:
        'is one of valibot that carries no JSON Schema: use a version that does, or a converter such as toStandardJsonSchema of @valibot/to-json-schema.',
    },
    {
      what: 'a reference to elsewhere',
      input: { type: 'object', properties: { at: { $ref: 'https://example.com/place.json' } } },
      problem:
        'cannot be sent: /properties/at refers to "https://example.com/place.json", which is not in the schema itself.',
    },
    {
      what: 'references in a circle',
      input: {
        $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
        properties: { at: { $ref: '#/$defs/a' } },
      },
      problem: 'cannot be sent: /$defs/a refers to "#/$defs/b", which leads back to itself.',
    },
  ])('refuses $what, with the remedy', ({ input, problem }) => {
    expect(() => declare(input)).toThrow(`The input schema of tool "a" ${problem}`)
  })

  test.each<{ what: string; input: unknown; schema: unknown }>([
    { what: 'a text', input: Type.String(), schema: wrapped({ type: 'string' }) },
    { what: 'any value', input: true, schema: wrapped({}) },
    {
      what: 'an object or nothing',
      input: { type: ['object', 'null'], properties: {} },
      schema: wrapped({ type: ['object', 'null'], properties: {} }),
    },
    {
      what: 'a union',
      input: {
        anyOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { type: 'object', properties: { b: { type: 'number' } }, required: ['b'] },
        ],
      },
      schema: wrapped({
        anyOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { type: 'object', properties: { b: { type: 'number' } }, required: ['b'] },
        ],
      }),
    },
    {
      what: 'an object with alternatives',
      input: { $schema: 'x', $id: 'y', type: 'object', properties: {}, oneOf: [{ required: ['a'] }] },
      schema: { $schema: 'x', ...wrapped({ type: 'object', properties: {}, oneOf: [{ required: ['a'] }] }) },
    },
    {
      what: 'a list that holds itself',
      input: {
        type: 'array',
        items: { anyOf: [{ $ref: '#' }, { $ref: '#/$defs/a' }] },
        $defs: { a: { type: 'null' } },
      },
      schema: wrapped({
        type: 'array',
        items: { anyOf: [{ $ref: '#/properties/value' }, { $ref: '#/properties/value/$defs/a' }] },
        $defs: { a: { type: 'null' } },
      }),
    },
    {
      what: 'a reference to a text',
      input: { $ref: '#/$defs/a', $defs: { a: { type: 'string' } } },
      schema: wrapped({ $ref: '#/properties/value/$defs/a', $defs: { a: { type: 'string' } } }),
    },
  ])('holds $what at the root of its schema in an object', ({ input, schema }) => {
    expect(declare(freeze(input)).input).toEqual(schema)
  })

  test('whose root refers to an object is one of that object', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' }, all: { $ref: '#' } } }
    expect(declare({ $ref: '#/$defs/node', $defs: { node } }).input).toEqual({ ...node, $defs: { node } })
  })

  test('follows references by name as references by place', () => {
    const tree = Type.Recursive((self) => Type.Object({ leaves: Type.Array(self) }), { $id: 'tree' })
    expect(declare(Type.Object({ tree })).input).toEqual({
      type: 'object',
      required: ['tree'],
      properties: {
        tree: {
          type: 'object',
          required: ['leaves'],
          properties: { leaves: { type: 'array', items: { $ref: '#/properties/tree' } } },
        },
      },
    })
  })

  test('receives the value itself where the model sees an object around it', async () => {
    const declared = tool({
      name: 'a',
      description: '',
      input: z.array(z.string()),
      execute: (given) => given,
    })
    expect(await answerOf(declared, '{"value":["x"]}')).toMatchObject({ parts: [{ text: '["x"]' }] })
    expect(await answerOf(declared, '["x"]')).toMatchObject({ isError: true, reason: 'bad-input' })
    expect(await answerOf(declared, '{"value":[1]}')).toMatchObject({
      parts: [{ text: expect.stringContaining('- /value/0: must be string (found 1)') }],
    })
  })
})

function declare(input: unknown): FunctionTool {
  return tool({ name: 'a', description: '', input } as ToolOptions<object>) // a caller without types
}

function wrapped(value: object): object {
  return { type: 'object', properties: { value }, required: ['value'] }
}

async function answerOf(declared: FunctionTool, inputText: string): Promise<unknown> {
  const call = { type: 'tool-call', id: '1', name: declared.name, inputText } as const
  const { messages } = await run({ model: scripted([[call], 'Done.']), tools: [declared], messages: 'Go.' })
  return messages[2]?.parts[0]
}
