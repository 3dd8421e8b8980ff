import { getEventListeners } from 'node:events'
import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import {
  DragomanError,
  run,
  scripted,
  streamRun,
  tool,
  user,
  type Model,
  type RunOptions,
} from '@dragoman/core'
import { collect, failureOf } from './collect.ts'
import { call, recording, text } from './recording.ts'

const REASON = new Error('The user pressed Escape.')

describe('an aborted run', () => {
  test('asks nothing when it was aborted before, and keeps the messages', async () => {
    let asked = 0
    const model: Model = { ...scripted([]), call: () => (asked++, scripted(['Hi']).call(EMPTY)) }
    const error = await failureOf(run({ model, messages: 'go', signal: AbortSignal.abort(REASON) }))
    expect(error).toEqual(
      new DragomanError('aborted', 'The run was aborted.', {
        cause: REASON,
        state: expect.objectContaining({ messages: [user('go')], added: 0, steps: 0 }),
      }),
    )
    expect(asked).toBe(0)
  })

  test('settles during the model call, which sees the abort', async () => {
    const aborter = new AbortController()
    const model: Model = {
      ...scripted([]),
      async *call(_, { signal } = {}) {
        yield* []
        const { promise, reject } = Promise.withResolvers<never>()
        signal?.addEventListener('abort', () => reject(signal.reason as Error))
        aborter.abort(REASON)
        await promise
      },
    }
    const error = await failureOf(run({ model, messages: 'go', signal: aborter.signal }))
    expect(error).toMatchObject({
      code: 'aborted',
      cause: REASON,
      state: { messages: [user('go')], steps: 0 },
    })
  })

  test('in the middle of an answer has what had arrived of it on its error', async () => {
    const aborter = new AbortController()
    const stream = streamRun({ model: scripted(['So far']), messages: 'go', signal: aborter.signal })
    async function stopAtText(): Promise<void> {
      for await (const event of stream) if (event.type === 'text-delta') aborter.abort(REASON)
    }
    expect(await failureOf(stopAtText())).toMatchObject({
      code: 'aborted',
      partial: { role: 'assistant', parts: [text('So far')] },
      state: { messages: [user('go')] },
    })
  })

  test('settles at once when a tool ignores the signal; each started tool saw it, and no other starts', async () => {
    const aborter = new AbortController()
    const seen: string[] = []
    const stubborn = tool({
      name: 'stubborn',
      description: 'Never ends.',
      input: Type.Object({}),
      execute: (_, { callId, signal }) => {
        seen.push(`${callId} starts`)
        signal.addEventListener('abort', () => seen.push(`${callId} sees the abort`))
        if (callId === '3') aborter.abort(REASON)
        return new Promise(() => undefined)
      },
    })
    const quick = tool({ name: 'quick', description: 'Ends.', input: Type.Object({}), execute: () => 'done' })
    const calls = [call('1', 'quick'), call('2', 'stubborn'), call('3', 'stubborn'), call('4', 'stubborn')]
    const { model } = recording([calls])
    const options: RunOptions = {
      model,
      tools: [stubborn, quick],
      concurrency: 2,
      messages: 'go',
      signal: aborter.signal,
    }
    const error = await failureOf(run(options))
    expect(seen).toEqual(
      ['2 starts', '3 starts', '3 sees the abort', '2 sees the abort'].toSorted(inOrderOf(seen)),
    )
    expect(error).toMatchObject({
      code: 'aborted',
      cause: REASON,
      state: {
        pending: [],
        steps: 1,
        added: 2,
        messages: [
          user('go'),
          { role: 'assistant', parts: calls },
          {
            role: 'tool',
            parts: [
              { callId: '1', parts: [text('done')], isError: false },
              {
                callId: '2',
                parts: [text('The run was aborted; the tool may still be running.')],
                isError: true,
                reason: 'aborted',
              },
              { callId: '3', isError: true, reason: 'aborted' },
              {
                callId: '4',
                parts: [text('Not run: the run was aborted before this call started.')],
                isError: true,
                reason: 'not-run',
              },
            ],
          },
        ],
      },
    })
  })

  test('leaves a state that can be sent again', async () => {
    const aborter = new AbortController()
    const stop = tool({
      name: 'stop',
      description: 'Aborts.',
      input: Type.Object({}),
      execute: () => aborter.abort(),
    })
    const { model, requests } = recording([[call('1', 'stop'), call('2', 'stop')], 'Where were we?'])
    const error = await failureOf(run({ model, tools: [stop], messages: 'go', signal: aborter.signal }))
    const state = JSON.parse(JSON.stringify(DragomanError.is(error) && error.state))
    const result = await run({ model, tools: [stop], state })
    expect(result).toMatchObject({ end: 'done', text: 'Where were we?', steps: 2, added: 3 })
    expect(requests[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
  })

  test('makes no further call after a pause', async () => {
    const aborter = new AbortController()
    let asked = 0
    const paused = scripted([
      { role: 'assistant', parts: [text('Wait')], stop: { reason: 'pause', raw: null } },
    ])
    const model: Model = {
      ...paused,
      async *call(request) {
        asked++
        yield* paused.call(request)
        aborter.abort(REASON)
      },
    }
    const error = await failureOf(run({ model, messages: 'go', signal: aborter.signal }))
    expect(error).toMatchObject({ code: 'aborted', state: { steps: 1, added: 1 } })
    expect(asked).toBe(1)
  })

  test('fails with the error that the signal was aborted with, where that is a DragomanError', async () => {
    const reason = new DragomanError('timeout', 'The day is over.', { phase: 'run' })
    const error = await failureOf(
      run({ model: recording(['never']).model, messages: 'go', signal: AbortSignal.abort(reason) }),
    )
    expect(error).toMatchObject({ code: 'timeout', phase: 'run', state: { messages: [user('go')] } })
  })
})

describe('a signal that many runs share', () => {
  const { signal } = new AbortController()
  const ping = tool({ name: 'ping', description: 'Pings.', input: Type.Object({}), execute: () => 'pong' })
  const options = { tools: [ping], messages: 'go', signal } as const

  const spoken = () => recording([[call('1', 'ping'), call('2', 'ping')], 'Done.']).model
  const failing = () => recording([new Error('no')]).model

  test.each<{ what: string; settle: () => Promise<unknown> }>([
    { what: 'ended', settle: () => run({ model: spoken(), ...options }) },
    { what: 'streamed to its end', settle: () => collect(streamRun({ model: spoken(), ...options })) },
    { what: 'streamed without a reader', settle: () => streamRun({ model: spoken(), ...options }).result },
    { what: 'failed', settle: () => failureOf(run({ model: failing(), ...options })) },
    { what: 'never began', settle: () => failureOf(run({ model: failing(), ...options, concurrency: 0 })) },
    {
      what: 'was left',
      async settle() {
        for await (const event of streamRun({ model: spoken(), ...options })) {
          if (event.type === 'tool-start') break
        }
      },
    },
  ])('has no listener as soon as a run $what', async ({ settle }) => {
    await settle()
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('and the signal that the model gets, gather none over the steps of a run', async () => {
    const listeners: number[] = []
    const replies = scripted([[call('1', 'ping')], [call('2', 'ping'), call('3', 'ping')], 'Done.'])
    const model: Model = {
      ...replies,
      call(request, given) {
        listeners.push(
          ...[signal, given?.signal].map((each) => (each ? getEventListeners(each, 'abort').length : NaN)),
        )
        return replies.call(request, given)
      },
    }
    await run({ model, ...options })
    expect(listeners).toEqual([1, 0, 1, 0, 1, 0])
  })

  test('has no listener from a run that was never read', () => {
    streamRun({ model: recording(['never']).model, ...options })
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

const EMPTY = { messages: [], tools: [], toolChoice: 'auto', settings: {} } as const

/** Which of two started tools sees an abort first is not promised. */
function inOrderOf(seen: readonly string[]): (a: string, b: string) => number {
  return (a, b) => seen.indexOf(a) - seen.indexOf(b)
}
