import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import {
  run,
  tool,
  type AssistantMessage,
  type FunctionTool,
  type Limits,
  type ToolCallPart,
} from '@dragoman/core'
import { call, recording } from './recording.ts'

describe('the same calls again and again', () => {
  test('end the run at the third time, and those do not run', async () => {
    const ran: unknown[] = []
    const { model, requests } = recording([[ask('1', 'x')], [ask('2', 'x')], [ask('3', 'x')], 'Never.'])
    const result = await run({ model, tools: [search(ran)], messages: 'go' })
    expect(result).toMatchObject({ end: 'limit', limit: 'repeats', steps: 3 })
    expect({ ran: ran.length, asked: requests.length }).toEqual({ ran: 2, asked: 3 })
    expect(result.messages.at(-1)).toMatchObject({
      role: 'tool',
      parts: [
        {
          callId: '3',
          isError: true,
          reason: 'not-run',
          parts: [{ text: 'Not run: the same calls were made again and again.' }],
        },
      ],
    })
  })

  test.each<{ what: string; steps: readonly (readonly ToolCallPart[])[]; end: string }>([
    {
      what: 'whatever the order of the calls',
      steps: [
        [ask('1', 'x'), ask('2', 'y')],
        [ask('3', 'y'), ask('4', 'x')],
        [ask('5', 'x'), ask('6', 'y')],
      ],
      end: 'limit',
    },
    {
      what: 'whatever the order and the spelling of the arguments',
      steps: [
        [raw('1', '{"text":"x","page":1}')],
        [raw('2', '{ "page": 1, "text": "x" }')],
        [raw('3', '{"page":1,"text":"\\u0078"}')],
      ],
      end: 'limit',
    },
    {
      what: 'also where the arguments are not JSON',
      steps: [[raw('1', '{"')], [raw('2', '{"')], [raw('3', '{"')]],
      end: 'limit',
    },
    {
      what: 'but not where one call is another',
      steps: [
        [ask('1', 'x'), ask('2', 'y')],
        [ask('3', 'x'), ask('4', 'z')],
        [ask('5', 'x'), ask('6', 'y')],
      ],
      end: 'done',
    },
    {
      what: 'but not where the same call stands in another number',
      steps: [[ask('1', 'x')], [ask('2', 'x'), ask('3', 'x')], [ask('4', 'x')]],
      end: 'done',
    },
    {
      what: 'but not with other calls between them',
      steps: [[ask('1', 'x')], [ask('2', 'x')], [ask('3', 'y')], [ask('4', 'x')], [ask('5', 'x')]],
      end: 'done',
    },
  ])('count $what', async ({ steps, end }) => {
    const { model } = recording([...steps, 'Done.'])
    expect(await run({ model, tools: [search()], messages: 'go' })).toMatchObject({ end })
  })

  test('count across a run that goes on', async () => {
    const tools = [{ ...search(), execute: undefined } as unknown as FunctionTool] // as one without `execute`
    const first = recording([[ask('1', 'x')]])
    let state = (await run({ model: first.model, tools, messages: 'go' })).state
    const ends = []
    for (const id of ['2', '3']) {
      const { model } = recording([[ask(id, 'x')]])
      const results = state.pending.map(({ id: callId, name }) => ({
        type: 'tool-result' as const,
        callId,
        name,
        parts: [],
        isError: false,
      }))
      const result = await run({ model, tools, state, results })
      ends.push(result.end)
      state = result.state
    }
    expect(ends).toEqual(['needs-results', 'limit'])
  })

  test('may go on where the limit says so', async () => {
    const { model } = recording([...['1', '2', '3', '4', '5'].map((id) => [ask(id, 'x')]), 'Done.'])
    expect(
      await run({ model, tools: [search()], messages: 'go', limits: { repeats: Infinity } }),
    ).toMatchObject({ end: 'done', steps: 6 })
  })
})

describe('limits.toolCalls', () => {
  test('counts the calls of an answer before any of them starts', async () => {
    const ran: unknown[] = []
    const { model } = recording([[ask('1', 'a')], [ask('2', 'b'), ask('3', 'c')]])
    const result = await run({ model, tools: [search(ran)], messages: 'go', limits: { toolCalls: 2 } })
    expect(result).toMatchObject({ end: 'limit', limit: 'toolCalls', steps: 2 })
    expect(ran).toEqual(['a'])
    expect(result.messages.at(-1)?.parts).toMatchObject([
      { callId: '2', reason: 'not-run' },
      { callId: '3', reason: 'not-run' },
    ])
  })

  test('lets as many run as it says', async () => {
    const { model } = recording([[ask('1', 'a'), ask('2', 'b')], 'Done.'])
    expect(await run({ model, tools: [search()], messages: 'go', limits: { toolCalls: 2 } })).toMatchObject({
      end: 'done',
    })
  })
})

describe('limits.tokens', () => {
  test.each<{ what: string; tokens: number; end: string; asked: number }>([
    { what: 'once they are used', tokens: 100, end: 'limit', asked: 1 },
    { what: 'only after the answer that exceeds it', tokens: 101, end: 'limit', asked: 2 },
    { what: 'not where enough is left', tokens: 201, end: 'done', asked: 3 },
  ])('ends the run $what', async ({ tokens, end, asked }) => {
    const { model, requests } = recording([using('1'), using('2'), 'Done.'])
    const result = await run({ model, tools: [search()], messages: 'go', limits: { tokens } })
    expect({ end: result.end, asked: requests.length }).toEqual({ end, asked })
  })

  test('does not count what the wire did not report', async () => {
    const { model } = recording([[ask('1', 'a')], 'Done.'])
    expect(await run({ model, tools: [search()], messages: 'go', limits: { tokens: 1 } })).toMatchObject({
      end: 'done',
    })
  })
})

test.each<{ limits: Partial<Limits>; problem: string }>([
  { limits: { repeats: 1 }, problem: 'limits.repeats is 1: give a whole number above 1.' },
  { limits: { tokens: 0 }, problem: 'limits.tokens is 0: give a whole number above 0.' },
  { limits: { toolCalls: 1.5 }, problem: 'limits.toolCalls is 1.5: give a whole number above 0.' },
  { limits: { outputRepairs: -1 }, problem: 'limits.outputRepairs is -1: give a whole number from 0.' },
  {
    limits: { turns: 1 } as Partial<Limits>, // as a program without types may say
    problem: 'limits.turns is no limit: the limits are steps, repeats, outputRepairs, toolCalls, tokens.',
  },
])('$problem', async ({ limits, problem }) => {
  const { model } = recording(['Hi.'])
  await expect(run({ model, messages: 'go', limits })).rejects.toMatchObject({
    code: 'config',
    message: problem,
  })
})

function ask(id: string, text: string): ToolCallPart {
  return call(id, 'search', { text })
}

function raw(id: string, inputText: string): ToolCallPart {
  return { ...call(id, 'search'), inputText }
}

/** An answer that calls the tool, and used 100 tokens. */
function using(text: string): AssistantMessage {
  return {
    role: 'assistant',
    parts: [ask(text, text)],
    usage: { inputTokens: 60, cacheReadTokens: 50, outputTokens: 40, reasoningTokens: 30 },
  }
}

function search(ran: unknown[] = []): FunctionTool {
  return tool({
    name: 'search',
    description: 'Searches.',
    input: Type.Object({ text: Type.String() }),
    execute: ({ text }) => void ran.push(text),
  })
}
