import { DragomanError, toolResult, type Message, type ToolCallPart } from '@dragoman/core'
import { describe, expect, test } from 'vitest'
import { neverFigure, timesFigure } from '../src/figure.ts'
import { findLeaks } from '../src/leaks.ts'
import { startLedger, type Entry } from '../src/ledger.ts'
import { refusalsOf, sendAgain } from '../src/send-again.ts'
import { findLost } from '../src/transcript.ts'
import { watchUnhandled } from '../src/unhandled.ts'

const KEY = 'sk-canary-1234-secret'

describe('a key is found', () => {
  test.each<[string, unknown]>([
    ['in a message', new DragomanError('auth', `The key ${KEY} is wrong.`)],
    ['as base64', new DragomanError('auth', Buffer.from(KEY).toString('base64'))],
    [
      'in a cause',
      new DragomanError('auth', 'No.', { cause: new Error('no', { cause: { headers: [KEY] } }) }),
    ],
    [
      'in what is not printed',
      new DragomanError('auth', 'No.', {
        partial: { role: 'assistant', parts: [{ type: 'text', text: KEY }] },
      }),
    ],
    ['in plain data', { notices: [{ from: KEY }] }],
  ])('%s', (_where, value) => {
    expect(findLeaks(KEY, { value })).not.toEqual([])
  })

  test('nowhere in an error without it', () => {
    expect(findLeaks(KEY, { error: new DragomanError('auth', 'The key [redacted] is wrong.') })).toEqual([])
  })
})

const CALL: ToolCallPart = { type: 'tool-call', id: 'call_1', name: 'weather', inputText: '{"city":"Oslo"}' }
const ASKED: Message = { role: 'assistant', parts: [CALL] }
const ANSWERED: Message = { role: 'tool', parts: [toolResult(CALL, 'Outcome 1 of weather.')] }
const RAN: Entry = {
  callId: 'call_1',
  call: 'weather {"city":"Oslo"}',
  idempotencyKey: 'run:1:call_1',
  signal: new AbortController().signal,
  outcome: 'Outcome 1 of weather.',
}

describe('a result', () => {
  test('that stands once is not lost', () => {
    expect(findLost([ASKED, ANSWERED], [RAN])).toEqual([])
  })

  test.each<[string, readonly Message[]]>([
    ['is missing', [ASKED]],
    ['stands twice', [ASKED, ANSWERED, ASKED, ANSWERED]],
    ['says something else', [ASKED, { role: 'tool', parts: [toolResult(CALL, 'Sunny.')] }]],
    [
      'answers another call',
      [ASKED, { role: 'tool', parts: [toolResult({ ...CALL, id: 'call_2' }, 'Outcome 1 of weather.')] }],
    ],
  ])('is found where it %s', (_how, messages) => {
    expect(findLost(messages, [RAN])).not.toEqual([])
  })
})

test('a tool that runs twice with the same arguments stands in the book', async () => {
  const ledger = startLedger()
  const signal = new AbortController().signal
  for (const key of ['a', 'b']) {
    await ledger.tools[0]?.execute?.({ city: 'Oslo' }, { signal, callId: key, idempotencyKey: key })
  }
  expect(ledger.repeated()).toEqual(['weather {"city":"Oslo"}'])
})

test('a state that cannot be sent again is found', async () => {
  const state = {
    version: 1 as const,
    runId: 'run',
    messages: [ASKED, ANSWERED],
    added: 0,
    steps: 0,
    pending: [CALL],
    results: [],
    usages: [],
  }
  const { problems } = await sendAgain(state, { wire: 'anthropic.messages', tools: [], stream: false })
  expect(problems).not.toEqual([])
})

test('a request that a provider would refuse is found', () => {
  const seen = { method: 'POST', path: '/', headers: {}, turn: 0, attempt: 1, isBroken: false, atMs: 0 }
  expect(
    refusalsOf([{ ...seen, body: { model: 'x', messages: [], nonsense: 1 } }], 'openai.chat'),
  ).not.toEqual([])
})

test('what nobody handles is noted until the watch stops', () => {
  const before = process.listenerCount('uncaughtException')
  const unhandled = watchUnhandled()
  process.listeners('uncaughtException').at(-1)?.(new Error('left'), 'unhandledRejection')
  unhandled.stop()
  expect([unhandled.errors, process.listenerCount('uncaughtException')]).toEqual([
    [new Error('left')],
    before,
  ])
})

describe('a figure', () => {
  test('is not met where nothing was tried', () => {
    expect(neverFigure('tools run twice', { count: 0, noun: 'faults' }, [])).toEqual({
      what: 'tools run twice',
      target: '0',
      measured: '0 in 0 faults',
      met: false,
      failures: [],
    })
  })

  test('of times is met by their 99th percentile', () => {
    const times = [...Array<number>(95).fill(1), 200, 200, 200, 200, 200]
    expect([timesFigure('late', times, 300).met, timesFigure('late', times, 100).met]).toEqual([true, false])
    expect(timesFigure('late', [], 100).met).toBe(false)
  })
})
