import { anthropic } from '@dragoman/anthropic'
import { speakerOf, speakers, type Answer, type SpokenWire } from '@dragoman/conformance/speak'
import {
  assemble,
  isJsonObject,
  json,
  run,
  tool,
  type AssistantMessage,
  type Fetch,
  type JsonObject,
  type Model,
  type StopReason,
  type StreamEvent,
} from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { describe, expect, it } from 'vitest'

const MODELS: Readonly<Record<SpokenWire, (fetch: Fetch) => Model>> = {
  'openai.chat': (fetch) => openai.chat('gpt-5.4-mini', { apiKey: 'key', fetch }),
  'openai.responses': (fetch) => openai.responses('gpt-5.4-mini', { apiKey: 'key', fetch }),
  'anthropic.messages': (fetch) => anthropic('claude-haiku-5-5', { apiKey: 'key', fetch }),
}

const CALLING: Answer = {
  id: 'answer-1',
  model: 'served-model',
  parts: [
    { type: 'reasoning', text: 'Two cities: I ask twice. 🤔' },
    { type: 'text', text: 'Grüße aus 東京 — I ask.' },
    { type: 'tool-call', id: 'call_A', name: 'weather', inputText: '{"city":"Zürich 🏔"}' },
    { type: 'tool-call', id: 'call_B', name: 'weather', inputText: '{"city":"Paris"}' },
  ],
}

const WEATHER = tool({
  name: 'weather',
  description: 'Tells the weather.',
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  execute: () => 'sunny',
})

describe.each(speakers.map(({ wire }) => ({ wire })))('on $wire', ({ wire }) => {
  const speaker = speakerOf(wire)

  it.each([false, true])('the adapter reads what the speaker says, streamed: %s', async (stream) => {
    const message = await ask(wire, CALLING, stream)
    expect({ ...plain(message), usage: { ...message.usage, raw: undefined } }).toEqual({
      parts: CALLING.parts,
      reason: 'tool-calls',
      servedModel: 'served-model',
      responseId: 'answer-1',
      usage: {
        inputTokens: 96,
        cacheReadTokens: 32,
        cacheWriteTokens: 0,
        outputTokens: 40,
        reasoningTokens: 8,
        raw: undefined,
      },
    })
  })

  it.each([false, true])('letters of one each say the same, streamed: %s', async (stream) => {
    expect(plain(await ask(wire, CALLING, stream, 1))).toEqual(plain(await ask(wire, CALLING, stream)))
  })

  it.each(stopsOf(wire))('the stop reason $given is read as $read', async ({ given, read }) => {
    const answer: Answer = { parts: [{ type: 'text', text: 'Half' }], stop: given }
    const stops = [await ask(wire, answer, false), await ask(wire, answer, true)].map(
      ({ stop }) => stop?.reason,
    )
    expect(stops).toEqual([read, read])
  })

  it.each([false, true])('an answer without usage reports none, streamed: %s', async (stream) => {
    const { usage } = await ask(wire, { parts: [{ type: 'text', text: 'Hello' }], usage: {} }, stream)
    expect(usage).toEqual({})
  })

  it('an error body is the error that the provider means', async () => {
    const expected = { 401: 'auth', 429: 'rate-limit', 500: 'server', 503: 'overloaded' }
    for (const [status, code] of Object.entries(expected)) {
      const body = speaker.error(Number(status), speaker.errorType(Number(status)), 'It went wrong.')
      const failing = answerWith(JSON.stringify(body), 'application/json', Number(status))
      await expect(collect(MODELS[wire](failing), false)).rejects.toMatchObject({
        code,
        status: Number(status),
      })
    }
  })

  it('an error in a stream is thrown, with what came before it', async () => {
    const [first = '', ...rest] = speaker.frames({ parts: [{ type: 'text', text: 'Hello there' }] })
    const broken = [first, ...rest.slice(0, -4), speaker.inBandError(speaker.errorType(500), 'It broke.')]
    const failing = answerWith(broken.join(''), 'text/event-stream')
    await expect(collect(MODELS[wire](failing), true)).rejects.toMatchObject({
      code: 'server',
      message: expect.stringContaining('It broke.'),
    })
  })

  it('keep-alives change nothing', async () => {
    const frames = speaker.frames(CALLING).flatMap((frame) => [frame, speaker.keepAlive])
    const message = assemble(
      await collect(MODELS[wire](answerWith(frames.join(''), 'text/event-stream')), true),
    )
    expect(plain(message)).toEqual(plain(await ask(wire, CALLING, true)))
  })

  it.each([false, true])('a run is answered turn by turn, streamed: %s', async (stream) => {
    const script: readonly Answer[] = [
      CALLING,
      { parts: [{ type: 'tool-call', id: 'call_C', name: 'weather', inputText: '{"city":"Oslo"}' }] },
      { parts: [{ type: 'text', text: 'Sunny everywhere.' }] },
    ]
    const read: unknown[] = []
    const model = MODELS[wire](async (url, init) => {
      const body = requestIn(init)
      const turn = speaker.turn(body)
      const path = new URL(url instanceof Request ? url.url : url).pathname
      read.push({ path, turn, isStream: speaker.isStream(body), answered: speaker.answeredCalls(body) })
      return respond(wire, script[turn] ?? { parts: [] }, stream)
    })
    const result = await run({ model, tools: [WEATHER], messages: 'How is the weather?', stream })
    const path = speaker.basePath + speaker.path
    expect(result.text).toBe('Sunny everywhere.')
    expect(read).toEqual([
      { path, turn: 0, isStream: stream, answered: [] },
      { path, turn: 1, isStream: stream, answered: ['call_A', 'call_B'] },
      { path, turn: 2, isStream: stream, answered: ['call_A', 'call_B', 'call_C'] },
    ])
  })
})

