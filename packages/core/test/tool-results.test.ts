import { Type } from '@sinclair/typebox'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  content,
  hostedTool,
  run,
  tool,
  type FunctionTool,
  type JsonSchema,
  type Tool,
  type ToolCallPart,
  type ToolResultPart,
} from '@dragoman/core'
import { failureOf } from './collect.ts'
import { call, recording, text } from './recording.ts'

async function resultOf(part: ToolCallPart, tools: readonly Tool[]): Promise<ToolResultPart | undefined> {
  const { model } = recording([[part], 'Done.'])
  const { messages } = await run({ model, tools, messages: 'go' })
  return messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))[0]
}

function calls(inputText: string): ToolCallPart {
  return { type: 'tool-call', id: 'c1', name: 'convert', inputText }
}

function failed(reason: ToolResultPart['reason'], message: unknown): object {
  return {
    type: 'tool-result',
    callId: 'c1',
    name: expect.any(String),
    parts: [{ type: 'text', text: message }],
    isError: true,
    reason,
  }
}

function returning(output: unknown): FunctionTool {
  return tool({ name: 'convert', description: 'Converts.', input: Type.Object({}), execute: () => output })
}

function throwing(error: unknown): FunctionTool {
  return tool({
    name: 'convert',
    description: 'Converts.',
    input: Type.Object({}),
    execute: () => {
      throw error
    },
  })
}

describe('a call of an unknown tool', () => {
  const hosted = hostedTool({ wire: 'scripted', name: 'search', definition: {} })

  test.each([
    { name: 'translate', tools: [returning(1)], available: 'convert' },
    { name: '__proto__', tools: [returning(1)], available: 'convert' },
    { name: 'constructor', tools: [returning(1)], available: 'convert' },
    { name: 'toString', tools: [], available: 'none' },
    { name: 'find', tools: [hosted, returning(1)], available: 'search, convert' },
  ])('"$name" is answered with the names that there are: $available', async ({ name, tools, available }) => {
    expect(await resultOf(call('c1', name), tools)).toEqual(
      failed('unknown-tool', `There is no tool named "${name}". Available tools: ${available}.`),
    )
  })
})

describe('bad arguments never reach the tool, and the model reads what was wrong', () => {
  const received: unknown[] = []
  const convert = tool({
    name: 'convert',
    description: 'Converts.',
    input: Type.Object(
      { amount: Type.Number({ minimum: 0 }), to: Type.Union([Type.Literal('EUR'), Type.Literal('USD')]) },
      { additionalProperties: false },
    ),
    execute: (input) => void received.push(input),
  })
  const PROTOTYPE =
    'The arguments must not hold a key "__proto__", or "prototype" in a key "constructor": leave it out.'

  test.each<{ inputText: string; problem: unknown }>([
    {
      inputText: '{"amount":1,',
      problem: expect.stringMatching(/^The arguments must be valid JSON: .*JSON.*/),
    },
    { inputText: 'amount: 1', problem: expect.stringMatching(/^The arguments must be valid JSON: .*'a'.*/) },
    {
      inputText: '{"amount":"1","to":"EUR"}',
      problem: 'The arguments must fit the schema:\n- /amount: must be number (found "1")',
    },
    {
      inputText: '{"to":"EUR"}',
      problem:
        'The arguments must fit the schema:\n- the arguments: must have required properties amount (found {"to":"EUR"})',
    },
    {
      inputText: '{"amount":-1,"to":"EUR","by":"me"}',
      problem: expect.stringMatching(
        /^The arguments must fit the schema:\n- \/amount: must be >= 0 \(found -1\)|by/,
      ),
    },
    {
      inputText: '[]',
      problem: 'The arguments must fit the schema:\n- the arguments: must be object (found [])',
    },
    {
      inputText: 'null',
      problem: 'The arguments must fit the schema:\n- the arguments: must be object (found null)',
    },
    {
      inputText: '',
      problem:
        'The arguments must fit the schema:\n- the arguments: must have required properties amount, to (found {})',
    },
    { inputText: '{"__proto__":{"amount":1}}', problem: PROTOTYPE },
    { inputText: '{"amount":1,"to":"EUR","\\u005f_proto__":1}', problem: PROTOTYPE },
    { inputText: '{"amount":{"constructor":{"prototype":{}}},"to":"EUR"}', problem: PROTOTYPE },
  ])('$inputText', async ({ inputText, problem }) => {
    received.length = 0
    expect(await resultOf(calls(inputText), [convert])).toEqual(failed('bad-input', problem))
    expect(received).toEqual([])
  })

  test('a long list of violations and a long value are shortened', async () => {
    const strings = tool({
      name: 'convert',
      description: 'Converts.',
      input: Type.Object({ list: Type.Array(Type.String()) }),
      execute: () => 'never',
    })
    const numbers = JSON.stringify({ list: Array.from({ length: 12 }, (_, at) => at) })
    const many = await resultOf(calls(numbers), [strings])
    const listed = Array.from({ length: 7 }, (_, at) => `- /list/${at}: must be string (found ${at})`)
    expect(many).toEqual(
      failed('bad-input', ['The arguments must fit the schema:', ...listed, '- and others'].join('\n')),
    )
    const long = await resultOf(calls(JSON.stringify({ list: 'x'.repeat(300) })), [strings])
    expect(long).toEqual(
      failed(
        'bad-input',
        `The arguments must fit the schema:\n- /list: must be array (found "${'x'.repeat(199)}…)`,
      ),
    )
  })

  test('blank arguments are an empty object', async () => {
    const ping = tool({
      name: 'convert',
      description: 'Pings.',
      input: Type.Object({}),
      execute: (input) => input,
    })
    for (const inputText of ['', ' \n\t']) {
      expect(await resultOf(calls(inputText), [ping])).toMatchObject({ parts: [text('{}')], isError: false })
    }
  })

  test('a schema that no value can be checked against fails its own call and no other', async () => {
    const endless: JsonSchema = { type: 'object', $ref: '#' }
    const broken: JsonSchema = { type: 'object', properties: { a: { pattern: '(' } } }
    const raw = (name: string, input: JsonSchema): FunctionTool => ({
      type: 'function',
      name,
      description: name,
      input,
      execute: () => 'ran',
    })
    const { model } = recording([
      [call('1', 'endless'), call('2', 'fine'), call('3', 'broken', { a: 'x' })],
      'Done.',
    ])
    const tools = [raw('endless', endless), raw('fine', { type: 'object' }), raw('broken', broken)]
    const { messages } = await run({ model, tools, messages: 'go' })
    expect(messages[2]).toMatchObject({
      role: 'tool',
      parts: [
        { callId: '1', isError: true, reason: 'threw' },
        { callId: '2', parts: [text('ran')], isError: false },
        { callId: '3', isError: true, reason: 'threw' },
      ],
    })
  })
})

