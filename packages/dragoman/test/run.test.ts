import { anthropic } from '@dragoman/anthropic'
import {
  DragomanError,
  scripted,
  streamRun as streamUncosted,
  tool,
  user,
  type AssistantMessage,
  type Fetch,
  type Limits,
  type Model,
  type RunState,
} from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { costOfState, run, streamRun, type ConfiguredModel } from 'dragoman'
import { Type } from 'typebox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const ping = tool({ name: 'ping', description: 'Pings.', input: Type.Object({}), execute: () => 'pong' })

const unhandled: unknown[] = []
const note = (error: unknown): unknown => unhandled.push(error)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

describe('what a run cost', () => {
  test('is the sum of its answers, as its usage is', async () => {
    const { usage, cost, end } = await run({ model: gpt([PING, HELLO]), tools: [ping], messages: 'go' })
    expect({ end, usage, cost }).toEqual({
      end: 'done',
      usage: { inputTokens: 3000, cacheReadTokens: 1024, outputTokens: 300 },
      // 1,976 at $2.50 and 1,024 at $1.25 for input, 300 at $10 for output, a million each.
      cost: {
        usd: expect.closeTo(0.00922, 9),
        inputUsd: expect.closeTo(0.00622, 9),
        outputUsd: expect.closeTo(0.003, 9),
      },
    })
  })

  test('is not what earlier answers in the given messages cost', async () => {
    const { cost } = await run({ model: gpt([HELLO]), messages: [user('Hi?'), EARLIER, user('Hello?')] })
    expect(cost?.usd).toBeCloseTo(0.00572, 9)
  })

  test('covers what the state that it went on from had cost, as its usage does', async () => {
    const model = gpt([PING, HELLO])
    const lookup = tool({ name: 'ping', description: 'Pings.', input: Type.Object({}) })
    const first = await run({ model, tools: [lookup], messages: 'go' })
    const results = first.state.pending.map(({ id, name }) => resultOf(id, name))
    const last = await run({ model, tools: [lookup], state: first.state, results })
    expect([first.cost?.usd, last.cost?.usd]).toEqual([expect.closeTo(0.0035, 9), expect.closeTo(0.00922, 9)])
  })

  test('covers the answers that were given up', async () => {
    const { state } = await run({ model: gpt([HELLO]), messages: 'Hello?' })
    const origin = { provider: 'anthropic', wire: 'anthropic.messages', model: 'claude-haiku-4-5' }
    const given = { origin, usage: { inputTokens: 1000, outputTokens: 10 } }
    expect((await costOfState({ ...state, discarded: [given] }))?.usd).toBeCloseTo(0.00572 + 0.00105, 9)
    expect(await costOfState({ ...state, discarded: [{ usage: {} }] })).toBeUndefined()
  })

  test('is read from a stream as from a whole answer, writes to an hour of cache included', async () => {
    const model = anthropic('claude-sonnet-4-6', { apiKey: 'no-key', fetch: () => Promise.resolve(STREAMED) })
    const { cost } = await streamRun({ model, messages: 'Hello?' }).result
    // 3 at $3, 337 at $3.75, 9,362 at $6, 7 at $15.
    expect(cost?.usd).toBeCloseTo(0.05754975, 9)
  })

  test('is unknown where no price list has the model', async () => {
    expect(await run({ model: scripted(['Hello.']), messages: 'Hello?' })).toMatchObject({
      text: 'Hello.',
      cost: undefined,
    })
  })

  test('is known of a run that failed, by the state of its error', async () => {
    const failing = run({ model: gpt([PING, 'broken']), tools: [ping], messages: 'go' })
    const { code, state } = await failureOf(failing)
    expect(code).toBe('bad-response')
    expect((await costOfState(state))?.usd).toBeCloseTo(0.0035, 9)
  })

  test('is unknown of a run that no model answered', async () => {
    const { state } = await failureOf(run({ model: gpt(['broken']), messages: [EARLIER, user('Hello?')] }))
    expect(await costOfState(state)).toBeUndefined()
  })
})

