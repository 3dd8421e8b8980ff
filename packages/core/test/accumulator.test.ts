import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  accumulator,
  assemble,
  type AssistantMessage,
  type AssistantPart,
  type DeltaType,
  type JsonValue,
  type PartEnd,
  type StreamEvent,
} from '@dragoman/core'
import { freeze } from './freeze.ts'
import { call, text } from './recording.ts'

const ORIGIN = { provider: 'acme', wire: 'acme.chat', model: 'large' }
const START: StreamEvent = { type: 'message-start', origin: ORIGIN }
const END: StreamEvent = {
  type: 'message-end',
  stop: { reason: 'stop', raw: 'end' },
  usage: { inputTokens: 1 },
}

describe('assemble', () => {
  test('builds the message that any legal sequence of events describes, and changes none of them', () => {
    fc.assert(
      fc.property(tellings(), ({ events, message }) => {
        expect(assemble(freeze(events))).toEqual(message)
      }),
    )
  })

  test('builds the same message from a whole answer and from its deltas', () => {
    const whole: StreamEvent[] = [
      START,
      { type: 'part-start', index: 0, part: text('Hello') },
      { type: 'part-end', index: 0 },
      END,
    ]
    const streamed: StreamEvent[] = [
      START,
      { type: 'part-start', index: 0, part: text('He') },
      { type: 'text-delta', index: 0, text: 'l' },
      { type: 'text-delta', index: 0, text: 'lo' },
      { type: 'part-end', index: 0 },
      END,
    ]
    expect(assemble(streamed)).toEqual(assemble(whole))
  })

  test.each<{
    what: string
    part: AssistantPart
    delta?: DeltaType
    end: Partial<PartEnd>
    expected: AssistantPart
  }>([
    {
      what: 'replace overrides a text',
      part: text('a'),
      delta: 'text-delta',
      end: { replace: 'z' },
      expected: text('z'),
    },
    {
      what: 'an empty replace overrides too',
      part: text('a'),
      delta: 'text-delta',
      end: { replace: '' },
      expected: text(''),
    },
    {
      what: 'replace overrides reasoning',
      part: { type: 'reasoning', text: '' },
      delta: 'reasoning-delta',
      end: { replace: 'z', replay: 'signature' },
      expected: { type: 'reasoning', text: 'z', replay: 'signature' },
    },
    {
      what: 'replace overrides arguments',
      part: { ...call('1', 'ping'), inputText: '' },
      delta: 'input-delta',
      end: { replace: '{"a":1}' },
      expected: call('1', 'ping', { a: 1 }),
    },
    {
      what: 'citations come with the end of a text',
      part: text('a'),
      end: { citations: [{ url: 'https://acme.example/', start: 0, end: 1 }] },
      expected: { ...text('a'), citations: [{ url: 'https://acme.example/', start: 0, end: 1 }] },
    },
    {
      what: 'a later replay wins over the first',
      part: { ...text('a'), replay: 1 },
      end: { replay: { b: 2 } },
      expected: { ...text('a'), replay: { b: 2 } },
    },
    {
      what: 'the first replay stays where the end has none',
      part: { type: 'opaque', kind: 'search', replay: { id: 's1' } },
      end: {},
      expected: { type: 'opaque', kind: 'search', replay: { id: 's1' } },
    },
    {
      what: 'a null replay is a replay',
      part: {
        type: 'file',
        mediaType: 'image/png',
        source: { type: 'url', url: 'https://acme.example/' },
        replay: 1,
      },
      end: { replay: null },
      expected: {
        type: 'file',
        mediaType: 'image/png',
        source: { type: 'url', url: 'https://acme.example/' },
        replay: null,
      },
    },
  ])('$what', ({ part, delta, end, expected }) => {
    const events: StreamEvent[] = [
      START,
      { type: 'part-start', index: 0, part },
      ...(delta ? [{ type: delta, index: 0, text: 'b' } as const] : []),
      { type: 'part-end', index: 0, ...end },
      END,
    ]
    expect(assemble(freeze(events)).parts).toEqual([expected])
  })

  test('takes the replay and the later served model from the end of the message', () => {
    const served: StreamEvent = {
      type: 'message-start',
      origin: { ...ORIGIN, servedModel: 'large-1', responseId: 'r1' },
    }
    expect(assemble(freeze([served, { ...END, servedModel: 'large-2', replay: ['kept'] }]))).toEqual({
      role: 'assistant',
      parts: [],
      stop: { reason: 'stop', raw: 'end' },
      usage: { inputTokens: 1 },
      origin: { ...ORIGIN, servedModel: 'large-2', responseId: 'r1' },
      replay: ['kept'],
    })
  })

  test('orders parts by index, not by arrival', () => {
    const events: StreamEvent[] = [
      START,
      { type: 'part-start', index: 10, part: text('last') },
      { type: 'part-start', index: 2, part: text('first') },
      END,
    ]
    expect(assemble(events).parts).toEqual([text('first'), text('last')])
  })

  test('makes an empty message of no events', () => {
    expect(assemble([])).toEqual({ role: 'assistant', parts: [] })
  })
})