/** What each wire has a word for. */
function stopsOf(wire: SpokenWire): readonly { readonly given: StopReason; readonly read: StopReason }[] {
  const changed: Readonly<Record<SpokenWire, Readonly<Partial<Record<StopReason, StopReason>>>>> = {
    'openai.chat': { pause: 'stop' },
    'openai.responses': { pause: 'stop', 'context-full': 'length' },
    'anthropic.messages': { filtered: 'refusal' },
  }
  const all: readonly StopReason[] = [
    'stop',
    'length',
    'context-full',
    'pause',
    'refusal',
    'filtered',
    'other',
  ]
  return all.map((given) => ({ given, read: changed[wire][given] ?? given }))
}

async function ask(
  wire: SpokenWire,
  answer: Answer,
  stream: boolean,
  letters?: number,
): Promise<AssistantMessage> {
  return assemble(
    await collect(
      MODELS[wire](async () => respond(wire, answer, stream, letters)),
      stream,
    ),
  )
}

function respond(wire: SpokenWire, answer: Answer, stream: boolean, letters?: number): Response {
  const speaker = speakerOf(wire)
  const body = stream ? speaker.frames(answer, letters).join('') : JSON.stringify(speaker.whole(answer))
  return responseOf(body, stream ? 'text/event-stream' : 'application/json')
}

function answerWith(body: string, type: string, status = 200): Fetch {
  return async () => responseOf(body, type, status)
}

function responseOf(body: string, type: string, status = 200): Response {
  return new Response(body, { status, headers: { 'content-type': type } })
}

async function collect(model: Model, stream: boolean): Promise<StreamEvent[]> {
  const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Hello' }] }]
  const request = { messages, tools: [WEATHER], toolChoice: 'auto' as const, settings: {} }
  return Array.fromAsync(model.call(request, { stream }))
}

function plain({ parts, stop, origin }: AssistantMessage): object {
  return {
    parts: parts.map(({ replay: _replay, ...part }) => part),
    reason: stop?.reason,
    servedModel: origin?.servedModel,
    responseId: origin?.responseId,
  }
}

function requestIn(init: RequestInit | undefined): JsonObject {
  const body = typeof init?.body === 'string' ? json(JSON.parse(init.body)) : {}
  return isJsonObject(body) ? body : {}
}
