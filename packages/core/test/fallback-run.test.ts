import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import {
  fallback,
  run,
  streamRun,
  tool,
  user,
  type AssistantMessage,
  type AssistantPart,
  type JsonValue,
  type Model,
  type RunState,
  type Usage,
  type WireEvent,
} from '@dragoman/core'
import { collect, failureOf } from './collect.ts'
import { broken, changeOf, ended, failure, named } from './fallback-models.ts'
import { call, text } from './recording.ts'

const REFUSED: Usage = { inputTokens: 10, outputTokens: 1 }
const SAID: Usage = { inputTokens: 5, outputTokens: 2 }
const ORIGIN = { provider: 'scripted', wire: 'scripted', model: 'a' }
const BEGUN: readonly WireEvent[] = [
  { type: 'message-start' },
  { type: 'part-start', index: 0, part: text('H') },
]

describe('a run on a fallback', () => {
  test('goes on with the next model in the middle of the conversation, whose reasoning stays its own', async () => {
    const a = named('a', [
      [{ type: 'reasoning', text: 'Hm', replay: 's' }, call('1', 'ping')],
      failure('server'),
    ])
    const b = named('b', ['Done.'])
    const result = await run({ model: fallback([a.model, b.model]), tools: [pinging([])], messages: 'go' })
    expect(result).toMatchObject({ end: 'done', text: 'Done.', steps: 2, notices: [changeOf('a', 'b')] })
    expect(b.requests).toEqual([a.requests[1]])
    expect(
      result.messages.flatMap((message) => ('origin' in message ? [message.origin?.model] : [])),
    ).toEqual(['a', 'b'])
  })

  test('runs no call of an answer that was discarded midway, and says no word of it', async () => {
    const ran: JsonValue[] = []
    const begun: readonly WireEvent[] = [
      { type: 'message-start' },
      { type: 'part-start', index: 0, part: text('I ') },
      { type: 'text-delta', index: 0, text: 'pay' },
      { type: 'part-end', index: 0 },
      { type: 'part-start', index: 1, part: call('1', 'ping', { from: 'a' }) },
      { type: 'part-end', index: 1 },
    ]
    const b = named('b', [[text('Once.'), call('1', 'ping', { from: 'b' })], 'Done.'])
    const model = fallback([broken('broken', begun, failure('network')), b.model], { restart: true })
    const stream = streamRun({ model, tools: [pinging(ran)], messages: 'go' })
    const events = await collect(stream)
    const result = await stream.result
    expect(ran).toEqual([{ from: 'b' }])
    expect(result).toMatchObject({ end: 'done', text: 'Done.', steps: 2 })
    expect(result.messages[1]?.parts).toEqual([text('Once.'), call('1', 'ping', { from: 'b' })])
    expect(events.filter(({ type }) => type === 'attempt-discarded')).toHaveLength(1)
    expect(result.state.discarded).toEqual([{ origin: { ...ORIGIN, model: 'broken' }, usage: {} }])
    expect(result.usage).toEqual({})
  })

  test('counts what an answer used that was given up, by its model, and as no step', async () => {
    const { state, ...result } = await refused()
    expect(result).toMatchObject({
      end: 'done',
      steps: 1,
      added: 1,
      usage: { inputTokens: 15, outputTokens: 3 },
    })
    expect(state).toMatchObject({
      usages: [REFUSED, SAID],
      discarded: [{ origin: ORIGIN, usage: REFUSED }],
    })
  })

  test('knows no tokens where an answer that was given up told none', async () => {
    const half = broken('broken', BEGUN, failure('network'))
    const model = fallback([half, named('b', [answer('Hi', SAID)]).model], { restart: true })
    const { result } = streamRun({ model, messages: 'go' })
    expect(await result).toMatchObject({ text: 'Hi', usage: {}, state: { usages: [{}, SAID] } })
  })

  test('keeps each of them in their order', async () => {
    const models = ['a', 'b'].map((id) => named(id, [ended('refusal', REFUSED)]).model)
    const model = fallback([...models, named('c', ['Hi']).model], { on: { refusal: true } })
    expect((await run({ model, messages: 'go' })).state.discarded).toEqual([
      { origin: ORIGIN, usage: REFUSED },
      { origin: { ...ORIGIN, model: 'b' }, usage: REFUSED },
    ])
  })

  test('finds out itself who had answered, where a discarded answer does not say', async () => {
    const a = broken('a', BEGUN)
    const model: Model = {
      ...a,
      async *call(request, options) {
        yield* a.call(request, options)
        yield { type: 'attempt-discarded', attempt: 1, code: 'network', usage: REFUSED }
        yield* named('b', ['Hi']).model.call(request, options)
      },
    }
    expect((await run({ model, messages: 'go' })).state.discarded).toEqual([
      { origin: ORIGIN, usage: REFUSED },
    ])
  })

  test('meets its limit of tokens by them', async () => {
    const a = named('a', [ended('refusal', { inputTokens: 100, outputTokens: 0 })])
    const model = fallback([a.model, named('b', [[call('1', 'ping')]]).model], { on: { refusal: true } })
    const result = await run({ model, tools: [pinging([])], messages: 'go', limits: { tokens: 100 } })
    expect(result).toMatchObject({ end: 'limit', limit: 'tokens', steps: 1 })
  })

  test('that fails keeps what was used until then', async () => {
    const models = [named('a', [ended('refusal', REFUSED)]).model, named('b', [failure('auth')]).model]
    const error = await failureOf(run({ model: fallback(models, { on: { refusal: true } }), messages: 'go' }))
    expect(error).toMatchObject({
      code: 'auth',
      attempts: 2,
      state: { steps: 0, usages: [REFUSED], discarded: [{ origin: ORIGIN, usage: REFUSED }] },
    })
  })

  test('goes on from its state, which survives JSON, and counts on', async () => {
    const { state } = await refused()
    const kept: RunState = JSON.parse(JSON.stringify(state))
    const { model } = named('a', [answer('Again.', SAID)])
    const next = { ...kept, messages: [...kept.messages, user('more')] }
    expect(await run({ model, state: next })).toMatchObject({
      usage: { inputTokens: 20, outputTokens: 5 },
      state: { usages: [REFUSED, SAID, SAID], discarded: kept.discarded },
    })
  })

  test('has no list of discarded answers where there are none', async () => {
    const { state } = await run({ model: fallback([named('a', ['Hi']).model]), messages: 'go' })
    expect(state).not.toHaveProperty('discarded')
  })

  test('asks for the output anew, where the next model answers', async () => {
    const [a, b] = [named('a', ['no', failure('server')]), named('b', ['{"city":"Lisbon"}'])]
    const output = Type.Object({ city: Type.String() })
    const result = await run({ model: fallback([a.model, b.model]), output, messages: 'go' })
    expect(result).toMatchObject({ end: 'done', output: { city: 'Lisbon' } })
  })
})

function pinging(ran: JsonValue[]) {
  return tool({
    name: 'ping',
    description: 'Pings.',
    input: Type.Object({ from: Type.Optional(Type.String()) }),
    execute: (input) => (ran.push(input), 'pong'),
  })
}

/** A run whose first model refused. */
function refused() {
  const models = [named('a', [ended('refusal', REFUSED)]).model, named('b', [answer('Hi', SAID)]).model]
  return run({ model: fallback(models, { on: { refusal: true } }), messages: 'go' })
}

function answer(said: string, usage: Usage): AssistantMessage {
  const parts: readonly AssistantPart[] = [text(said)]
  return { role: 'assistant', parts, usage }
}
