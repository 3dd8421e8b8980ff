import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import { DragomanError, run, scripted, streamRun, tool, user, type Model } from '@dragoman/core'
import { collect, failureOf } from './collect.ts'
import { call, recording, text } from './recording.ts'

const ping = tool({ name: 'ping', description: 'Pings.', input: Type.Object({}), execute: () => 'pong' })

describe('a run whose model fails', () => {
  test('throws the error of the model with the transcript so far, and the state can be sent again', async () => {
    const overloaded = new DragomanError('overloaded', 'Come back later.', {
      status: 529,
      retryAfterMs: 1000,
    })
    const { model, requests } = recording([[call('1', 'ping')], overloaded, 'Done.'])
    const error = await failureOf(run({ model, tools: [ping], messages: 'go' }))
    expect(error).toMatchObject({
      code: 'overloaded',
      message: 'Come back later.',
      status: 529,
      retryAfterMs: 1000,
      state: {
        added: 2,
        steps: 1,
        pending: [],
        messages: [user('go'), { role: 'assistant' }, { role: 'tool' }],
      },
    })
    const state = JSON.parse(JSON.stringify(DragomanError.is(error) && error.state))
    expect(await run({ model, tools: [ping], state })).toMatchObject({
      end: 'done',
      text: 'Done.',
      steps: 2,
      added: 3,
    })
    expect(requests[2]).toEqual(requests[1])
  })

  test('with what has no text throws a config error with the state all the same', async () => {
    const model: Model = {
      ...scripted([]),
      async *call() {
        yield* []
        throw Object.create(null)
      },
    }
    expect(await failureOf(run({ model, messages: 'go' }))).toMatchObject({
      code: 'config',
      message: 'The model threw what is not a DragomanError: object',
      state: { steps: 0 },
    })
  })

  test('with something else than a DragomanError throws a config error that says so', async () => {
    const cause = new TypeError('x is not a function')
    const error = await failureOf(run({ model: recording([cause]).model, messages: 'go' }))
    expect(error).toMatchObject({
      code: 'config',
      message: 'The model threw what is not a DragomanError: x is not a function',
      cause,
      state: { messages: [user('go')], added: 0 },
    })
  })

  test('by an answer without message-end throws cut-stream with what had arrived', async () => {
    const { model } = recording([
      [
        { type: 'message-start' },
        { type: 'part-start', index: 0, part: text('So f') },
        { type: 'part-start', index: 1, part: call('1', 'ping') },
      ],
    ])
    let executed = 0
    const counting = tool({ ...ping, execute: () => executed++ })
    const error = await failureOf(run({ model, tools: [counting], messages: 'go' }))
    expect(error).toMatchObject({
      code: 'cut-stream',
      message: 'The answer ended without its stop reason.',
      partial: { role: 'assistant', parts: [text('So f'), call('1', 'ping')] },
      state: { messages: [user('go')], steps: 0 },
    })
    expect(executed).toBe(0)
  })

  test('gives its events first', async () => {
    const model: Model = {
      ...scripted([]),
      async *call(request) {
        yield* scripted(['So far']).call(request)
        throw new DragomanError('network', 'The connection broke.')
      },
    }
    const types: string[] = []
    const error = await failureOf(
      (async () => {
        for await (const event of streamRun({ model, messages: 'go' })) types.push(event.type)
      })(),
    )
    expect(error).toMatchObject({ code: 'network' })
    expect(types).toEqual(['step-start', 'message-start', 'part-start', 'part-end', 'message-end'])
  })
})

describe('an attempt that is discarded', () => {
  test('leaves nothing in the answer, and none of its tools runs', async () => {
    let executed = 0
    const counting = tool({ ...ping, execute: () => executed++ })
    const model: Model = {
      ...scripted([]),
      async *call(request) {
        yield { type: 'part-start', index: 0, part: call('1', 'ping') }
        yield { type: 'attempt-discarded', attempt: 1, code: 'network' }
        yield { type: 'retry', attempt: 2, delayMs: 0, code: 'network' }
        yield* scripted(['Done.']).call(request)
      },
    }
    const stream = streamRun({ model, tools: [counting], messages: 'go' })
    const events = await collect(stream)
    const result = await stream.result
    expect({ executed, text: result.text, parts: result.messages[1]?.parts }).toEqual({
      executed: 0,
      text: 'Done.',
      parts: [text('Done.')],
    })
    expect(events.map(({ type }) => type)).toContain('attempt-discarded')
  })
})