describe('a stream', () => {
  test('has the events of a run without cost, and the cost in the last', async () => {
    const script = (): Model =>
      scripted([[{ type: 'tool-call', id: 'c1', name: 'ping', inputText: '{}' }], 'Done.'])
    const expected = await Array.fromAsync(streamUncosted({ model: script(), tools: [ping], messages: 'go' }))
    const stream = streamRun({ model: script(), tools: [ping], messages: 'go' })
    const events = await Array.fromAsync(stream)
    expect(events.slice(0, -1)).toEqual(expected.slice(0, -1))
    expect(events.at(-1)).toEqual({ type: 'run-end', result: await stream.result })
    expect(await stream.result).toHaveProperty('cost', undefined)
  })

  test('gives the same result in its last event and beside it', async () => {
    const stream = streamRun({ model: gpt([HELLO]), messages: 'Hello?', stream: false })
    const last = (await Array.fromAsync(stream)).at(-1)
    expect(last?.type === 'run-end' && last.result).toBe(await stream.result)
    expect((await stream.result).cost?.usd).toBeCloseTo(0.00572, 9)
  })

  test('starts nothing before it is read', async () => {
    const model = scripted([
      () => {
        throw new Error('Nobody reads.')
      },
    ])
    streamRun({ model, messages: 'go' })
    await new Promise((resolve) => setImmediate(resolve))
    expect((await failureOf(streamRun({ model, messages: 'go' }).result)).message).toContain('Nobody reads.')
  })

  test('streams once', async () => {
    const stream = streamRun({ model: scripted(['Done.']), messages: 'go' })
    await stream.result
    expect(() => stream[Symbol.asyncIterator]()).toThrow('A run streams once')
  })

  test('that is left aborts the run, and its result says so', async () => {
    const stream = streamRun({ model: scripted(['Done.']), messages: 'go' })
    for await (const event of stream) if (event.type === 'text-delta') break
    expect(await failureOf(stream.result)).toMatchObject({ code: 'aborted', state: { steps: 0 } })
  })

  test('that is left while it waits for the model does not wait on', async () => {
    const model: Model = { ...scripted([]), call: () => silence() }
    const stream = streamRun({ model, messages: 'go' })
    const events = stream[Symbol.asyncIterator]()
    await events.next()
    const waiting = failureOf(events.next())
    await events.return?.()
    const codes = [await waiting, await failureOf(stream.result)].map(({ code }) => code)
    expect(codes).toEqual(['aborted', 'aborted'])
  })

  test('that fails throws where it is read, and nowhere else', async () => {
    const stream = streamRun({ model: gpt(['broken']), messages: 'go', stream: false })
    const reading = Array.fromAsync(stream)
    expect(await failureOf(reading)).toMatchObject({ code: 'bad-response', state: { added: 0 } })
  })

  test('that fails while nobody waits for its result is no unhandled rejection', async () => {
    const { result } = streamRun({ model: scripted([new Error('It broke.')]), messages: 'go' })
    await new Promise((resolve) => setImmediate(resolve))
    expect(result).toBeInstanceOf(Promise)
  })
})

