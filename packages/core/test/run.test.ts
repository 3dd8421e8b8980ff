import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import {
  assistant,
  run,
  system,
  tool,
  user,
  type AssistantMessage,
  type Message,
  type RunResult,
  type StopReason,
  type ToolChoice,
  type Usage,
} from '@dragoman/core'
import { freeze } from './freeze.ts'
import { call, recording, text } from './recording.ts'

const weather = tool({
  name: 'weather',
  description: 'Tells the weather in a city.',
  input: Type.Object({ city: Type.String() }),
  execute: ({ city }) => `Sun in ${city}`,
})

const SCRIPTED = { provider: 'scripted', wire: 'scripted', model: 'scripted' }

describe('a run', () => {
  test('ends with the answer of a model that calls no tool', async () => {
    const { model, requests } = recording(['Hello.'])
    const result = await run({ model, messages: 'Hi' })
    const answer = {
      ...assistant('Hello.'),
      stop: { reason: 'stop', raw: null },
      usage: {},
      origin: SCRIPTED,
    }
    const messages = [user('Hi'), answer]
    expect(result).toEqual({
      end: 'done',
      text: 'Hello.',
      messages,
      added: 1,
      usage: {},
      steps: 1,
      notices: [],
      state: {
        version: 1,
        runId: expect.any(String),
        messages,
        added: 1,
        steps: 1,
        pending: [],
        results: [],
        usages: [{}],
      },
    })
    expect(requests).toEqual([{ messages: [user('Hi')], tools: [], toolChoice: 'auto', settings: {} }])
  })

  test('runs the tool that the model calls and shows it the result', async () => {
    const { model, requests } = recording([[call('c1', 'weather', { city: 'Oslo' })], 'It is sunny.'])
    const result = await run({ model, tools: [weather], messages: 'Weather in Oslo?' })
    const answered = {
      role: 'tool',
      parts: [
        { type: 'tool-result', callId: 'c1', name: 'weather', parts: [text('Sun in Oslo')], isError: false },
      ],
    }
    expect({ end: result.end, text: result.text, steps: result.steps, added: result.added }).toEqual({
      end: 'done',
      text: 'It is sunny.',
      steps: 2,
      added: 3,
    })
    expect(result.messages[2]).toEqual(answered)
    expect(requests[1]?.messages).toEqual(result.messages.slice(0, 3))
  })

  test('tells the model about a tool without what only the program needs', async () => {
    const { model, requests } = recording(['ok'])
    const declared = tool({
      name: 'slow',
      description: 'Waits.',
      input: Type.Object({}),
      strict: true,
      timeoutMs: 5,
      cache: { ttl: 'long' },
      execute: () => 'done',
    })
    await run({ model, tools: [declared], messages: 'go' })
    expect(requests[0]?.tools).toEqual([
      {
        type: 'function',
        name: 'slow',
        description: 'Waits.',
        input: { type: 'object', properties: {} },
        strict: true,
        cache: { ttl: 'long' },
      },
    ])
  })

  test('keeps the given messages as given, and the system text out of them', async () => {
    const given: readonly Message[] = freeze([
      system('Be kind.'),
      user('Hi'),
      assistant('Hello.'),
      user('Weather?'),
    ])
    const { model, requests } = recording([[call('c1', 'weather', { city: 'Rome' })], 'Sunny.'])
    const result = await run({ model, system: 'Be short.', tools: [weather], messages: given })
    expect(given.every((message, at) => result.messages[at] === message)).toBe(true)
    expect(result.messages.slice(given.length).map((message) => message.role)).toEqual([
      'assistant',
      'tool',
      'assistant',
    ])
    expect(requests.map(({ messages }) => messages[0])).toEqual([system('Be short.'), system('Be short.')])
  })

  test('passes parallelToolCalls and settings to every step, and leaves parallelToolCalls out where it is not given', async () => {
    const replies = [[call('c1', 'weather', { city: 'Rome' })], 'Sunny.']
    for (const parallelToolCalls of [true, false]) {
      const { model, requests } = recording(replies)
      await run({ model, tools: [weather], parallelToolCalls, settings: { seed: 7 }, messages: 'go' })
      expect(requests.map(({ parallelToolCalls: asked, settings }) => ({ asked, settings }))).toEqual([
        { asked: parallelToolCalls, settings: { seed: 7 } },
        { asked: parallelToolCalls, settings: { seed: 7 } },
      ])
    }
    const { model, requests } = recording(replies)
    await run({ model, tools: [weather], messages: 'go' })
    expect(requests.some((request) => 'parallelToolCalls' in request)).toBe(false)
  })

  test.each<{ toolChoice: ToolChoice; asked: ToolChoice[] }>([
    { toolChoice: 'auto', asked: ['auto', 'auto', 'auto'] },
    { toolChoice: 'none', asked: ['none', 'none', 'none'] },
    { toolChoice: 'required', asked: ['required', 'auto', 'auto'] },
    { toolChoice: { tool: 'weather' }, asked: [{ tool: 'weather' }, 'auto', 'auto'] },
  ])(
    'asks with $toolChoice as $asked: a forced choice holds for the first step only',
    async ({ toolChoice, asked }) => {
      const again = (id: string) => [call(id, 'weather', { city: 'Rome' })]
      const { model, requests } = recording([again('c1'), again('c2'), 'Sunny.'])
      await run({ model, tools: [weather], toolChoice, messages: 'go' })
      expect(requests.map((request) => request.toolChoice)).toEqual(asked)
    },
  )

  test('ends at the step limit with every call answered', async () => {
    const { model } = recording(['a', 'b', 'c'].map((id) => [call(id, 'weather', { city: 'Rome' })]))
    const result = await run({ model, tools: [weather], limits: { steps: 2 }, messages: 'go' })
    expect(result).toMatchObject({ end: 'limit', limit: 'steps', steps: 2, text: '' })
    expect(result.messages.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
    ])
  })

  test('goes on after a pause with the paused answer in the history', async () => {
    const paused: AssistantMessage = {
      ...assistant('Searching'),
      stop: { reason: 'pause', raw: 'pause_turn' },
    }
    const { model, requests } = recording([paused, 'Found.'])
    const result = await run({ model, messages: 'Search' })
    expect({ end: result.end, text: result.text, steps: result.steps }).toEqual({
      end: 'done',
      text: 'Found.',
      steps: 2,
    })
    expect(requests[1]?.messages).toEqual(result.messages.slice(0, 2))
  })
})

