import { Type } from '@sinclair/typebox'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { run, streamRun, tool, type ToolMessage } from '@dragoman/core'
import { call, recording } from './recording.ts'

describe('parallel calls', () => {
  test('run at the same time up to the limit, the next starts when one ends, and results go back in call order', async () => {
    const gates = {
      a: Promise.withResolvers<string>(),
      b: Promise.withResolvers<string>(),
      c: Promise.withResolvers<string>(),
    }
    const wait = tool({
      name: 'wait',
      description: 'Waits at a gate.',
      input: Type.Object({ gate: Type.Union([Type.Literal('a'), Type.Literal('b'), Type.Literal('c')]) }),
      execute: ({ gate }) => gates[gate].promise,
    })
    const calls = (['a', 'b', 'c'] as const).map((gate) => call(gate, 'wait', { gate }))
    const { model } = recording([calls, 'Done.'])
    const stream = streamRun({ model, tools: [wait], concurrency: 2, messages: 'go' })
    const order: string[] = []
    for await (const event of stream) {
      if (event.type === 'tool-start') order.push(`${event.call.id} starts`)
      if (event.type === 'tool-end') order.push(`${event.result.callId} ends`)
      // Each gate opens only on an event that would never come if the calls ran one by one.
      if (order.at(-1) === 'b starts') gates.b.resolve('from b')
      if (order.at(-1) === 'c starts') gates.c.resolve('from c')
      if (order.at(-1) === 'c ends') gates.a.resolve('from a')
    }
    expect(order).toEqual(['a starts', 'b starts', 'b ends', 'c starts', 'c ends', 'a ends'])
    const results = (await stream.result).messages[2] as ToolMessage // after the user's and the assistant's
    expect(results.parts.map(({ callId, parts }) => [callId, parts])).toEqual([
      ['a', [{ type: 'text', text: 'from a' }]],
      ['b', [{ type: 'text', text: 'from b' }]],
      ['c', [{ type: 'text', text: 'from c' }]],
    ])
  })

  test('have one result each, in call order, run once, and never exceed the limit, whatever order they end in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.uniqueArray(fc.string(), { maxLength: 12 }),
        fc.integer({ min: 1, max: 6 }),
        async (scheduler, ids, concurrency) => {
          const calls = ids.map((id, at) => call(id === '' ? '(empty)' : `(${id})`, 'work', { at }))
          const executed: number[] = []
          let running = 0
          let most = 0
          const work = tool({
            name: 'work',
            description: 'Works.',
            input: Type.Object({ at: Type.Integer() }),
            execute: async ({ at }) => {
              executed.push(at)
              most = Math.max(most, ++running)
              await scheduler.schedule(Promise.resolve(), `call ${at}`)
              running--
              return at
            },
          })
          const { model } = recording([calls, 'Done.'])
          const { messages } = await scheduler.waitFor(
            run({ model, tools: [work], concurrency, messages: 'go' }),
          )
          const answered = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
          expect(answered.map(({ callId }) => callId)).toEqual(calls.map(({ id }) => id))
          expect(executed.toSorted((a, b) => a - b)).toEqual(calls.map((_, at) => at))
          expect(most).toBe(Math.min(concurrency, calls.length))
        },
      ),
    )
  })
})
