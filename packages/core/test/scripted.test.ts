import { describe, expect, test } from 'vitest'
import {
  assemble,
  assistant,
  DragomanError,
  scripted,
  type AssistantPart,
  type Model,
  type ModelRequest,
  type Reply,
  type WireEvent,
} from '@dragoman/core'
import { ASKED } from './acme.ts'
import { collect, failureOf } from './collect.ts'
import { call, text } from './recording.ts'

const ORIGIN = { provider: 'scripted', wire: 'scripted', model: 'scripted' }
const STOP = { reason: 'stop', raw: null } as const
const parts: readonly AssistantPart[] = [
  { type: 'reasoning', text: 'Hm', replay: 's' },
  text('Hi'),
  call('1', 'ping', { a: 1 }),
  { type: 'file', mediaType: 'image/png', source: { type: 'base64', base64: 'AA==' } },
  { type: 'opaque', kind: 'search', replay: {} },
]
const events: readonly WireEvent[] = [
  { type: 'notice', notice: { code: 'x', path: 'model', action: 'advice' } },
  { type: 'message-start', servedModel: 'large-1' },
  { type: 'part-start', index: 0, part: text('Hi') },
]

describe('a scripted model', () => {
  test.each<{ what: string; reply: Reply; message: object }>([
    { what: 'a text', reply: 'Hi', message: { ...assistant('Hi'), stop: STOP, usage: {}, origin: ORIGIN } },
    {
      what: 'parts',
      reply: parts,
      message: { ...assistant(parts), stop: { reason: 'tool-calls', raw: null }, usage: {}, origin: ORIGIN },
    },
    { what: 'no parts', reply: [], message: { ...assistant([]), stop: STOP, usage: {}, origin: ORIGIN } },
    {
      what: 'a message',
      reply: {
        ...assistant('Hi'),
        stop: { reason: 'length', raw: 'max' },
        usage: { outputTokens: 1 },
        origin: { ...ORIGIN, model: 'other' },
        replay: 1,
      },
      message: {
        ...assistant('Hi'),
        stop: { reason: 'length', raw: 'max' },
        usage: { outputTokens: 1 },
        origin: { ...ORIGIN, model: 'other' },
        replay: 1,
      },
    },
    {
      what: 'events, also those of a cut answer',
      reply: events,
      message: { ...assistant('Hi'), origin: { ...ORIGIN, servedModel: 'large-1' } },
    },
    {
      what: 'events that begin in the middle',
      reply: [{ type: 'part-start', index: 0, part: text('Hi') }],
      message: assistant('Hi'),
    },
    {
      what: 'a function of the request',
      reply:
        ({ tools }) =>
        () =>
          `asked with ${tools.length} tools`,
      message: { ...assistant('asked with 0 tools'), stop: STOP, usage: {}, origin: ORIGIN },
    },
  ])('says $what, the same whole and streamed', async ({ reply, message }) => {
    for (const stream of [false, true]) {
      expect(assemble(await collect(scripted([reply]).call(ASKED, { stream })))).toEqual(message)
    }
  })

  test('throws an error of its script as it is', async () => {
    const error = new Error('no')
    expect(await failureOf(say(scripted([error])))).toBe(error)
  })

  test('that is asked once too often is a config error', async () => {
    const model = scripted(['one', 'two'])
    await say(model)
    await say(model)
    expect(await failureOf(say(model))).toEqual(
      new DragomanError(
        'config',
        'The script has 2 replies, and this is call 3: add a reply or check the loop.',
      ),
    )
  })

  test('passes the request on to a reply that is a function', async () => {
    const seen: ModelRequest[] = []
    await say(scripted([(request) => (seen.push(request), 'Hi')]))
    expect(seen).toEqual([ASKED])
  })

  test('does not answer an aborted call', async () => {
    const reason = new Error('enough')
    expect(
      await failureOf(collect(scripted(['Hi']).call(ASKED, { signal: AbortSignal.abort(reason) }))),
    ).toBe(reason)
  })
})

function say(model: Model): Promise<unknown> {
  return collect(model.call(ASKED))
}
