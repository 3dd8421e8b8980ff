import { describe, expect, test } from 'vitest'
import {
  assemble,
  fit,
  user,
  type AssistantMessage,
  type Capabilities,
  type FunctionDefinition,
  type ModelRequest,
  type Notice,
  type OutputFormat,
  type WireEvent,
} from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { MESSAGES, OPENAI } from '../schema/dialects.ts'
import { OWN, requestOf, targetOf } from './conversation.ts'

const TEXT = { type: 'string' } as const
const CITY: OutputFormat = { name: 'output', schema: object({ city: TEXT }) }
const OPTIONAL: OutputFormat = { name: 'output', schema: object({ city: TEXT, days: TEXT }, ['city']) }
const OPEN: OutputFormat = { name: 'output', schema: { type: 'object', additionalProperties: TEXT } }
const CLOCK: FunctionDefinition = { type: 'function', name: 'clock', description: 'Time.', input: object({}) }

describe('an answer that must fit a schema', () => {
  test('is asked for as it is, where the model takes it so', () => {
    const request = asking(CITY)
    expect(fit(request, targetOf({ output: 'native', strict: OPENAI }))).toMatchObject({ notices: [] })
    expect(fit(request, targetOf({ output: 'native', strict: OPENAI })).request.output?.schema).toEqual(
      CITY.schema,
    )
    expect(fit(request, targetOf({ output: 'native', strict: {} })).request).toBe(request)
  })

  test('is asked for in the words of the strict mode, which are taken out of the answer again', () => {
    const { request, restore, notices } = fit(
      asking(OPTIONAL),
      targetOf({ output: 'native', strict: OPENAI }),
    )
    expect({ schema: request.output?.schema, notices }).toEqual({
      schema: {
        type: 'object',
        properties: { city: TEXT, days: { type: ['string', 'null'] } },
        required: ['city', 'days'],
        additionalProperties: false,
      },
      notices: [],
    })
    const streamed: readonly WireEvent[] = [
      { type: 'part-start', index: 0, part: { type: 'text', text: '' } },
      { type: 'text-delta', index: 0, text: '{"city":"Lis' },
      { type: 'text-delta', index: 0, text: 'bon","days":null}' },
      { type: 'part-end', index: 0 },
    ]
    expect(assembled(streamed, restore).parts).toEqual([{ type: 'text', text: '{"city":"Lisbon"}' }])
  })

  test.each<{
    what: string
    output: OutputFormat
    takes: Partial<Capabilities>
    way: 'native' | 'tool' | 'prompt'
    notices: readonly Notice[]
  }>([
    {
      what: 'is not held to a schema that strict mode cannot say, where the wire takes others',
      output: OPEN,
      takes: { output: 'native', looseOutput: true, strict: OPENAI },
      way: 'native',
      notices: [unfit('open-object')],
    },
    {
      what: 'is the input of a tool where strict mode cannot say it, and the wire takes nothing else',
      output: OPEN,
      takes: { output: 'native', strict: MESSAGES },
      way: 'tool',
      notices: [unfit('open-object'), way('tool')],
    },
    {
      what: 'is the input of a tool where the wire has no field for it',
      output: CITY,
      takes: { output: 'tool' },
      way: 'tool',
      notices: [way('tool')],
    },
    {
      what: 'is asked for in words where no tool can be forced',
      output: CITY,
      takes: { output: 'tool', forcedToolChoice: 'no' },
      way: 'prompt',
      notices: [way('prompt')],
    },
    {
      what: 'is asked for in words where the model knows nothing else',
      output: CITY,
      takes: { output: 'prompt' },
      way: 'prompt',
      notices: [way('prompt')],
    },
  ])('$what', ({ output, takes, way: expected, notices }) => {
    const fitted = fit(asking(output), targetOf(takes))
    const { request } = fitted
    const found = request.output ? 'native' : request.tools.length > 0 ? 'tool' : 'prompt'
    expect({ way: found, notices: fitted.notices }).toEqual({ way: expected, notices })
    if (request.output) expect(request.output).toEqual({ ...output, strict: false })
  })

  test('counts towards the limits of a request, before the strict tools', () => {
    const many = Object.fromEntries(Array.from({ length: 24 }, (_none, at) => [`p${at}`, TEXT]))
    const output = { name: 'output', schema: object(many, []) }
    const tool = { ...CLOCK, strict: true, input: object({ zone: TEXT }, []) }
    const { request, notices } = fit(
      asking(output, { tools: [tool] }),
      targetOf({ output: 'native', strict: MESSAGES }),
    )
    expect({ output: request.output?.schema, tools: request.tools, notices }).toEqual({
      output: { ...output.schema, required: [] },
      tools: [{ ...tool, strict: false }],
      notices: [
        { code: 'strict-limit', path: 'tools[0]', action: 'downgraded', from: 'strict', to: 'optional' },
      ],
    })
  })
})

