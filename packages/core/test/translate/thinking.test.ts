import { describe, expect, test } from 'vitest'
import { fit, system, user, type Message, type Notice, type Settings } from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call, text } from '../recording.ts'
import { FOREIGN, requestOf, result, results, said, targetOf } from './conversation.ts'

const HELLO = user('Hello')
const THOUGHT = { type: 'reasoning', text: 'Hm', replay: 'signature' } as const
const CALL = call('1', 'ping')
const PONG = results(result('1', 'pong'))
const HIGH: Settings = { effort: 'high', seed: 1 }
const OFF: Settings = { effort: 'none', seed: 1 }

interface Row {
  readonly what: string
  readonly messages: readonly Message[]
  readonly settings?: Settings
  readonly sent?: Settings
  readonly notices?: readonly Notice[]
}

const ROWS: readonly Row[] = [
  { what: 'goes on where the user spoke last', messages: [HELLO, said('Hi'), HELLO] },
  { what: 'goes on where the loop began with it (case 182)', messages: [HELLO, said([THOUGHT, CALL]), PONG] },
  {
    what: 'goes on in a new turn, whoever called in the one before',
    messages: [HELLO, said([CALL], { origin: FOREIGN }), PONG, HELLO],
  },
  {
    what: 'is off until the loop is over where it began without it (case 190)',
    messages: [HELLO, said([CALL], { origin: FOREIGN }), PONG],
    sent: OFF,
    notices: [off('settings.effort', 'high')],
  },
  {
    what: 'is off where it was only asked to be shown (case 190)',
    messages: [HELLO, said([CALL]), PONG],
    settings: { reasoning: 'summary', seed: 1 },
    sent: OFF,
    notices: [off('settings.reasoning')],
  },
  {
    what: 'is off where an answer in the loop began without it',
    messages: [
      HELLO,
      said([THOUGHT, CALL]),
      PONG,
      said([text('Well.'), call('2', 'ping')]),
      results(result('2', 'pong')),
    ],
    sent: OFF,
    notices: [off('settings.effort', 'high')],
  },
  {
    what: 'is off where instructions follow the results',
    messages: [HELLO, said([CALL]), PONG, system('Be brief.')],
    sent: OFF,
    notices: [off('settings.effort', 'high')],
  },
  {
    what: 'is off where the model goes on from what a program wrote (case 7)',
    messages: [HELLO, said('It is')],
    sent: OFF,
    notices: [off('settings.effort', 'high')],
  },
  { what: 'that is off stays off', messages: [HELLO, said([CALL]), PONG], settings: OFF },
]

describe('thinking, where every answer of a loop must begin with it,', () => {
  test.each(ROWS)('$what', ({ messages, settings = HIGH, sent = settings, notices = [] }) => {
    const fitted = fit(freeze(requestOf(messages, { settings })), targetOf({ thinksFirst: true }))
    expect({ request: fitted.request, notices: fitted.notices }).toEqual({
      request: requestOf(messages, { settings: sent }),
      notices,
    })
  })

  test.each(ROWS)('goes on elsewhere: $what', ({ messages, settings = HIGH }) => {
    const request = freeze(requestOf(messages, { settings }))
    expect(fit(request, targetOf()).request).toBe(request)
  })
})

describe('a choice that forces a call, where it is refused while the model thinks,', () => {
  const tools = [
    { type: 'function', name: 'ping', description: 'Pings.', input: { type: 'object' } },
  ] as const

  test.each<{ settings: Settings; choice: 'required' | 'auto' }>([
    { settings: {}, choice: 'required' },
    { settings: { effort: 'none', reasoning: 'hidden' }, choice: 'required' },
    { settings: { effort: 'low' }, choice: 'auto' },
    { settings: { reasoning: 'hidden' }, choice: 'auto' },
  ])('is $choice with $settings (case 91)', ({ settings, choice }) => {
    const request = requestOf([HELLO], { tools, toolChoice: 'required', settings })
    const fitted = fit(freeze(request), targetOf({ forcedToolChoice: 'without-thinking' }))
    expect(fitted.request).toEqual({ ...request, toolChoice: choice })
  })
})

function off(path: string, from?: string): Notice {
  return { code: 'thinking-off', path, action: 'downgraded', ...(from !== undefined && { from }), to: 'none' }
}
