import { describe, expect, test } from 'vitest'
import {
  fit,
  user,
  type CacheHint,
  type FunctionDefinition,
  type Message,
  type Notice,
  type ToolResultPart,
} from '@dragoman/core'
import { freeze } from '../freeze.ts'
import { call, text } from '../recording.ts'
import { requestOf, result, results, said, targetOf } from './conversation.ts'

const CACHE: { readonly cache: CacheHint } = { cache: { ttl: 'long' } }
const TOOL: FunctionDefinition = {
  type: 'function',
  name: 'ping',
  description: 'Pings.',
  input: { type: 'object' },
}

describe('cache points', () => {
  test.each<{ what: string; points: number; kept: Kept; notices: readonly Notice[] }>([
    { what: 'stay where they are not too many', points: 6, kept: { from: 0 }, notices: [] },
    {
      what: 'that are too many go from the front: the last ones cover the longest prefixes (case 306)',
      points: 4,
      kept: { from: 2 },
      notices: [point('tools[0]'), point('messages[0].parts[0]')],
    },
    {
      what: 'stand inside results too (case 306)',
      points: 1,
      kept: { from: 5 },
      notices: [
        point('tools[0]'),
        point('messages[0].parts[0]'),
        point('messages[1].parts[1]'),
        point('messages[3].parts[0]'),
        point('messages[4].parts[0]'),
      ],
    },
    {
      what: 'all go where the model knows none (case 309)',
      points: 0,
      kept: { from: 6 },
      notices: [
        point('tools[0]'),
        point('messages[0].parts[0]'),
        point('messages[1].parts[1]'),
        point('messages[3].parts[0]'),
        point('messages[4].parts[0]'),
        point('messages[4].parts[0]'),
      ],
    },
  ])('$what', ({ points, kept, notices }) => {
    const request = freeze(askedWith({ from: 0 }))
    const fitted = fit(request, targetOf({ cachePoints: points }))
    expect(fitted).toMatchObject({ request: askedWith(kept), notices })
    expect(fitted.request.messages).toEqual(askedWith(kept).messages)
    if (notices.length === 0) expect(fitted.request).toBe(request)
  })

  test('never live longer than one before them (case 308)', () => {
    const [long, short] = [{ cache: { ttl: 'long' } }, { cache: {} }] as const
    const given = [
      user([{ ...text('a'), ...long }]),
      said([
        { ...text('b'), ...short },
        { ...text('c'), cache: { ttl: 'short' } },
      ]),
      user([{ ...text('d'), ...long }]),
    ]
    const { request, notices } = fit(freeze(requestOf(given)), targetOf())
    expect(request.messages).toEqual([
      ...given.slice(0, 2),
      user([{ ...text('d'), cache: { ttl: 'short' } }]),
    ])
    expect(notices).toEqual([
      { code: 'cache-order', path: 'messages[2].parts[0]', action: 'downgraded', from: 'long', to: 'short' },
    ])
  })

  test('that are dropped do not shorten those behind them (cases 306 and 308)', () => {
    const given = user([
      { ...text('a'), cache: {} },
      { ...text('b'), cache: { ttl: 'long' } },
    ])
    const { request, notices } = fit(freeze(requestOf([given])), targetOf({ cachePoints: 1 }))
    expect(request.messages).toEqual([user([text('a'), { ...text('b'), cache: { ttl: 'long' } }])])
    expect(notices.map(({ code }) => code)).toEqual(['cache-point'])
  })

  test('that stood on what was dropped do not count', () => {
    const given = [
      user([
        { ...text(' '), ...CACHE },
        { ...text('Hello'), ...CACHE },
      ]),
    ]
    const { request, notices } = fit(freeze(requestOf(given)), targetOf({ blankText: false, cachePoints: 1 }))
    expect(request.messages).toEqual([user([{ ...text('Hello'), ...CACHE }])])
    expect(notices.map(({ code }) => code)).toEqual(['blank-text'])
  })

  test('leave messages that lose none as they are', () => {
    const given = [user('Hello'), said('Hi'), user([{ ...text('Hello'), ...CACHE }])]
    const { messages } = fit(freeze(requestOf(given)), targetOf({ cachePoints: 0 })).request
    expect(messages.map((message, at) => message === given[at])).toEqual([true, true, false])
    const request = freeze(askedWith({ from: 0 }))
    const fewer = fit(request, targetOf({ cachePoints: 5 })).request.messages
    expect(fewer.map((message, at) => message === request.messages[at])).toEqual(fewer.map(() => true))
  })
})

/** The first cache point that stays. */
interface Kept {
  readonly from: number
}

/** A request with six cache points in the order in which a provider reads them, without the first few. */
function askedWith({ from }: Kept) {
  const cache = (at: number): { readonly cache?: CacheHint } => (at < from ? {} : CACHE)
  const answer: ToolResultPart = { ...result('1', [{ ...text('pong'), ...cache(4) }]), ...cache(5) }
  const messages: Message[] = [
    { role: 'system', parts: [{ ...text('Be brief.'), ...cache(1) }] },
    user([text('Hello'), { ...text('there'), ...cache(2) }]),
    said('Hi'),
    said([{ ...text('Calling.'), ...cache(3) }, call('1', 'ping')]),
    results(answer),
  ]
  return requestOf(messages, { tools: [{ ...TOOL, ...cache(0) }] })
}

function point(path: string): Notice {
  return { code: 'cache-point', path, action: 'dropped', from: 'cache' }
}