describe('a tool that stands for the answer', () => {
  test.each<{ what: string; rest: Partial<ModelRequest>; choice: ModelRequest['toolChoice'] }>([
    { what: 'is forced where there is no other', rest: {}, choice: { tool: 'output' } },
    {
      what: 'is forced where no other may be called',
      rest: { tools: [CLOCK], toolChoice: 'none' },
      choice: { tool: 'output' },
    },
    { what: 'is one of those that must be called', rest: { tools: [CLOCK] }, choice: 'required' },
    {
      what: 'waits for a tool that is forced',
      rest: { tools: [CLOCK], toolChoice: { tool: 'clock' } },
      choice: { tool: 'clock' },
    },
  ])('$what', ({ rest, choice }) => {
    const { request } = fit(asking(CITY, rest), targetOf({ output: 'tool' }))
    expect(request.toolChoice).toEqual(choice)
    expect(request.tools.at(-1)).toMatchObject({ name: 'output', input: CITY.schema })
  })

  test('takes a name that no other tool has', () => {
    const tools = [{ ...CLOCK, name: 'output' }]
    const { request, restore } = fit(asking(CITY, { tools }), targetOf({ output: 'tool' }))
    expect(request.tools.map(({ name }) => name)).toEqual(['output', 'output_2'])
    expect(assembled(calling('output_2'), restore).parts).toEqual([{ type: 'text', text: '{"city":"Oslo"}' }])
    expect(assembled(calling('output'), restore).parts).toMatchObject([{ type: 'tool-call' }])
  })

  test('is no call in the answer, but its text', () => {
    const { restore } = fit(asking(CITY, { tools: [CLOCK] }), targetOf({ output: 'tool' }))
    expect(assembled(calling('output'), restore)).toEqual({
      role: 'assistant',
      parts: [{ type: 'text', text: '{"city":"Oslo"}' }],
      stop: { reason: 'stop', raw: 'tool_calls' },
      usage: {},
    })
  })

  test('leaves the other calls of the answer, and its stop', () => {
    const { restore } = fit(asking(CITY, { tools: [CLOCK] }), targetOf({ output: 'tool' }))
    const { parts, stop } = assembled([...calling('clock', 0).slice(0, -1), ...calling('output', 1)], restore)
    expect({ kinds: parts.map(({ type }) => type), stop }).toEqual({
      kinds: ['tool-call', 'text'],
      stop: { reason: 'tool-calls', raw: 'tool_calls' },
    })
  })
})

test('words that ask for an answer stand behind the instructions, and stay there', () => {
  const target = targetOf({ output: 'prompt' })
  const [first, ...rest] = fit(asking(CITY, { tools: [CLOCK] }), target).request.messages
  expect({ first, rest }).toEqual({
    first: {
      role: 'system',
      parts: [
        {
          type: 'text',
          text: `When you need no more tools, answer with one JSON value that fits this JSON Schema, and with nothing else: no words around it, no code fence.\n${JSON.stringify(CITY.schema)}`,
        },
      ],
    },
    rest: [user('Where?')],
  })
})

function asking(output: OutputFormat, rest: Partial<ModelRequest> = {}): ModelRequest {
  return freeze(requestOf([user('Where?')], { output, ...rest }))
}

function object(
  properties: Readonly<Record<string, typeof TEXT>>,
  required: readonly string[] = Object.keys(properties),
): OutputFormat['schema'] {
  return { type: 'object', properties, required, additionalProperties: false }
}

function unfit(to: string): Notice {
  return { code: 'strict-schema', path: 'output.schema', action: 'downgraded', from: 'strict', to }
}

function way(to: string): Notice {
  return { code: 'output-way', path: 'output', action: 'downgraded', from: 'native', to }
}

function calling(name: string, index = 0): readonly WireEvent[] {
  return [
    { type: 'part-start', index, part: { type: 'tool-call', id: `c${index}`, name, inputText: '' } },
    { type: 'input-delta', index, text: '{"city":' },
    { type: 'input-delta', index, text: '"Oslo"}' },
    { type: 'part-end', index, replay: { mark: 1 } },
    { type: 'message-end', stop: { reason: 'tool-calls', raw: 'tool_calls' }, usage: {} },
  ]
}

function assembled(events: readonly WireEvent[], restore: (event: WireEvent) => WireEvent): AssistantMessage {
  const all: readonly WireEvent[] = [{ type: 'message-start' }, ...events]
  const restored = all.map(restore)
  const { origin: _origin, ...message } = assemble(
    restored.map((event) =>
      event.type === 'message-start' ? { type: 'message-start', origin: OWN } : event,
    ),
  )
  return message
}
