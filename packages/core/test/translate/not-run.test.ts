import { describe, expect, test } from 'vitest'
import { run, tool, user, type Message, type ModelRequest, type RunResult } from '@dragoman/core'
import { acme, HELLO as HELLO_BACK, type AcmeAnswer } from '../acme.ts'
import { freeze } from '../freeze.ts'
import { call } from '../recording.ts'
import { notRun, result, results, said } from './conversation.ts'

const HELLO = user('Hello')
const ASK = said([call('1', 'ping'), call('2', 'ping')], { stop: { reason: 'tool-calls', raw: 'tools' } })

describe('a call that a given history leaves open', () => {
  test.each<{ what: string; given: readonly Message[]; sent: readonly Message[]; left: readonly string[] }>([
    {
      what: 'at its end',
      given: [HELLO, ASK],
      sent: [HELLO, ASK, results(notRun('1'), notRun('2'))],
      left: ['1', '2'],
    },
    {
      what: 'before the user goes on',
      given: [HELLO, ASK, results(result('2', 'pong')), HELLO],
      sent: [HELLO, ASK, results(notRun('1'), result('2', 'pong')), HELLO],
      left: ['1'],
    },
  ])(
    'is answered in the request, and its tool is not run: $what (case 150)',
    async ({ given, sent, left }) => {
      const { ended, asked, executed } = await runOn(given)
      expect(executed).toEqual([])
      expect(asked.map(({ messages }) => messages)).toEqual([sent])
      expect(ended.messages.slice(0, given.length)).toEqual(given)
      expect(ended.notices).toEqual(
        left.map((from) => ({
          code: 'orphan-call',
          path: `messages[1].parts[${ASK.parts.findIndex((part) => part.type === 'tool-call' && part.id === from)}]`,
          action: 'synthesized',
          from,
        })),
      )
    },
  )

  test('does not keep the tools of this run from running', async () => {
    const again = call('3', 'ping')
    const { executed, asked } = await runOn(
      [HELLO, ASK],
      [
        { type: 'message-start' },
        { type: 'part-start', index: 0, part: again },
        { type: 'part-end', index: 0 },
        { type: 'message-end', stop: { reason: 'tool-calls', raw: 'tools' }, usage: {} },
      ],
    )
    expect(executed).toEqual(['3'])
    expect(asked[1]?.messages.slice(0, 3)).toEqual([HELLO, ASK, results(notRun('1'), notRun('2'))])
  })
})

/** Runs on a history with a tool that takes notes; the model gives the first answer, if any, and then says hello. */
async function runOn(
  messages: readonly Message[],
  ...answers: readonly AcmeAnswer[]
): Promise<{
  readonly ended: RunResult
  readonly asked: readonly ModelRequest[]
  readonly executed: readonly string[]
}> {
  const asked: ModelRequest[] = []
  const executed: string[] = []
  const left = [...answers]
  const adapter = acme({
    send: (request) => {
      asked.push(request.asked)
      return Promise.resolve(left.shift() ?? HELLO_BACK)
    },
  })
  const ping = tool({
    name: 'ping',
    description: 'Pings.',
    input: { type: 'object' },
    execute: (_input, { callId }) => void executed.push(callId),
  })
  const ended = await run({ model: adapter('large'), tools: [ping], messages: freeze(messages) })
  return { ended, asked, executed }
}