describe('a tool that fails', () => {
  test.each<{ what: string; error: unknown; message: string }>([
    { what: 'an error', error: new Error('No rate for XYZ'), message: 'The tool failed: No rate for XYZ' },
    { what: 'an error without a message', error: new RangeError(), message: 'The tool failed: RangeError' },
    { what: 'a string', error: 'no network', message: 'The tool failed: no network' },
    { what: 'nothing', error: undefined, message: 'The tool failed: undefined' },
    { what: 'an object that has no text', error: Object.create(null), message: 'The tool failed: object' },
  ])('with $what is a result that says so', async ({ error, message }) => {
    expect(await resultOf(calls('{}'), [throwing(error)])).toEqual(failed('threw', message))
  })

  test('by a rejected promise is a result that says so', async () => {
    const rejecting = returning(Promise.reject(new Error('No rate')))
    expect(await resultOf(calls('{}'), [rejecting])).toEqual(failed('threw', 'The tool failed: No rate'))
  })

  test.each<{ what: string; output: unknown; message: unknown }>([
    { what: 'a BigInt', output: 1n, message: expect.stringContaining('BigInt') },
    { what: 'a cycle', output: cycle(), message: expect.stringContaining('circular') },
    {
      what: 'a function',
      output: () => 1,
      message: 'The tool failed: a tool returned a function, which is not JSON',
    },
    {
      what: 'a symbol',
      output: Symbol('x'),
      message: 'The tool failed: a tool returned a symbol, which is not JSON',
    },
  ])('by returning $what is a result that says so', async ({ output, message }) => {
    expect(await resultOf(calls('{}'), [returning(output)])).toEqual(failed('threw', message))
  })
})

describe('what a tool returns', () => {
  test.each<{ what: string; output: unknown; shown: string }>([
    { what: 'a string as it is', output: 'Sun', shown: 'Sun' },
    { what: 'an empty string as it is', output: '', shown: '' },
    {
      what: 'an object as its JSON',
      output: { sun: true, wind: [1, null] },
      shown: '{"sun":true,"wind":[1,null]}',
    },
    { what: 'null as its JSON', output: null, shown: 'null' },
    { what: 'zero as its JSON', output: 0, shown: '0' },
    { what: 'a date as its JSON', output: new Date(0), shown: '"1970-01-01T00:00:00.000Z"' },
    { what: 'undefined as a placeholder', output: undefined, shown: '(no output)' },
    { what: 'a promise as what it holds', output: Promise.resolve({ sun: true }), shown: '{"sun":true}' },
  ])('is shown: $what', async ({ output, shown }) => {
    expect(await resultOf(calls('{}'), [returning(output)])).toEqual({
      type: 'tool-result',
      callId: 'c1',
      name: 'convert',
      parts: [{ type: 'text', text: shown }],
      isError: false,
    })
  })

  test('as content() is several parts, files, and a failure without a reason', async () => {
    const image = {
      type: 'file',
      mediaType: 'image/png',
      source: { type: 'base64', base64: 'AA==' },
    } as const
    expect(await resultOf(calls('{}'), [returning(content([text('A map'), image]))])).toMatchObject({
      parts: [text('A map'), image],
      isError: false,
    })
    expect(await resultOf(calls('{}'), [returning(content('No such city', { isError: true }))])).toEqual({
      type: 'tool-result',
      callId: 'c1',
      name: 'convert',
      parts: [text('No such city')],
      isError: true,
    })
  })
})