describe('the configuration of a model', () => {
  const repeating = Array.from({ length: 9 }, (_, at) => [
    { type: 'tool-call', id: `c${at}`, name: 'ping', inputText: '{}' } as const,
  ])
  const stepsOf = async (limits: Partial<Limits> | undefined): Promise<number> => {
    const model: ConfiguredModel = { ...scripted(repeating), defaults: { limits: { steps: 2, repeats: 9 } } }
    return (await run({ model, tools: [ping], messages: 'go', ...(limits && { limits }) })).steps
  }

  test('limits a run', async () => {
    expect(await stepsOf(undefined)).toBe(2)
  })

  test('holds field by field where the program says nothing', async () => {
    expect(await stepsOf({ steps: 4 })).toBe(4)
    expect(await stepsOf({ outputRepairs: 0 })).toBe(2)
  })

  test('holds where the program says undefined', async () => {
    const limits = { steps: undefined } as unknown as Partial<Limits>
    expect(await stepsOf(limits)).toBe(2)
  })

  test('sets deadlines', async () => {
    const slow = tool({ ...ping, execute: () => new Promise<string>(() => undefined) })
    const model: ConfiguredModel = {
      ...scripted([...repeating.slice(0, 1), 'Done.']),
      defaults: { deadlines: { toolMs: 1 } },
    }
    const { messages } = await run({ model, tools: [slow], messages: 'go' })
    expect(messages[2]?.parts[0]).toMatchObject({ isError: true, reason: 'timeout' })
  })

  test.each([
    ['nothing', undefined],
    ['a name', 'openai:gpt-4o'],
    ['an empty object', {}],
  ])('is not asked for where the model is %s, which the run refuses in words', async (_what, model) => {
    const options = { model, messages: 'go' } as unknown as Parameters<typeof run>[0]
    expect(await failureOf(run(options))).toMatchObject({
      code: 'config',
      message: expect.stringContaining('run() needs a model'),
    })
  })
})

const EARLIER: AssistantMessage = {
  role: 'assistant',
  parts: [{ type: 'text', text: 'Hi.' }],
  origin: { provider: 'openai', wire: 'openai.chat', model: 'gpt-4o' },
  usage: { inputTokens: 1_000_000, outputTokens: 1_000_000 },
}

const PING = {
  message: {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'ping', arguments: '{}' } }],
  },
  usage: { prompt_tokens: 1000, prompt_tokens_details: { cached_tokens: 0 }, completion_tokens: 100 },
}

const HELLO = {
  message: { role: 'assistant', content: 'Hello.' },
  usage: { prompt_tokens: 2000, prompt_tokens_details: { cached_tokens: 1024 }, completion_tokens: 200 },
}

/** A model whose server gives these answers, one after the other. */
function gpt(answers: readonly (typeof PING | typeof HELLO | 'broken')[]): Model {
  let calls = 0
  const fetch: Fetch = () => Promise.resolve(Response.json(wireAnswer(answers[calls++])))
  return openai('gpt-4o', { apiKey: 'no-key', fetch })
}

function wireAnswer(answer: typeof PING | typeof HELLO | 'broken' | undefined): unknown {
  if (!answer || answer === 'broken') return { id: 'chatcmpl_1' }
  const finish = 'tool_calls' in answer.message ? 'tool_calls' : 'stop'
  const choices = [{ index: 0, message: answer.message, finish_reason: finish }]
  return {
    id: 'chatcmpl_1',
    object: 'chat.completion',
    model: 'gpt-4o-2024-08-06',
    choices,
    usage: answer.usage,
  }
}

/** The counts of the input come with the first event, those of the output with the last. */
const STREAMED = new Response(
  [
    {
      type: 'message_start',
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude-sonnet-4-6',
        content: [],
        usage: {
          input_tokens: 3,
          cache_creation_input_tokens: 9699,
          cache_read_input_tokens: 0,
          output_tokens: 1,
          cache_creation: { ephemeral_5m_input_tokens: 337, ephemeral_1h_input_tokens: 9362 },
          service_tier: 'standard',
        },
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello.' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 7 } },
    { type: 'message_stop' },
  ]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join(''),
  { headers: { 'content-type': 'text/event-stream' } },
)

function resultOf(callId: string, name: string): NonNullable<Parameters<typeof run>[0]['results']>[number] {
  return { type: 'tool-result', callId, name, parts: [{ type: 'text', text: 'pong' }], isError: false }
}

function silence(): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }
}

/** The error of a run, with its state, which every error of a run has. */
async function failureOf(failing: Promise<unknown>): Promise<DragomanError & { readonly state: RunState }> {
  const error = await failing.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!DragomanError.is(error)) throw new Error('The run did not fail with a DragomanError.')
  return error as DragomanError & { readonly state: RunState }
}
