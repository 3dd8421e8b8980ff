import {
  defineAdapter,
  DragomanError,
  readEvents,
  readJson,
  type AdapterOptions,
  type Codec,
  type Decoder,
  type JsonObject,
  type WireEvent,
} from '@dragoman/core'
import { laws, LAWS, type Fixture, type Subject } from '@dragoman/conformance'
import { describe, expect, test } from 'vitest'

// A wire as small as a wire can be: a whole answer is { text, stop }, a stream is { add } and then { stop }.
type TinyEvent = { readonly add?: string; readonly stop?: string }
type TinyResponse = { readonly text: string; readonly stop: string }
type TinyCodec = Codec<JsonObject, TinyResponse, TinyEvent>

const START: readonly WireEvent[] = [
  { type: 'message-start' },
  { type: 'part-start', index: 0, part: { type: 'text', text: '' } },
]

function ending(stop: string): readonly WireEvent[] {
  return [
    { type: 'part-end', index: 0 },
    { type: 'message-end', stop: { reason: 'stop', raw: stop }, usage: {} },
  ]
}

function honestDecoder(): Decoder<TinyEvent> {
  let started = false
  let ended = false
  return {
    push({ add, stop }) {
      const start = started ? [] : START
      started = true
      if (stop !== undefined) ended = true
      const delta: WireEvent[] = add ? [{ type: 'text-delta', index: 0, text: add }] : []
      return [...start, ...delta, ...(stop === undefined ? [] : ending(stop))]
    },
    end() {
      if (ended) return []
      throw new DragomanError('cut-stream', 'tiny: no stop')
    },
  }
}

const honest: TinyCodec = {
  wire: 'tiny',
  encode: () => ({}),
  decode: ({ text, stop }) => [
    { type: 'message-start' },
    { type: 'part-start', index: 0, part: { type: 'text', text } },
    ...ending(stop),
  ],
  decoder: honestDecoder,
  decodeError: (error) => new DragomanError('server', String(error)),
}

/** A decoder whose events go through a change. */
function changing(change: (events: readonly WireEvent[]) => readonly WireEvent[]): TinyCodec {
  return {
    ...honest,
    decoder() {
      const decoder = honestDecoder()
      return { push: (event) => change([...decoder.push(event)]), end: () => decoder.end() }
    },
  }
}

interface Mutant {
  readonly name: string
  /** The laws that must fail, in the kit's order. */
  readonly killedBy: readonly string[]
  readonly codec: TinyCodec
}

const MUTANTS: readonly Mutant[] = [
  { name: 'the honest codec', killedBy: [], codec: honest },
  {
    name: 'a codec that trims deltas',
    killedBy: ['agreement'],
    codec: changing((events) =>
      events.map((event) => (event.type === 'text-delta' ? { ...event, text: event.text.trim() || '-' } : event)),
    ),
  },
  {
    name: 'a codec that invents an ending at the end of the bytes',
    killedBy: ['truncation'],
    codec: {
      ...honest,
      decoder() {
        const decoder = honestDecoder()
        let ended = false
        return {
          push(event) {
            if (event.stop !== undefined) ended = true
            return decoder.push(event)
          },
          end: () => (ended ? [] : [{ type: 'message-end', stop: { reason: 'stop', raw: null }, usage: {} }]),
        }
      },
    },
  },
  {
    name: 'a codec that never ends its parts',
    killedBy: ['grammar'],
    codec: changing((events) => events.filter((event) => event.type !== 'part-end')),
  },
  {
    name: 'a codec that yields empty deltas',
    killedBy: ['grammar'],
    codec: changing((events) =>
      events.flatMap((event) => (event.type === 'text-delta' ? [event, { ...event, text: '' }] : [event])),
    ),
  },
  {
    name: 'a codec that goes on after message-end',
    killedBy: ['grammar'],
    codec: changing((events) =>
      events.flatMap((event): WireEvent[] =>
        event.type === 'message-end'
          ? [event, { type: 'notice', notice: { code: 'late', path: '', action: 'advice' } }]
          : [event],
      ),
    ),
  },
  {
    name: 'a codec that loses the last event',
    killedBy: ['agreement', 'rechunk', 'truncation', 'grammar'],
    codec: changing((events) => events.filter((event) => event.type !== 'message-end')),
  },
]

const FIXTURES: readonly Fixture[] = [
  {
    name: 'greeting',
    source: 'by hand',
    request: { messages: [], tools: [], toolChoice: 'auto', settings: {} },
    response: { text: ' Grüße 🗼 ', stop: 'end' },
    stream: 'data: {"add":" Grüße"}\n\ndata: {"add":" 🗼 "}\n\ndata: {"stop":"end"}\n\n',
  },
]

function subject(codec: TinyCodec, fixtures: readonly Fixture[] = FIXTURES): Subject {
  const adapter = defineAdapter<AdapterOptions<JsonObject>, JsonObject, TinyResponse, TinyEvent>({
    specVersion: 1,
    provider: 'tiny',
    options: { type: 'object' },
    codec,
    capabilities: () => ({
      parallelToolCalls: true,
      forcedToolChoice: 'yes',
      strict: false,
      sampling: [],
      effort: [],
      reasoning: [],
      blankText: true,
      wire: {},
    }),
    transport: ({ fetch = globalThis.fetch }) => ({
      send: async () => readJson(await fetch('http://127.0.0.1/')),
      open: async (_request, signal) => readEvents(await fetch('http://127.0.0.1/'), signal),
    }),
  })
  return {
    name: 'tiny',
    model: (fetch) => adapter('tiny-1', { fetch }),
    fixtures,
    isEnding: ({ data }) => data.includes('"stop"'),
  }
}

async function failedLaws(codec: TinyCodec): Promise<string[]> {
  const checks = laws(subject(codec))
  const outcomes = await Promise.allSettled(checks.map((check) => check.run()))
  return checks.flatMap((check, at) => (outcomes[at]?.status === 'rejected' ? [check.law.name] : []))
}

describe('the kit', () => {
  test.each(MUTANTS)('$name fails exactly the laws that name its fault', async ({ codec, killedBy }) => {
    expect(await failedLaws(codec)).toEqual(killedBy)
  })

  test('every law kills at least one mutant', () => {
    const killers = new Set(MUTANTS.flatMap((mutant) => mutant.killedBy))
    expect(LAWS.map((law) => law.name).filter((name) => !killers.has(name))).toEqual([])
  })

  test('a law that no fixture can show is an error, not a silent pass', () => {
    const { stream: _stream, ...wholeOnly } = FIXTURES[0] ?? { name: '', source: '' }
    expect(() => laws(subject(honest, [wholeOnly as Fixture]))).toThrow(
      'tiny has no fixture for the law "agreement": give one with response and stream.',
    )
  })
})