describe('a tool gets', () => {
  test('its parsed input, its call id, a live signal, and a key that no other call has', async () => {
    const seen: unknown[] = []
    const keys = new Set<string>()
    const look = tool({
      name: 'look',
      description: 'Looks.',
      input: Type.Object({ at: Type.Number() }),
      execute: (input, { signal, callId, idempotencyKey }) => {
        seen.push({ input, callId, aborted: signal.aborted })
        keys.add(idempotencyKey)
      },
    })
    const step = [call('c1', 'look', { at: 1 }), call('c2', 'look', { at: 2 })]
    const { model } = recording([step, step, 'Done.'])
    await run({ model, tools: [look], messages: 'go' })
    const both = [
      { input: { at: 1 }, callId: 'c1', aborted: false },
      { input: { at: 2 }, callId: 'c2', aborted: false },
    ]
    expect(seen).toEqual([...both, ...both])
    expect(keys.size).toBe(4)
  })

  test('an input of its own: changing it changes nothing that the model said', async () => {
    const spoil = tool({
      name: 'spoil',
      description: 'Spoils.',
      input: Type.Object({ list: Type.Array(Type.Number()) }),
      execute: ({ list }) => void list.push(9),
    })
    const { model } = recording([[call('c1', 'spoil', { list: [1] })], 'Done.'])
    const { messages } = await run({ model, tools: [spoil], messages: 'go' })
    expect(messages[1]?.parts[0]).toEqual(call('c1', 'spoil', { list: [1] }))
  })
})

describe('the time of a tool', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each<{ timeoutMs?: number; toolMs?: number; ms: number }>([
    { ms: 120_000 },
    { toolMs: 50, ms: 50 },
    { timeoutMs: 20, toolMs: 50, ms: 20 },
  ])(
    'is over after $ms ms: the tool sees the abort and the model reads a timeout',
    async ({ timeoutMs, toolMs, ms }) => {
      const aborted: boolean[] = []
      const sleep = tool({
        name: 'convert',
        description: 'Sleeps.',
        input: Type.Object({}),
        ...(timeoutMs !== undefined && { timeoutMs }),
        execute: (_, { signal }) => {
          signal.addEventListener('abort', () => aborted.push(true))
          return new Promise(() => undefined)
        },
      })
      const { model } = recording([[calls('{}')], 'Done.'])
      const running = run({ model, tools: [sleep], ...(toolMs && { deadlines: { toolMs } }), messages: 'go' })
      await vi.advanceTimersByTimeAsync(ms - 1)
      expect(aborted).toEqual([])
      await vi.advanceTimersByTimeAsync(1)
      const { messages } = await running
      expect(aborted).toEqual([true])
      expect(messages[2]?.parts).toEqual([
        failed('timeout', `The tool did not finish within ${ms} ms; it may still be running.`),
      ])
    },
  )

  test.each([Infinity, 2 ** 31])('is not bounded by %d ms, which no timer can count', async (toolMs) => {
    const gate = Promise.withResolvers<string>()
    const { model } = recording([[calls('{}')], 'Done.'])
    const running = run({ model, tools: [returning(gate.promise)], deadlines: { toolMs }, messages: 'go' })
    await vi.advanceTimersByTimeAsync(1_000_000)
    gate.resolve('at last')
    expect((await running).messages[2]?.parts).toMatchObject([{ parts: [text('at last')], isError: false }])
  })

  test('leaves no timer behind, whether the tool ends, fails or is too slow', async () => {
    const slow = tool({
      name: 'slow',
      description: 'Sleeps.',
      input: Type.Object({}),
      timeoutMs: 10,
      execute: () => new Promise(() => undefined),
    })
    const throws: FunctionTool = { ...throwing(new Error('no')), name: 'throws' }
    const { model } = recording([[call('1', 'convert'), call('2', 'throws'), call('3', 'slow')], 'Done.'])
    const running = run({ model, tools: [returning('ok'), throws, slow], messages: 'go' })
    await vi.advanceTimersByTimeAsync(10)
    await running
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is not waited for: a late failure of a tool that timed out is no unhandled rejection', async () => {
    const gate = Promise.withResolvers<string>()
    const { model } = recording([[calls('{}')], 'Done.'])
    const running = run({ model, tools: [returning(gate.promise)], deadlines: { toolMs: 5 }, messages: 'go' })
    await vi.advanceTimersByTimeAsync(5)
    await running
    gate.reject(new Error('too late'))
    expect(await failureOf(gate.promise)).toEqual(new Error('too late'))
  })
})

function cycle(): object {
  const self: { me?: object } = {}
  self.me = self
  return self
}
