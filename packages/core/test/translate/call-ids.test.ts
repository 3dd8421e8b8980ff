import { describe, expect, test } from 'vitest'
import { fit, user, type Capabilities, type Message, type ToolCallPart, type WireEvent } from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call, text } from '../recording.ts'
import { notRun, requestOf, result, results, said, targetOf } from './conversation.ts'

const LONG = 'x'.repeat(70)
const ANY_40 = { pattern: '^[^]+$', max: 40 }
const ANY_64 = { pattern: '^[^]+$', max: 64 }
const WORD = { pattern: '^[a-zA-Z0-9_-]+$', max: 1_000 }
const NINE = { pattern: '^[a-zA-Z0-9]{9}$', max: 9 }

describe('the ids of calls', () => {
  test.each<{
    readonly what: string
    readonly callId: Capabilities['callId']
    /** The ids of the calls of each turn. */
    readonly given: readonly (readonly string[])[]
    readonly sent?: readonly (readonly string[])[]
  }>([
    { what: 'stay where the wire allows them', callId: ANY_40, given: [['call_1', 'a|b'], ['call_2']] },
    { what: 'of 40 letters stay where 40 are the most', callId: ANY_40, given: [['x'.repeat(40)]] },
    {
      what: 'of 41 are hashed there (case 101)',
      callId: ANY_40,
      given: [['x'.repeat(41)]],
      sent: [['call_1om3exd0a3b']],
    },
    { what: 'of 64 letters stay where 64 are the most', callId: ANY_64, given: [['x'.repeat(64)]] },
    {
      what: 'of 65 are hashed there (case 101)',
      callId: ANY_64,
      given: [['x'.repeat(65)]],
      sent: [['call_0da0d9qho1o']],
    },
    {
      what: 'with other letters are hashed where only words are allowed (case 101)',
      callId: WORD,
      given: [['functions.search:0', 'call_1|fc_1', 'toolu_1']],
      sent: [['call_2c6tep7rixz', 'call_09u4gk4fezk', 'toolu_1']],
    },
    {
      what: 'that are not 9 letters and digits are hashed into such (cases 101 and 330)',
      callId: NINE,
      given: [['call_1', 'abcDEF123', 'toolu_01A']],
      sent: [['iv0e9n8ny', 'abcDEF123', 'nda2tirmi']],
    },
    {
      what: 'that are long and begin alike stay two (case 102)',
      callId: ANY_64,
      given: [[`${LONG}1`, `${LONG}2`]],
      sent: [['call_02yw544v358', 'call_24yxim95qj3']],
    },
    {
      what: 'that a server counts from zero in each turn become different (case 103)',
      callId: WORD,
      given: [['call_0', 'call_1'], ['call_0', 'call_1'], ['call_0']],
      sent: [['call_0', 'call_1'], ['call_1hmu8hyzym6', 'call_0liv0e9n8ny'], ['call_1ziss9fpcvf']],
    },
    {
      what: 'that are empty become different, within a turn and over turns (cases 103 and 104)',
      callId: WORD,
      given: [['', ''], ['']],
      sent: [['call_1mdofbxlecv', 'call_1r33oemg4n4'], ['call_1ma5gs4rqi4']],
    },
    {
      what: 'that stand twice in one turn become different, and results go by their places (case 103)',
      callId: ANY_40,
      given: [['a', 'a', 'b', 'a']],
      sent: [['a', 'call_17krhlwi05u', 'b', 'call_24p5kqjrj5u']],
    },
    {
      what: 'that another id was given already give way (case 103)',
      callId: ANY_40,
      given: [['a', 'a', 'call_17krhlwi05u']],
      sent: [['a', 'call_17krhlwi05u', 'call_0udr8slnrjq']],
    },
    {
      what: 'never become one that is there already (case 103)',
      callId: ANY_40,
      given: [['call_17krhlwi05u', 'a', 'a']],
      sent: [['call_17krhlwi05u', 'a', 'call_24p5kqjrj5u']],
    },
    {
      what: 'that are no well-formed text are hashed (case 145)',
      callId: ANY_40,
      given: [['call_\ud83d']],
      sent: [['call_26owdarc20d']],
    },
  ])('$what', ({ callId, given, sent = given }) => {
    const fitted = fit(freeze(requestOf(turnsOf(given))), targetOf({ callId }))
    expect(fitted.request.messages).toEqual(turnsOf(sent))
  })

  test.each([ANY_40, ANY_64, WORD, NINE])('are all allowed by %o, and no two are the same', (callId) => {
    const odd = ['', 'a', 'a', 'call_0', 'call_1|fc_1', LONG, `${LONG}1`, 'é', '123456789', ' ']
    const { request } = fit(freeze(requestOf(turnsOf([odd, odd, odd]))), targetOf({ callId }))
    const ids = idsOf(request.messages)
    expect(new Set(ids).size).toBe(3 * odd.length)
    expect(ids.filter((id) => id.length > callId.max || !new RegExp(callId.pattern).test(id))).toEqual([])
  })

  test('are told to have changed, each with its place', () => {
    const { notices } = fit(requestOf(turnsOf([['a', '', 'a']])), targetOf({ callId: ANY_40 }))
    expect(notices).toEqual([
      { code: 'call-id', path: 'messages[1].parts[1]', action: 'renamed', from: '', to: 'call_1mdofbxlecv' },
      { code: 'call-id', path: 'messages[1].parts[2]', action: 'renamed', from: 'a', to: 'call_17krhlwi05u' },
    ])
  })

  test('are told by their places in the given history, whatever is dropped or put in before', () => {
    const given = [
      said([{ type: 'reasoning', text: 'Hm' }], { origin: { provider: 'o', wire: 'o', model: 'o' } }),
      said([text(' '), call('a', 'ping')]),
      results(result('a', 'A')),
      said([text(' '), call('a', 'ping')]),
    ]
    const takes = { callId: ANY_40, blankText: false, assistantFirst: false }
    const { notices } = fit(freeze(requestOf(given)), targetOf(takes))
    expect(notices.filter(({ code }) => code === 'call-id')).toEqual([
      { code: 'call-id', path: 'messages[3].parts[1]', action: 'renamed', from: 'a', to: 'call_17krhlwi05u' },
    ])
  })

  test('come back in the events of the answer, whole or streamed', () => {
    const { request, restore } = fit(
      requestOf(turnsOf([['a', 'a', LONG], ['a']])),
      targetOf({ callId: ANY_40 }),
    )
    const started = callsOf(request.messages).map((part, index) =>
      restore({ type: 'part-start', index, part }),
    )
    expect(started).toEqual(
      ['a', 'a', LONG, 'a'].map((id, index) => ({ type: 'part-start', index, part: call(id, 'ping') })),
    )
  })

  test('of other calls and other events are left alone', () => {
    const { restore } = fit(requestOf(turnsOf([[LONG]])), targetOf({ callId: ANY_40 }))
    const events: WireEvent[] = [
      { type: 'message-start', servedModel: 'large-1' },
      { type: 'part-start', index: 0, part: call('new', 'ping') },
      { type: 'input-delta', index: 0, text: LONG },
      { type: 'part-end', index: 0 },
    ]
    expect(events.map(restore)).toEqual(events)
  })

  test('stay the same while the conversation goes on', () => {
    const turns = [
      ['call_0', ''],
      ['call_0', LONG],
      ['', 'call_0'],
      ['call_0', 'call_0'],
    ]
    const sent = turns.map((_turn, at) => {
      return fit(requestOf(turnsOf(turns.slice(0, at + 1))), targetOf({ callId: NINE })).request.messages
    })
    const [last = []] = sent.slice(-1)
    for (const shorter of sent) expect(last.slice(0, shorter.length)).toEqual(shorter)
  })

  test('of calls without results are given to the results that are made for them', () => {
    const asked = said([call('', 'ping'), call('a', 'ping'), call('', 'ping')])
    const given = [user('Go'), asked, results(result('a', 'A'), result('', 'first'))]
    const { request } = fit(freeze(requestOf(given)), targetOf({ callId: ANY_40 }))
    const [first, second] = ['call_1mdofbxlecv', 'call_1r33oemg4n4'] as const
    expect(request.messages.slice(1)).toEqual([
      said([call(first, 'ping'), call('a', 'ping'), call(second, 'ping')]),
      results(result(first, 'first'), result('a', 'A'), notRun(second)),
    ])
  })
})

function turnsOf(turns: readonly (readonly string[])[]): Message[] {
  return turns.flatMap((turn) => [
    user('Go'),
    said(turn.map((id) => call(id, 'ping'))),
    results(...turn.map((id, at) => result(id, `${at}`))),
  ])
}

function callsOf(messages: readonly Message[]): ToolCallPart[] {
  return messages.flatMap((message) =>
    message.role === 'assistant' ? message.parts.filter((part) => part.type === 'tool-call') : [],
  )
}

function idsOf(messages: readonly Message[]): string[] {
  return callsOf(messages).map(({ id }) => id)
}
