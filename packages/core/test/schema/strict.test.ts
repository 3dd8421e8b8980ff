import { describe, expect, test } from 'vitest'
import {
  assemble,
  fit,
  type Dialect,
  type FunctionDefinition,
  type JsonSchema,
  type JsonValue,
  type Notice,
  type ToolCallPart,
  type ToolDefinition,
  type WireEvent,
} from '@dragoman/core'
import { ASKED, CAPABLE } from '../acme.ts'
import { freeze } from '../freeze.ts'
import { MESSAGES, OPENAI } from './dialects.ts'

const TEXT = { type: 'string' } as const
const WEATHER = weather({ city: TEXT, days: { type: 'integer' } }, ['city'])

describe('a strict tool', () => {
  test('goes out in the words of the strict mode, and the given one stays as it is', () => {
    const { request, notices } = fitted([WEATHER], OPENAI)
    expect(request.tools).toEqual([
      {
        ...WEATHER,
        input: {
          type: 'object',
          properties: { city: TEXT, days: { type: ['integer', 'null'] } },
          required: ['city', 'days'],
          additionalProperties: false,
        },
      },
    ])
    expect(notices).toEqual([])
  })

  test.each<{
    what: string
    input: JsonSchema
    strict: boolean
    notice: Omit<Notice, 'path'> & { path?: string }
  }>([
    {
      what: 'that leaves its objects open is closed for the provider',
      input: { type: 'object', properties: { a: TEXT }, required: ['a'] },
      strict: true,
      notice: { code: 'strict-closed', action: 'advice', from: 'open', to: 'closed' },
    },
    {
      what: 'with rules that the mode does not know is told them',
      input: object({ a: { type: 'string', minLength: 1, pattern: '(?=x)' } }, ['a']),
      strict: true,
      notice: {
        code: 'strict-keywords',
        action: 'downgraded',
        from: 'minLength, pattern',
        to: 'description',
      },
    },
    {
      what: 'that cannot be said goes out as one that is not strict',
      input: object({ a: { type: 'object', additionalProperties: TEXT } }, ['a']),
      strict: false,
      notice: {
        code: 'strict-schema',
        path: 'tools[0].input/properties/a',
        action: 'downgraded',
        from: 'strict',
        to: 'open-object',
      },
    },
  ])('$what, with a notice', ({ input, strict, notice }) => {
    const { request, notices } = fitted([{ ...WEATHER, input }], OPENAI)
    expect(request.tools).toMatchObject([{ strict }])
    expect(notices).toEqual([{ path: 'tools[0]', ...notice }])
  })

  test.each([
    { limit: 'tools', count: 21, properties: 0, property: TEXT, isUnion: false },
    { limit: 'optional', count: 5, properties: 6, property: TEXT, isUnion: false },
    { limit: 'unions', count: 3, properties: 8, property: { type: ['string', 'null'] }, isUnion: true },
  ])('that exceeds the $limit of a request goes out as one that is not strict', (row) => {
    const { limit, count, properties, property, isUnion } = row
    const names = Array.from({ length: properties }, (_name, at) => `p${at}`)
    const input = object(Object.fromEntries(names.map((name) => [name, property])), isUnion ? names : [])
    const tools = Array.from({ length: count }, (_tool, at) => ({ ...WEATHER, name: `t${at}`, input }))
    const { request, notices } = fitted(tools, MESSAGES)
    const last = count - 1
    expect(request.tools.map((tool) => tool.type === 'function' && tool.strict)).toEqual(
      tools.map((_tool, at) => at < last),
    )
    expect(notices).toEqual([
      { code: 'strict-limit', path: `tools[${last}]`, action: 'downgraded', from: 'strict', to: limit },
    ])
  })

  test.each<{ what: string; answered: string; restored: string }>([
    {
      what: 'nulls that were brought in',
      answered: '{"city": "Oslo", "days": null}',
      restored: '{"city":"Oslo"}',
    },
    {
      what: 'nothing of other arguments',
      answered: '{"city": "Oslo", "days": 3}',
      restored: '{"city": "Oslo", "days": 3}',
    },
    {
      what: 'nothing of what is no JSON',
      answered: '{"city": "Oslo", "days": nul',
      restored: '{"city": "Oslo", "days": nul',
    },
    {
      what: 'nothing where writing anew would round',
      answered: '{"city":12345678901234567890,"days":null}',
      restored: '{"city":12345678901234567890,"days":null}',
    },
  ])('loses $what, whole and streamed', ({ answered, restored }) => {
    const { restore } = fitted([WEATHER], OPENAI)
    const whole: WireEvent[] = [
      { type: 'message-start' },
      { type: 'part-start', index: 0, part: call('weather', answered) },
      { type: 'part-end', index: 0 },
    ]
    const streamed: WireEvent[] = [
      { type: 'message-start' },
      { type: 'part-start', index: 0, part: call('weather', '') },
      ...Array.from(answered, (text): WireEvent => ({ type: 'input-delta', index: 0, text })),
      { type: 'part-end', index: 0 },
    ]
    for (const events of [whole, streamed]) {
      expect(textOf(events.map(restore))).toBe(restored)
    }
  })

  test('that has another name on the wire gets its arguments back too', () => {
    const { request, restore } = fitted([{ ...WEATHER, name: 'get.weather' }], OPENAI, {
      toolName: { pattern: '^[a-z_]+$', max: 64 },
    })
    const name = request.tools[0]?.name ?? ''
    const events: WireEvent[] = [
      { type: 'part-start', index: 0, part: call(name, '{"city":"Oslo","days":null}') },
      { type: 'part-end', index: 0 },
    ]
    expect(name).not.toBe('get.weather')
    expect(textOf(events.map(restore))).toBe('{"city":"Oslo"}')
  })

  test('leaves the calls of the past as they are', () => {
    const past = { role: 'assistant', parts: [call('weather', '{"city": "Oslo"}')] } as const
    const { request } = fitted([WEATHER], OPENAI, {}, [past])
    expect(request.messages[0]).toEqual(past)
  })
})

function fitted(
  tools: readonly ToolDefinition[],
  strict: Dialect,
  capabilities: Partial<typeof CAPABLE> = {},
  messages: typeof ASKED.messages = [],
): ReturnType<typeof fit> {
  const target = {
    provider: 'acme',
    wire: 'acme.chat',
    model: 'large',
    capabilities: { ...CAPABLE, ...capabilities, strict },
  }
  return fit(freeze({ ...ASKED, tools, messages }), target)
}

function weather(
  properties: Readonly<Record<string, JsonValue>>,
  required: readonly string[],
): FunctionDefinition {
  return {
    type: 'function',
    name: 'weather',
    description: '',
    input: object(properties, required),
    strict: true,
  }
}

function object(properties: Readonly<Record<string, JsonValue>>, required: readonly string[]): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false }
}

function call(name: string, inputText: string): ToolCallPart {
  return { type: 'tool-call', id: '1', name, inputText }
}

function textOf(events: readonly WireEvent[]): string | undefined {
  const [part] = assemble(events.filter((event) => event.type !== 'message-start')).parts
  return part?.type === 'tool-call' ? part.inputText : undefined
}
