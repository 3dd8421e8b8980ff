import { Type } from '@sinclair/typebox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  DragomanError,
  run,
  scripted,
  streamRun,
  tool,
  type CallOptions,
  type Model,
  type RunEvent,
  type StreamEvent,
} from '@dragoman/core'
import { collect, failureOf } from './collect.ts'
import { call, recording, text } from './recording.ts'

const LEFT = new DragomanError('aborted', 'The run was left before it ended.')
const ORIGIN = { provider: 'scripted', wire: 'scripted', model: 'scripted' }
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

describe('the events of a run', () => {
  test('come in the order of what happens', async () => {
    const { model } = recording([[text('Hm'), call('c1', 'ping')], 'Done.'])
    const stream = streamRun({ model, tools: [ping], messages: 'go' })
    const events = await collect(stream)
    const result = await stream.result
    const [, asked, answered, said] = result.messages
    const expected: unknown[] = [
      { type: 'step-start', step: 1 },
      { type: 'message-start', origin: ORIGIN },
      { type: 'part-start', index: 0, part: text('') },
      { type: 'text-delta', index: 0, text: 'Hm' },
      { type: 'part-end', index: 0 },
      { type: 'part-start', index: 1, part: { ...call('c1', 'ping'), inputText: '' } },
      { type: 'input-delta', index: 1, text: '{}' },
      { type: 'part-end', index: 1 },
      { type: 'message-end', stop: { reason: 'tool-calls', raw: null }, usage: {} },
      { type: 'tool-start', call: call('c1', 'ping'), input: {} },
      { type: 'tool-end', result: answered?.parts[0] },
      { type: 'step-end', step: 1, message: asked },
      { type: 'step-start', step: 2 },
      { type: 'message-start', origin: ORIGIN },
      { type: 'part-start', index: 0, part: text('') },
      { type: 'text-delta', index: 0, text: 'Done.' },
      { type: 'part-end', index: 0 },
      { type: 'message-end', stop: { reason: 'stop', raw: null }, usage: {} },
      { type: 'step-end', step: 2, message: said },
      { type: 'run-end', result },
    ]
    expect(events).toEqual(expected)
  })

  test('carry the notices of the model and of the loop, which the result lists too', async () => {
    const dropped = { code: 'x', path: 'settings.seed', action: 'dropped' } as const
    const { model } = recording([
      [
        { type: 'notice', notice: dropped },
        { type: 'message-start' },
        { type: 'part-start', index: 0, part: call('', 'ping') },
        { type: 'part-end', index: 0 },
        { type: 'message-end', stop: { reason: 'tool-calls', raw: null }, usage: {} },
      ],
      'Done.',
    ])
    const stream = streamRun({ model, tools: [ping], messages: 'go' })
    const events = await collect(stream)
    const noticed = events.flatMap((event) => (event.type === 'notice' ? [event.notice] : []))
    const named = { code: 'call-id', path: 'parts[0]', action: 'synthesized', from: '', to: 'call_1_0' }
    expect(noticed).toEqual([dropped, named])
    expect((await stream.result).notices).toEqual(noticed)
  })
})

describe('how the wire is asked', () => {
  test.each([
    { start: 'run', options: {}, stream: false },
    { start: 'run', options: { stream: true }, stream: true },
    { start: 'streamRun', options: {}, stream: true },
    { start: 'streamRun', options: { stream: false }, stream: false },
  ])('$start with $options asks for a stream: $stream', async ({ start, options, stream }) => {
    const asked: (CallOptions | undefined)[] = []
    const model: Model = {
      ...scripted([]),
      call: (request, callOptions) => {
        asked.push(callOptions)
        return scripted(['Hi']).call(request)
      },
    }
    const given = { model, messages: 'go', fit: 'strict', ...options } as const
    await (start === 'run' ? run(given) : streamRun(given).result)
    expect(asked).toEqual([{ stream, fit: 'strict', signal: expect.any(AbortSignal) }])
  })
})

