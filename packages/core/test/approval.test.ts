import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  DragomanError,
  run,
  streamRun,
  tool,
  toolResult,
  type ApprovalRequest,
  type FunctionTool,
} from '@dragoman/core'
import { collect, failureOf } from './collect.ts'
import { call, recording } from './recording.ts'

describe('a tool that needs approval', () => {
  test('runs after a yes, which is asked for with the checked arguments', async () => {
    const asked: ApprovalRequest[] = []
    const { ran, tools } = bank()
    const { model } = recording([[pay('1', 5)], 'Paid.'])
    const result = await run({
      model,
      tools,
      messages: 'go',
      approve: (request) => {
        asked.push(request)
        return true
      },
    })
    expect({ end: result.end, ran, asked }).toEqual({
      end: 'done',
      ran: [5],
      asked: [{ ...pay('1', 5), input: { amount: 5 } }],
    })
  })

  test.each([false, undefined, 'yes', 1])(
    'does not run after %j, and the model reads that',
    async (answer) => {
      const { ran, tools } = bank()
      const { model } = recording([[pay('1', 5), look('2')], 'Not paid.'])
      const approve = (): boolean => answer as boolean // as a program without types may answer
      const result = await run({ model, tools, messages: 'go', approve })
      expect(ran).toEqual(['looked'])
      expect(result).toMatchObject({
        end: 'done',
        messages: [
          {},
          {},
          {
            parts: [
              {
                callId: '1',
                isError: true,
                reason: 'denied',
                parts: [{ text: expect.stringMatching(/not approved/) }],
              },
              { callId: '2', isError: false },
            ],
          },
          {},
        ],
      })
    },
  )

  test('is asked about one call after the other, before any call of the answer runs', async () => {
    const seen: string[] = []
    const { tools } = bank((what) => seen.push(`runs ${String(what)}`))
    const { model } = recording([[look('1'), pay('2', 5), pay('3', 6)], 'Paid.'])
    await run({
      model,
      tools,
      messages: 'go',
      approve: async ({ id }) => {
        seen.push(`asks ${id}`)
        await Promise.resolve()
        seen.push(`knows ${id}`)
        return true
      },
    })
    expect(seen).toEqual(['asks 2', 'knows 2', 'asks 3', 'knows 3', 'runs looked', 'runs 5', 'runs 6'])
  })

  test.each<{ what: string; needsApproval: (input: { amount: number }) => boolean; asked: number }>([
    { what: 'says so of these arguments', needsApproval: ({ amount }) => amount > 10, asked: 1 },
    {
      what: 'cannot say it',
      needsApproval: () => {
        throw new Error('The rule is broken.')
      },
      asked: 2,
    },
  ])('is one whose rule $what', async ({ needsApproval, asked }) => {
    let count = 0
    const { tools } = bank(() => undefined, needsApproval)
    const { model } = recording([[pay('1', 5), pay('2', 50)], 'Paid.'])
    await run({ model, tools, messages: 'go', approve: () => (count++, true) })
    expect(count).toBe(asked)
  })

  test("gives its rule what its schema's library makes of the arguments", async () => {
    const rule: unknown[] = []
    const send = tool({
      name: 'send',
      description: 'Sends.',
      input: z.object({ to: z.string().transform((to) => to.length) }),
      needsApproval: ({ to }) => {
        rule.push(to)
        return false
      },
      execute: ({ to }) => to,
    })
    const { model } = recording([[call('1', 'send', { to: 'abc' })], 'Sent.'])
    await run({ model, tools: [send], messages: 'go' })
    expect(rule).toEqual([3])
  })

  test('is never asked about for arguments that do not fit', async () => {
    const { tools } = bank()
    const { model } = recording([[call('1', 'pay', { amount: 'all' })], 'Not paid.'])
    const approve = (): never => {
      throw new Error('asked')
    }
    const { messages } = await run({ model, tools, messages: 'go', approve })
    expect(messages[2]?.parts).toMatchObject([{ reason: 'bad-input' }])
  })

  test('ends the run without approve, after the other calls, in a state that is plain JSON', async () => {
    const { ran, tools } = bank()
    const { model } = recording([[pay('1', 5), look('2')]])
    const result = await run({ model, tools, messages: 'go' })
    expect(result).toMatchObject({ end: 'needs-approval', pending: [pay('1', 5)], steps: 1 })
    expect(ran).toEqual(['looked'])
    expect(JSON.parse(JSON.stringify(result.state))).toEqual(result.state)
    expect(result.state).toMatchObject({ pending: [pay('1', 5)], results: [{ callId: '2' }] })
  })

  test('can be answered by the program later', async () => {
    const { tools } = bank()
    const { model } = recording([[pay('1', 5), look('2')], 'Not paid.'])
    const { state } = await run({ model, tools, messages: 'go' })
    const results = state.pending.map((pending) =>
      toolResult(pending, 'The user said no.', { isError: true }),
    )
    expect(await run({ model, tools, state, results })).toMatchObject({ end: 'done', text: 'Not paid.' })
  })

  test('ends the run where approve throws: nothing has run, and the state can be sent again', async () => {
    const { ran, tools } = bank()
    const { model } = recording([[look('1'), pay('2', 5)], 'Again.'])
    const approve = (): never => {
      throw new Error('The terminal is gone.')
    }
    const error = await failureOf(run({ model, tools, messages: 'go', approve }))
    expect(error).toMatchObject({
      code: 'config',
      message: 'approve() threw when it was asked about a call of "pay": The terminal is gone.',
    })
    expect(ran).toEqual([])
    const { state } = DragomanError.is(error) ? error : {}
    expect(state?.messages.at(-1)?.parts).toMatchObject([
      { callId: '1', reason: 'not-run' },
      { callId: '2', reason: 'not-run' },
    ])
    const goneOn = state && (await run({ model, tools, state }))
    expect(goneOn).toMatchObject({ end: 'done', text: 'Again.' })
  })

  test('is not waited for once the run is aborted', async () => {
    const aborter = new AbortController()
    const { ran, tools } = bank()
    const { model } = recording([[pay('1', 5), look('2')]])
    const approve = (): Promise<boolean> => {
      aborter.abort()
      return new Promise(() => undefined)
    }
    const error = await failureOf(run({ model, tools, messages: 'go', approve, signal: aborter.signal }))
    expect(error).toMatchObject({
      code: 'aborted',
      state: {
        messages: [
          {},
          {},
          {
            parts: [
              { callId: '1', reason: 'not-run' },
              { callId: '2', reason: 'not-run' },
            ],
          },
        ],
      },
    })
    expect(ran).toEqual([])
  })

  test('is told to the model as any other tool', async () => {
    const { tools } = bank()
    const { model, requests } = recording(['Hi.'])
    await run({ model, tools, messages: 'go' })
    expect(Object.keys(requests[0]?.tools[0] ?? {})).toEqual(['type', 'name', 'description', 'input'])
  })

  test('starts in no stream before the yes', async () => {
    const { tools } = bank()
    const { model } = recording([[pay('1', 5)]])
    const events = await collect(streamRun({ model, tools, messages: 'go' }))
    expect(events.filter(({ type }) => type === 'tool-start')).toEqual([])
  })
})

function pay(id: string, amount: number): ReturnType<typeof call> {
  return call(id, 'pay', { amount })
}

function look(id: string): ReturnType<typeof call> {
  return call(id, 'look')
}

function bank(
  onRun: (what: unknown) => unknown = () => undefined,
  needsApproval: boolean | ((input: { amount: number }) => boolean) = true,
): { readonly ran: readonly unknown[]; readonly tools: readonly FunctionTool[] } {
  const ran: unknown[] = []
  const record = (what: unknown): void => {
    ran.push(what)
    onRun(what)
  }
  const tools = [
    tool({
      name: 'pay',
      description: 'Pays.',
      input: Type.Object({ amount: Type.Number() }),
      needsApproval,
      execute: ({ amount }) => record(amount),
    }),
    tool({ name: 'look', description: 'Looks.', input: Type.Object({}), execute: () => record('looked') }),
  ]
  return { ran, tools }
}