describe('an accumulator', () => {
  test('tells the message so far at any time, without a stop, and what it told does not change', () => {
    const building = accumulator()
    const told: AssistantMessage[] = []
    const events: StreamEvent[] = [
      START,
      { type: 'part-start', index: 0, part: text('') },
      { type: 'text-delta', index: 0, text: 'He' },
      { type: 'text-delta', index: 0, text: 'llo' },
      END,
    ]
    for (const event of events) {
      building.push(event)
      told.push(freeze(building.message()))
    }
    const soFar = (value: string) => ({ role: 'assistant', origin: ORIGIN, parts: [text(value)] })
    expect(told).toEqual([
      { role: 'assistant', origin: ORIGIN, parts: [] },
      soFar(''),
      soFar('He'),
      soFar('Hello'),
      { ...soFar('Hello'), stop: { reason: 'stop', raw: 'end' }, usage: { inputTokens: 1 } },
    ])
  })

  test('starts over when an attempt is discarded', () => {
    const events: StreamEvent[] = [
      { type: 'message-start', origin: { ...ORIGIN, model: 'broken' } },
      { type: 'part-start', index: 0, part: text('So f') },
      { type: 'part-start', index: 1, part: call('1', 'ping') },
      { type: 'attempt-discarded', attempt: 1, code: 'network' },
    ]
    expect(assemble(events)).toEqual({ role: 'assistant', parts: [] })
    expect(assemble([...events, START, { type: 'part-start', index: 0, part: text('Hi') }, END])).toEqual({
      role: 'assistant',
      parts: [text('Hi')],
      stop: { reason: 'stop', raw: 'end' },
      usage: { inputTokens: 1 },
      origin: ORIGIN,
    })
  })

  test('ignores notices, retries, and deltas of a part that never started', () => {
    const events: StreamEvent[] = [
      { type: 'notice', notice: { code: 'x', path: 'tools[0]', action: 'dropped' } },
      { type: 'retry', attempt: 2, delayMs: 10, code: 'server' },
      { type: 'text-delta', index: 7, text: 'lost' },
      { type: 'part-end', index: 7, replace: 'lost' },
    ]
    expect(assemble(events)).toEqual({ role: 'assistant', parts: [] })
  })
})

interface Telling {
  readonly events: readonly StreamEvent[]
  readonly message: AssistantMessage
}

/** Legal events in any interleaving of their parts, beside the message that they describe. */
function tellings(): fc.Arbitrary<Telling> {
  return fc
    .tuple(
      fc.array(tellingsOfPart(), { maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      fc.option(replay(), { nil: undefined }),
    )
    .map(([parts, picks, ofMessage]) => {
      const queues = parts.map(({ steps }, index) => steps.map((step): StreamEvent => ({ ...step, index })))
      return {
        events: [START, ...interleave(queues, picks), withReplay(END, ofMessage)],
        message: withReplay(
          {
            role: 'assistant',
            parts: parts.map(({ part }) => part),
            stop: { reason: 'stop', raw: 'end' },
            usage: { inputTokens: 1 },
            origin: ORIGIN,
          },
          ofMessage,
        ),
      }
    })
}

// Without `index`, which the place among the parts gives.
type Step = DistributiveOmit<Extract<StreamEvent, { readonly index: number }>, 'index'>
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never

function tellingsOfPart(): fc.Arbitrary<{ readonly part: AssistantPart; readonly steps: readonly Step[] }> {
  const pieces = fc.array(fc.string({ unit: 'binary', maxLength: 5 }), { minLength: 1, maxLength: 5 })
  const kind = fc.constantFrom<readonly [DeltaType, (value: string) => AssistantPart]>(
    ['text-delta', text],
    ['reasoning-delta', (value) => ({ type: 'reasoning', text: value })],
    ['input-delta', (value) => ({ type: 'tool-call', id: 'c', name: 'n', inputText: value })],
  )
  return fc
    .record({
      kind,
      pieces,
      replace: fc.option(fc.string(), { nil: undefined }),
      replay: fc.option(replay(), { nil: undefined }),
    })
    .map(({ kind: [delta, part], pieces: [first = '', ...deltas], replace, replay: ofPart }) => ({
      part: withReplay(part(replace ?? [first, ...deltas].join('')), ofPart),
      steps: [
        { type: 'part-start', part: part(first) },
        ...deltas.map((piece) => ({ type: delta, text: piece }) as const),
        withReplay({ type: 'part-end', ...(replace !== undefined && { replace }) } as const, ofPart),
      ],
    }))
}

function replay(): fc.Arbitrary<JsonValue> {
  return fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue> // fast-check's own JSON type says the same in other words
}

function withReplay<Value extends object>(value: Value, of: JsonValue | undefined): Value {
  return of === undefined ? value : { ...value, replay: of }
}

function interleave(queues: readonly (readonly StreamEvent[])[], picks: fc.Stream<number>): StreamEvent[] {
  const rest = queues.map((queue) => [...queue])
  const mixed: StreamEvent[] = []
  while (rest.some((queue) => queue.length > 0)) {
    const open = rest.filter((queue) => queue.length > 0)
    const pick = Number(picks.next().value) % open.length
    mixed.push(...(open[pick]?.splice(0, 1) ?? []))
  }
  return mixed
}