describe('leaving the iteration', () => {
  test('during an answer releases the model and rejects the result', async () => {
    const { model, left } = endless()
    const stream = streamRun({ model, messages: 'go' })
    for await (const event of stream) if (event.type === 'text-delta') break
    expect(left).toEqual(['aborted', 'returned'])
    expect(await failureOf(stream.result)).toEqual(LEFT)
  })

  test('during a tool aborts it, without waiting for it', async () => {
    const reasons: unknown[] = []
    const stubborn = tool({
      name: 'stubborn',
      description: 'Never ends.',
      input: Type.Object({}),
      execute: (_, { signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.aborted))
        return new Promise(() => undefined)
      },
    })
    const stream = streamRun({
      model: recording([[call('1', 'stubborn')]]).model,
      tools: [stubborn],
      messages: 'go',
    })
    for await (const event of stream) if (event.type === 'tool-start') break
    expect(reasons).toEqual([true])
    const error = await failureOf(stream.result)
    expect(error).toEqual(LEFT)
    expect(error).toMatchObject({
      state: {
        steps: 1,
        messages: [{ role: 'user' }, { role: 'assistant' }, { parts: [{ callId: '1', reason: 'aborted' }] }],
      },
    })
  })

  test('while the next event is awaited aborts the model call', async () => {
    const { model, left } = endless()
    const stream = streamRun({ model, messages: 'go' })
    const iterator = stream[Symbol.asyncIterator]()
    for (const _ of ['step-start', 'message-start', 'part-start', 'text-delta']) await iterator.next()
    const next = iterator.next()
    const returned = iterator.return?.()
    expect(await failureOf(next)).toMatchObject({ code: 'aborted' })
    expect(await returned).toEqual({ done: true, value: undefined })
    expect(left).toEqual(['aborted', 'returned'])
    expect(await failureOf(stream.result)).toMatchObject({ code: 'aborted' })
  })

  test('before the first event asks nothing and rejects the result', async () => {
    const { model, requests } = recording(['never'])
    const stream = streamRun({ model, messages: 'go' })
    await stream[Symbol.asyncIterator]().return?.()
    expect(await failureOf(stream.result)).toEqual(LEFT)
    expect(requests).toEqual([])
  })

  test('after run-end changes nothing', async () => {
    const stream = streamRun({ model: recording(['Hi']).model, messages: 'go' })
    for await (const event of stream) if (event.type === 'run-end') break
    expect(await stream.result).toMatchObject({ end: 'done', text: 'Hi' })
  })
})

describe('the result of a stream', () => {
  test('drives the run when nobody iterates', async () => {
    const { model } = recording([[call('1', 'ping')], 'Done.'])
    expect(await streamRun({ model, tools: [ping], messages: 'go' }).result).toMatchObject({
      end: 'done',
      text: 'Done.',
    })
  })

  test('is the same promise each time, of one run', async () => {
    const { model, requests } = recording(['Done.'])
    const stream = streamRun({ model, messages: 'go' })
    const [first, second] = await Promise.all([stream.result, stream.result])
    expect(second).toBe(first)
    expect(requests).toHaveLength(1)
  })

  test('rejects with the error that the iteration throws', async () => {
    const stream = streamRun({ model: recording([new Error('no')]).model, messages: 'go' })
    const error = await failureOf(collect(stream))
    expect(await failureOf(stream.result)).toBe(error)
  })

  test('that nobody reads is no unhandled rejection, whether the run fails or is left', async () => {
    const failing = () => streamRun({ model: recording([new Error('no')]).model, messages: 'go' })
    await failureOf(collect(failing()))
    void failing().result
    for await (const _ of failing()) break
  })
})

describe('a second iteration', () => {
  test.each<{
    what: string
    first: (stream: AsyncIterable<RunEvent> & { result: Promise<unknown> }) => Promise<unknown>
  }>([
    { what: 'after the first ended', first: (stream) => collect(stream) },
    { what: 'after the result drove the run', first: (stream) => stream.result },
  ])('$what is a config error', async ({ first }) => {
    const stream = streamRun({ model: recording(['Hi']).model, messages: 'go' })
    await first(stream)
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      new DragomanError('config', 'A run streams once: call streamRun() again for another run.'),
    )
  })
})

/** A model that says one thing and then nothing, until it is left. */
function endless(): { readonly model: Model; readonly left: readonly string[] } {
  const left: string[] = []
  async function* speak(signal: AbortSignal | undefined): AsyncGenerator<StreamEvent> {
    const { promise, reject } = Promise.withResolvers<never>()
    promise.catch(() => undefined)
    signal?.addEventListener('abort', () => {
      left.push('aborted')
      reject(signal.reason as Error)
    })
    try {
      yield { type: 'message-start', origin: ORIGIN }
      yield { type: 'part-start', index: 0, part: text('') }
      yield { type: 'text-delta', index: 0, text: 'So far' }
      await promise
    } finally {
      left.push('returned')
    }
  }
  return { model: { ...scripted([]), call: (_, options) => speak(options?.signal) }, left }
}
