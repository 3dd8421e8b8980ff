import { getEventListeners } from 'node:events'
import { Type } from '@sinclair/typebox'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { run, scripted, tool, type FunctionTool, type Model } from '@dragoman/core'
import { failureOf } from './collect.ts'
import { call, recording } from './recording.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe.each(['step', 'run'] as const)('the time of a %s', (phase) => {
  const deadlines = { [`${phase}Ms`]: 100 }

  test('bounds a model that heeds no signal', async () => {
    const failure = failureOf(run({ model: deaf(), messages: 'go', deadlines }))
    await vi.advanceTimersByTimeAsync(100)
    expect(await failure).toMatchObject({
      code: 'timeout',
      phase,
      message: `The ${phase} did not end within 100 ms. Raise deadlines.${phase}Ms to wait longer; error.state can be sent again.`,
      state: { steps: 0, messages: [{ role: 'user' }] },
    })
    // The model's own.
    expect(vi.getTimerCount()).toBe(1)
  })

  test('bounds its tools, which see the signal; what they did is not known', async () => {
    const seen: boolean[] = []
    const { model } = recording([[call('1', 'sleep'), call('2', 'quick')]])
    const tools = [sleeper((signal) => signal.addEventListener('abort', () => seen.push(true))), quick()]
    const failure = failureOf(run({ model, tools, messages: 'go', deadlines }))
    await vi.advanceTimersByTimeAsync(100)
    expect(await failure).toMatchObject({
      code: 'timeout',
      phase,
      state: {
        messages: [
          {},
          {},
          {
            parts: [
              { callId: '1', isError: true, reason: 'aborted' },
              { callId: '2', isError: false },
            ],
          },
        ],
      },
    })
    expect({ seen, timers: vi.getTimerCount() }).toEqual({ seen: [true], timers: 0 })
  })

  test('leaves no timer behind a run that ends', async () => {
    const { model } = recording([[call('1', 'quick')], 'Done.'])
    expect(await run({ model, tools: [quick()], messages: 'go', deadlines })).toMatchObject({ end: 'done' })
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('each step has its own time, and the run the time of all', async () => {
  const nap = tool({
    name: 'nap',
    description: 'Naps.',
    input: Type.Object({ at: Type.Integer() }),
    execute: () => new Promise((resolve) => setTimeout(resolve, 60)),
  })
  const replies = [0, 1, 2].map((at) => [call(`${at}`, 'nap', { at })])
  const stepped = run({
    model: recording([...replies, 'Done.']).model,
    tools: [nap],
    messages: 'go',
    deadlines: { stepMs: 100 },
  })
  const whole = failureOf(
    run({
      model: recording([...replies, 'Done.']).model,
      tools: [nap],
      messages: 'go',
      deadlines: { stepMs: 100, runMs: 150 },
    }),
  )
  await vi.advanceTimersByTimeAsync(200)
  expect(await stepped).toMatchObject({ end: 'done', steps: 4 })
  expect(await whole).toMatchObject({ code: 'timeout', phase: 'run', state: { steps: 3 } })
})

test('a run that is aborted settles, though its model heeds no signal, and its late failure is nobody’s', async () => {
  const aborter = new AbortController()
  const model = deaf(() => Promise.reject(new Error('too late')))
  const failure = failureOf(run({ model, messages: 'go', signal: aborter.signal }))
  await vi.advanceTimersByTimeAsync(1)
  aborter.abort()
  expect(await failure).toMatchObject({ code: 'aborted', state: { steps: 0 } })
  expect(getEventListeners(aborter.signal, 'abort')).toEqual([])
  await vi.advanceTimersByTimeAsync(1_000)
})

/** A model that answers after a second, whatever it is told. */
function deaf(answer: () => Promise<void> = () => Promise.resolve()): Model {
  return {
    ...scripted([]),
    async *call() {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      yield* []
      await answer()
    },
  }
}

function sleeper(start: (signal: AbortSignal) => void): FunctionTool {
  return tool({
    name: 'sleep',
    description: 'Sleeps.',
    input: Type.Object({}),
    execute: (_, { signal }) => {
      start(signal)
      return new Promise(() => undefined)
    },
  })
}

function quick(): FunctionTool {
  return tool({ name: 'quick', description: 'Ends.', input: Type.Object({}), execute: () => 'done' })
}