describe('an ending without calls', () => {
  test.each<{ reason: StopReason; end: RunResult['end'] }>([
    { reason: 'stop', end: 'done' },
    { reason: 'tool-calls', end: 'done' },
    { reason: 'length', end: 'length' },
    { reason: 'context-full', end: 'context-full' },
    { reason: 'refusal', end: 'refusal' },
    { reason: 'filtered', end: 'filtered' },
    { reason: 'other', end: 'other' },
  ])('$reason is $end', async ({ reason, end }) => {
    const { model } = recording([{ ...assistant('So far'), stop: { reason, raw: 'word' } }])
    expect(await run({ model, messages: 'go' })).toMatchObject({ end, text: 'So far', steps: 1, added: 1 })
  })
})

describe('an ending with calls', () => {
  test.each<StopReason>(['length', 'context-full', 'refusal', 'filtered'])(
    '%s runs none of them, answers each, and is the end of the run',
    async (reason) => {
      let executions = 0
      const counting = tool({
        name: 'count',
        description: 'Counts.',
        input: Type.Object({}),
        execute: () => void executions++,
      })
      const parts = [text('So far'), call('c1', 'count'), call('c2', 'count')]
      const { model } = recording([{ role: 'assistant', parts, stop: { reason, raw: 'word' } }])
      const result = await run({ model, tools: [counting], messages: 'go' })
      const answer = (callId: string) => ({
        type: 'tool-result',
        callId,
        name: 'count',
        parts: [text(`Not run: the answer ended with "${reason}", so this call may be incomplete.`)],
        isError: true,
        reason: 'not-run',
      })
      expect({ end: result.end, executions, last: result.messages.at(-1) }).toEqual({
        end: reason,
        executions: 0,
        last: { role: 'tool', parts: [answer('c1'), answer('c2')] },
      })
    },
  )

  test('pause answers them without running them, and the run goes on', async () => {
    const parts = [call('c1', 'weather', { city: 'Rome' })]
    const { model } = recording([
      { role: 'assistant', parts, stop: { reason: 'pause', raw: 'pause_turn' } },
      'Done.',
    ])
    const result = await run({ model, tools: [weather], messages: 'go' })
    expect(result).toMatchObject({ end: 'done', text: 'Done.', steps: 2 })
    expect(result.messages[2]).toMatchObject({ role: 'tool', parts: [{ callId: 'c1', reason: 'not-run' }] })
  })

  test.each<StopReason>(['tool-calls', 'stop', 'other'])(
    '%s runs them, because servers say it beside calls',
    async (reason) => {
      const parts = [call('c1', 'weather', { city: 'Rome' })]
      const { model } = recording([{ role: 'assistant', parts, stop: { reason, raw: 'word' } }, 'Sunny.'])
      const result = await run({ model, tools: [weather], messages: 'go' })
      expect(result).toMatchObject({ end: 'done', text: 'Sunny.', steps: 2 })
    },
  )
})

describe('the usage of a run', () => {
  test('sums its steps, and a field is missing where any step lacks it', async () => {
    const spoken = (usage: Usage, parts: AssistantMessage['parts']): AssistantMessage => ({
      role: 'assistant',
      parts,
      usage,
    })
    const { model } = recording([
      spoken({ inputTokens: 10, cacheReadTokens: 4, outputTokens: 3, raw: { total: 13 } }, [
        call('c1', 'weather', { city: 'Rome' }),
      ]),
      spoken({ inputTokens: 20, outputTokens: 0, reasoningTokens: 0 }, [text('Sunny.')]),
    ])
    const result = await run({ model, tools: [weather], messages: 'go' })
    expect(result.usage).toStrictEqual({ inputTokens: 30, outputTokens: 3 })
  })
})
