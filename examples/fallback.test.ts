import { anthropic } from '@dragoman/anthropic'
import { judge, JUDGED_WIRES } from '@dragoman/conformance/judge'
import {
  assemble,
  assistant,
  fallback,
  toolResult,
  user,
  type Model,
  type ModelRequest,
} from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { says, startSpeakingServer, type Asked, type Script, type SpeakingServer } from './speaking-server.ts'

const COOLDOWN_MS = 5_000
const EVERY_MS = 20
const IN_FLIGHT = 4
/** The first provider is down between these. */
const KILLED_MS = 1_000
const REVIVED_MS = 31_000
const END_MS = 41_000

const WEATHER = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } as const
const CALL = { type: 'tool-call', id: 'call_1', name: 'weather', inputText: '{"city":"Lisbon"}' } as const

type Spoken = ReturnType<Extract<Script, (asked: Asked) => unknown>>

const WAYS_TO_BE_DOWN: readonly { readonly how: string; readonly speak: () => Spoken }[] = [
  {
    how: 'resets each connection',
    speak() {
      throw new Error('This resets the connection.')
    },
  },
  { how: 'answers each request with 503', speak: () => ({ status: 503 }) },
]

describe.each(WAYS_TO_BE_DOWN)(
  'a fallback between wires, whose first provider $how for 30 s',
  ({ speak }) => {
    let first: SpeakingServer
    let second: SpeakingServer
    let isDown: boolean

    beforeEach(async () => {
      isDown = false
      first = await startSpeakingServer(() => (isDown ? speak() : says('It is sunny.')))
      second = await startSpeakingServer(() => says('It is sunny.'))
      vi.useFakeTimers({ toFake: ['performance'] })
    })
    afterEach(async () => {
      vi.useRealTimers()
      await Promise.all([first.stop(), second.stop()])
    })

    it('fails no call at 50 a second, asks it once a cooldown, and is back within one', async () => {
      const model = fallback(
        [
          openai.chat('gpt-5.4-mini', { apiKey: 'key', baseURL: first.baseURLs['openai.chat'] }),
          anthropic('claude-haiku-5-5', { apiKey: 'key', baseURL: second.baseURLs['anthropic.messages'] }),
        ],
        { cooldownMs: COOLDOWN_MS },
      )
      const answers: Promise<Answered>[] = []
      let whileDown = 0
      for (let at = 0; at < END_MS; at += EVERY_MS) {
        if (at === KILLED_MS) [isDown, whileDown] = [true, first.asked.length]
        if (at === REVIVED_MS) [isDown, whileDown] = [false, first.asked.length - whileDown]
        vi.advanceTimersByTime(EVERY_MS)
        answers.push(answer(model, at))
        await answers.at(-IN_FLIGHT)
      }
      const answered = await Promise.all(answers)
      expect(answered).toHaveLength(END_MS / EVERY_MS)
      expect(answered.filter(({ error }) => error)).toEqual([])
      // Those that were under way when it went down, then probes.
      expect(whileDown).toBeLessThanOrEqual(IN_FLIGHT + (REVIVED_MS - KILLED_MS) / COOLDOWN_MS)
      const wiresBetween = (from: number, to: number): ReadonlySet<unknown> =>
        new Set(answered.filter(({ at }) => at >= from && at < to).map(({ wire }) => wire))
      expect({
        before: wiresBetween(0, KILLED_MS - IN_FLIGHT * EVERY_MS),
        down: wiresBetween(KILLED_MS, REVIVED_MS),
        after: wiresBetween(REVIVED_MS + COOLDOWN_MS, END_MS),
      }).toEqual({
        before: new Set(['openai.chat']),
        down: new Set(['anthropic.messages']),
        after: new Set(['openai.chat']),
      })
      expect(faults([...first.asked, ...second.asked])).toEqual([])
    })
  },
)

interface Answered {
  readonly at: number
  readonly wire?: string | undefined
  readonly error?: unknown
}

async function answer(model: Model, at: number): Promise<Answered> {
  try {
    const events = []
    for await (const event of model.call(ask(at), { stream: at % (2 * EVERY_MS) === 0 })) events.push(event)
    return { at, wire: assemble(events).origin?.wire }
  } catch (error) {
    return { at, error }
  }
}

/** The end of a conversation that has run on one of the wires. */
function ask(at: number): ModelRequest {
  return {
    messages: [
      user('How is the weather in Lisbon?'),
      {
        ...assistant([{ type: 'text', text: 'I ask.' }, CALL]),
        origin: { provider: 'openai', wire: 'openai.chat', model: 'gpt-5.4-mini' },
        stop: { reason: 'tool-calls', raw: 'tool_calls' },
      },
      { role: 'tool', parts: [toolResult(CALL, 'sunny')] },
      user(`And after ${at} ms?`),
    ],
    tools: [{ type: 'function', name: 'weather', description: 'Tells the weather.', input: WEATHER }],
    toolChoice: 'auto',
    settings: { maxOutputTokens: 100 },
  }
}

function faults(asked: readonly Asked[]): readonly unknown[] {
  return asked.flatMap(({ wire, body }) =>
    JUDGED_WIRES.filter((judged) => judged === wire).flatMap((judged) => judge(judged, body)),
  )
}
