import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import {
  DragomanError,
  run,
  tool,
  user,
  type RunResult,
  type RunState,
  type Tool,
  type ToolResultPart,
} from '@dragoman/core'
import { failureOf } from './collect.ts'
import { call, recording, text } from './recording.ts'

const ask = tool({ name: 'ask', description: 'Asks the user.', input: Type.Object({}) })
const ping = tool({ name: 'ping', description: 'Pings.', input: Type.Object({}), execute: () => 'pong' })
const tools: readonly Tool[] = [ask, ping]

describe('a run whose model calls a tool without execute', () => {
  test('ends with the calls that wait, after the others ran', async () => {
    const result = await waiting()
    const pending = [call('1', 'ask'), call('3', 'ask')]
    const usages = [{ inputTokens: 5 }]
    expect(result).toEqual({
      end: 'needs-results',
      pending,
      text: 'Let me ask.',
      messages: [user('go'), expect.objectContaining({ role: 'assistant' })],
      added: 1,
      usage: { inputTokens: 5 },
      steps: 1,
      notices: [],
      state: {
        version: 1,
        runId: expect.any(String),
        messages: result.messages,
        added: 1,
        steps: 1,
        pending,
        results: [answer('2', 'ping', 'pong')],
        usages,
      },
    })
  })

  test('goes on from its state, which survives JSON, with all results in call order', async () => {
    const state: RunState = JSON.parse(JSON.stringify((await waiting()).state))
    const { model, requests } = recording([
      { role: 'assistant', parts: [text('Thanks.')], usage: { inputTokens: 8 } },
    ])
    const results = [answer('3', 'ask', 'no'), answer('1', 'ask', 'yes')]
    const result = await run({ model, tools, toolChoice: 'required', state, results })
    expect(result).toMatchObject({
      end: 'done',
      text: 'Thanks.',
      added: 3,
      steps: 2,
      usage: { inputTokens: 13 },
    })
    expect(result.state.runId).toBe(state.runId)
    expect(result.messages.slice(0, 3)).toEqual([
      ...state.messages,
      {
        role: 'tool',
        parts: [answer('1', 'ask', 'yes'), answer('2', 'ping', 'pong'), answer('3', 'ask', 'no')],
      },
    ])
    expect(requests[0]).toMatchObject({ messages: result.messages.slice(0, 3), toolChoice: 'auto' })
  })

  test('checks the arguments all the same, and answers bad ones itself', async () => {
    const strict = tool({ name: 'ask', description: 'Asks.', input: Type.Object({ about: Type.String() }) })
    const { model } = recording([[call('1', 'ask', {})], 'Sorry.'])
    const result = await run({ model, tools: [strict], messages: 'go' })
    expect(result).toMatchObject({ end: 'done', text: 'Sorry.' })
    expect(result.messages[2]?.parts).toMatchObject([{ callId: '1', isError: true, reason: 'bad-input' }])
  })
})

describe('results that do not answer the pending calls', () => {
  test.each<{ what: string; results?: ToolResultPart[]; message: string }>([
    { what: 'all missing', message: 'Give exactly one result for each pending call: check "1", "3".' },
    {
      what: 'one missing',
      results: [answer('1', 'ask', 'yes')],
      message: 'Give exactly one result for each pending call: check "3".',
    },
    {
      what: 'one twice',
      results: [answer('1', 'ask', 'yes'), answer('1', 'ask', 'no'), answer('3', 'ask', 'yes')],
      message: 'Give exactly one result for each pending call: check "1".',
    },
    {
      what: 'one for a call that has its result',
      results: [answer('1', 'ask', 'yes'), answer('2', 'ping', 'pong'), answer('3', 'ask', 'yes')],
      message: 'results answer "2", but the state waits for "1", "3".',
    },
    {
      what: 'one for an unknown call',
      results: [answer('9', 'ask', 'yes')],
      message: 'results answer "9", but the state waits for "1", "3".',
    },
  ])('$what: a config error before anything is sent', async ({ results, message }) => {
    const { state } = await waiting()
    const { model, requests } = recording(['never'])
    const error = await failureOf(run({ model, tools, state, ...(results && { results }) }))
    expect(error).toEqual(new DragomanError('config', message))
    expect(requests).toEqual([])
  })

  test('results for a state that waits for none are a config error', async () => {
    const { state } = await run({ model: recording(['Hi']).model, messages: 'go' })
    const error = await failureOf(
      run({ model: recording([]).model, state, results: [answer('1', 'ask', 'yes')] }),
    )
    expect(error).toEqual(new DragomanError('config', 'results answer "1", but the state waits for none.'))
  })
})

describe('a state', () => {
  test('of another version is a config error', async () => {
    const { state } = await waiting()
    const later = { ...state, version: 2 } as unknown as RunState // what a later release may have written
    expect(await failureOf(run({ model: recording([]).model, state: later }))).toEqual(
      new DragomanError('config', 'state has version 2; this core reads version 1.'),
    )
  })

  test.each(['messages', 'pending', 'results', 'usages'])(
    'without its %s is a config error',
    async (field) => {
      const { state } = await waiting()
      const broken = { ...state, [field]: null } as unknown as RunState // what a store may have lost
      expect(await failureOf(run({ model: recording([]).model, state: broken }))).toEqual(
        new DragomanError(
          'config',
          `state has no list of ${field}: give the state of a result or an error as it was.`,
        ),
      )
    },
  )

  test('whose discarded answers are no list is a config error', async () => {
    const { state } = await waiting()
    const broken = { ...state, discarded: 'none' } as unknown as RunState // what a store may have made of it
    expect(await failureOf(run({ model: recording([]).model, state: broken }))).toEqual(
      new DragomanError(
        'config',
        'state.discarded is no list: give the state of a result or an error as it was.',
      ),
    )
  })

  test('of a run at its step limit goes on under a higher one, and counts on', async () => {
    const { model } = recording([[call('1', 'ping')], [call('2', 'ping')], 'Done.'])
    const limited = await run({ model, tools, limits: { steps: 1 }, messages: 'go' })
    expect(await run({ model, tools, limits: { steps: 1 }, state: limited.state })).toMatchObject({
      end: 'limit',
      steps: 1,
    })
    const result = await run({ model, tools, state: limited.state })
    expect(result).toMatchObject({ end: 'done', text: 'Done.', steps: 3, added: 5 })
  })

  test('is not changed by the run that goes on from it', async () => {
    const { state } = await waiting()
    const before = JSON.stringify(state)
    const results = [answer('1', 'ask', 'yes'), answer('3', 'ask', 'no')]
    await run({ model: recording(['Thanks.']).model, tools, state, results })
    expect(JSON.stringify(state)).toBe(before)
  })
})

function waiting(): Promise<RunResult> {
  const parts = [text('Let me ask.'), call('1', 'ask'), call('2', 'ping'), call('3', 'ask')]
  const { model } = recording([{ role: 'assistant', parts, usage: { inputTokens: 5 } }])
  return run({ model, tools, messages: 'go' })
}

function answer(callId: string, name: string, value: string): ToolResultPart {
  return { type: 'tool-result', callId, name, parts: [{ type: 'text', text: value }], isError: false }
}
