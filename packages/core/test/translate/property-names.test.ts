import { expect, test } from 'vitest'
import {
  assemble,
  fit,
  user,
  type FunctionDefinition,
  type JsonSchema,
  type JsonValue,
  type ModelRequest,
  type Notice,
  type StreamEvent,
  type WireEvent,
} from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call } from '../recording.ts'
import { requestOf, targetOf } from './conversation.ts'

const TARGET = targetOf({ propertyName: { pattern: '^[a-zA-Z0-9_.-]+$', max: 12 } })
const TEXT = { type: 'string' } as const

test.each<{
  what: string
  given: JsonSchema
  sent: JsonSchema
  names: Readonly<Record<string, string>>
  answer: JsonValue
  restored: JsonValue
}>([
  {
    what: 'letters that the wire does not know',
    given: object({ año: TEXT, ok: TEXT }, ['año']),
    sent: object({ a_o: { description: 'año', ...TEXT }, ok: TEXT }, ['a_o']),
    names: { año: 'a_o' },
    answer: { a_o: '1999', ok: 'a' },
    restored: { año: '1999', ok: 'a' },
  },
  {
    what: 'names that would be one',
    given: object({ a_o: TEXT, año: { ...TEXT, description: 'A year.' }, aøo: TEXT }),
    sent: object({
      a_o: TEXT,
      a_o_2: { ...TEXT, description: 'A year.' },
      a_o_3: { description: 'aøo', ...TEXT },
    }),
    names: { año: 'a_o_2', aøo: 'a_o_3' },
    answer: { a_o: '1', a_o_2: '2', a_o_3: '3' },
    restored: { a_o: '1', año: '2', aøo: '3' },
  },
  {
    what: 'long names that begin alike',
    given: object({ temperature_min: TEXT, temperature_max: TEXT }),
    sent: object({
      temperature_: { description: 'temperature_min', ...TEXT },
      temperatur_2: { description: 'temperature_max', ...TEXT },
    }),
    names: { temperature_min: 'temperature_', temperature_max: 'temperatur_2' },
    answer: { temperatur_2: 'b', temperature_: 'a' },
    restored: { temperature_max: 'b', temperature_min: 'a' },
  },
  {
    what: 'at every depth, in references and in constants',
    given: {
      ...object({
        list: { type: 'array', items: object({ é: TEXT }, ['é']) },
        again: { $ref: '#/$defs/%C3%A9' },
      }),
      $defs: { é: { anyOf: [{ $ref: '#/properties/list/items/properties/%C3%A9' }, { const: { é: 1 } }] } },
    },
    sent: {
      ...object({
        list: { type: 'array', items: object({ _: { description: 'é', ...TEXT } }, ['_']) },
        again: { $ref: '#/$defs/%C3%A9' },
      }),
      $defs: { é: { anyOf: [{ $ref: '#/properties/list/items/properties/_' }, { const: { _: 1 } }] } },
    },
    names: { é: '_' },
    answer: { list: [{ _: 'a' }], again: { _: 1 } },
    restored: { list: [{ é: 'a' }], again: { é: 1 } },
  },
])('properties get names that the wire allows, and their own back: $what', (row) => {
  const { request, notices, restore } = fit(asking([weather(row.given)]), TARGET)
  expect({ sent: inputOf(request), notices }).toEqual({
    sent: row.sent,
    notices: Object.entries(row.names).map(([from, to]): Notice => ({
      code: 'property-name',
      path: 'tools[0].input',
      action: 'renamed',
      from,
      to,
    })),
  })
  const events: readonly StreamEvent[] = [
    { type: 'part-start', index: 0, part: call('1', 'weather', row.answer) },
    { type: 'part-end', index: 0 },
  ].map((event) => restore(event as WireEvent) as StreamEvent) // no `message-start` is among them
  const [part] = assemble(events).parts
  expect(part).toEqual(call('1', 'weather', row.restored))
})

test('a reference that is not percent-encoded as it should be is left as it is', () => {
  const odd = { $ref: '#/properties/100%' }
  const { request } = fit(asking([weather(object({ '100%': TEXT, again: odd }))]), TARGET)
  expect(inputOf(request)).toMatchObject({ properties: { again: { $ref: '#/properties/100_' } } })
})

test('a schema whose names are allowed goes out as it is', () => {
  const request = asking([weather(object({ a: TEXT }))])
  expect(fit(request, TARGET).request).toBe(request)
})

test('the properties of a structured answer are renamed, too', () => {
  const output = { name: 'output', schema: object({ año: TEXT }) }
  const { request, restore } = fit(freeze(requestOf([user('?')], { output })), TARGET)
  expect(Object.keys(request.output?.schema['properties'] ?? {})).toEqual(['a_o'])
  const events: readonly WireEvent[] = [
    { type: 'part-start', index: 0, part: { type: 'text', text: '{"a_o":"1999"}' } },
    { type: 'part-end', index: 0 },
  ]
  expect(events.map(restore)[1]).toEqual({ type: 'part-end', index: 0, replace: '{"año":"1999"}' })
})

function asking(tools: readonly FunctionDefinition[]): ModelRequest {
  return freeze(requestOf([user('?')], { tools }))
}

function weather(input: JsonSchema): FunctionDefinition {
  return { type: 'function', name: 'weather', description: 'Weather.', input }
}

function inputOf({ tools: [tool] }: ModelRequest): JsonSchema | undefined {
  return tool?.type === 'function' ? tool.input : undefined
}

function object(properties: Record<string, JsonValue>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, required }
}
