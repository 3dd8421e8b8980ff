import type { Fixture, Subject } from '@dragoman/conformance'
import {
  defineAdapter,
  DragomanError,
  readEvents,
  readJson,
  retryHints,
  scripted,
  type AdapterOptions,
  type Codec,
  type Decoder,
  type ErrorCode,
  type JsonObject,
  type ModelRequest,
  type Stop,
  type StopReason,
  type Usage,
  type WireEvent,
} from '@dragoman/core'

// A wire as small as a wire can be: a whole answer is { text, stop, tokens }, a stream is { add } and then
// { stop, tokens }. Instead of either there may be { error }, with any status.

interface TinyEvent {
  readonly add?: string
  readonly stop?: string
  readonly tokens?: TinyTokens
  readonly error?: string
}

interface TinyResponse {
  readonly text: string
  readonly stop: string
  readonly tokens?: TinyTokens
  readonly error?: string
}

/** `in` leaves out what came from the cache. */
interface TinyTokens {
  readonly in: number
  readonly cached?: number
  readonly out: number
}

interface TinyFailure {
  readonly word: string
  readonly status?: number
  readonly headers?: Headers
}

export type TinyCodec = Codec<JsonObject, TinyResponse, TinyEvent>

/** What the wire's words become. Each function can be replaced by a wrong one. */
export interface Meanings {
  readonly stop: (word: string) => Stop
  readonly usage: (tokens: TinyTokens | undefined) => Usage
  readonly error: (failure: TinyFailure) => DragomanError
}

const STOPS: Readonly<Record<string, StopReason>> = { end: 'stop', full: 'length' }
const ERRORS: Readonly<Record<string, ErrorCode>> = { busy: 'overloaded', forbidden: 'permission' }

export const HONEST: Meanings = {
  stop: (word) => ({ reason: STOPS[word] ?? 'other', raw: word }),
  usage: (tokens) => ({
    ...(tokens && { inputTokens: tokens.in + (tokens.cached ?? 0), outputTokens: tokens.out }),
    ...(tokens?.cached !== undefined && { cacheReadTokens: tokens.cached }),
  }),
  error: ({ word, status, headers }) =>
    new DragomanError(ERRORS[word] ?? 'server', `tiny: ${word}`, { status, ...retryHints(headers) }),
}

/** The honest codec, or one that gets some meanings wrong. */
export function tinyCodec(changes: Partial<Meanings> = {}): TinyCodec {
  const meanings: Meanings = { ...HONEST, ...changes }

  function ending(stop: string, tokens: TinyTokens | undefined): WireEvent[] {
    return [
      { type: 'part-end', index: 0 },
      { type: 'message-end', stop: meanings.stop(stop), usage: meanings.usage(tokens) },
    ]
  }

  function decoder(): Decoder<TinyEvent> {
    let started = false
    let ended = false
    return {
      push({ add, stop, tokens, error }) {
        if (error !== undefined) throw meanings.error({ word: error })
        const start = started ? [] : START
        started = true
        if (stop !== undefined) ended = true
        const delta: WireEvent[] = add ? [{ type: 'text-delta', index: 0, text: add }] : []
        return [...start, ...delta, ...(stop === undefined ? [] : ending(stop, tokens))]
      },
      end() {
        if (ended) return []
        throw new DragomanError('cut-stream', 'tiny: no stop')
      },
    }
  }

  return {
    wire: 'tiny',
    encode: () => ({}),
    decode({ text, stop, tokens, error }) {
      if (error !== undefined) throw meanings.error({ word: error })
      const part = { type: 'text', text } as const
      return [{ type: 'message-start' }, { type: 'part-start', index: 0, part }, ...ending(stop, tokens)]
    },
    decoder,
    // Only the transport throws.
    decodeError: (error) => meanings.error(error as TinyFailure),
  }
}

const START: readonly WireEvent[] = [
  { type: 'message-start' },
  { type: 'part-start', index: 0, part: { type: 'text', text: '' } },
]

const REQUEST: ModelRequest = { messages: [], tools: [], toolChoice: 'auto', settings: {} }

/** Every form of an answer that the wire has. */
export const FIXTURES: readonly Fixture[] = [
  {
    name: 'greeting',
    source: 'by hand',
    request: REQUEST,
    response: { text: ' Grüße 🗼 ', stop: 'end', tokens: { in: 5, cached: 4, out: 3 } },
    stream:
      'data: {"add":" Grüße"}\n\ndata: {"add":" 🗼 "}\n\ndata: {"stop":"end","tokens":{"in":5,"cached":4,"out":3}}\n\n',
    expect: {
      stop: { reason: 'stop', raw: 'end' },
      usage: { inputTokens: 9, cacheReadTokens: 4, outputTokens: 3 },
    },
  },
  {
    name: 'cut by the limit, without a cache',
    source: 'by hand',
    request: REQUEST,
    response: { text: 'Grü', stop: 'full', tokens: { in: 5, out: 1 } },
    stream: 'data: {"add":"Grü"}\n\ndata: {"stop":"full","tokens":{"in":5,"out":1}}\n\n',
    expect: { stop: { reason: 'length', raw: 'full' }, usage: { inputTokens: 5, outputTokens: 1 } },
  },
  {
    name: 'an unknown word, without any tokens',
    source: 'by hand',
    request: REQUEST,
    response: { text: 'Grü', stop: 'tired' },
    stream: 'data: {"add":"Grü"}\n\ndata: {"stop":"tired"}\n\n',
    expect: { stop: { reason: 'other', raw: 'tired' }, usage: {} },
  },
  {
    name: 'refused for a while',
    source: 'by hand',
    request: REQUEST,
    status: 503,
    headers: { 'content-type': 'application/json', 'retry-after': '2' },
    response: { error: 'busy' },
    expect: { error: { code: 'overloaded', retryable: true, retryAfterMs: 2000, status: 503 } },
  },
  {
    name: 'refused for good',
    source: 'by hand',
    request: REQUEST,
    status: 403,
    response: { error: 'forbidden' },
    expect: { error: { code: 'permission', retryable: false, status: 403 } },
  },
  {
    name: 'an error inside the answer',
    source: 'by hand',
    request: REQUEST,
    response: { error: 'busy' },
    stream: 'data: {"add":"Grü"}\n\ndata: {"error":"busy"}\n\n',
    expect: { error: { code: 'overloaded', retryable: true } },
  },
]

/** The wire as a subject of the laws. */
export function tinySubject(
  codec: TinyCodec,
  {
    fixtures = FIXTURES,
    cannotStopFor = ['tool-calls', 'context-full', 'pause', 'refusal', 'filtered'],
  }: Partial<Subject> = {},
): Subject {
  const adapter = defineAdapter<AdapterOptions<JsonObject>, JsonObject, TinyResponse, TinyEvent>({
    specVersion: 1,
    provider: 'tiny',
    options: { type: 'object' },
    codec,
    capabilities: () => scripted([]).capabilities,
    transport: ({ fetch = globalThis.fetch }) => ({
      send: async () => readJson(await checked(await fetch('http://127.0.0.1/'))),
      open: async (_request, signal) => readEvents(await checked(await fetch('http://127.0.0.1/')), signal),
    }),
  })
  return {
    name: 'tiny',
    model: (fetch) => adapter('tiny-1', { fetch }),
    fixtures,
    isEnding: ({ data }) => data.includes('"stop"'),
    cannotStopFor,
  }
}

async function checked(response: Response): Promise<Response> {
  const { ok, status, headers } = response
  if (ok) return response
  const { error: word } = await readJson<{ readonly error: string }>(response)
  const failure: TinyFailure = { word, status, headers }
  throw Object.assign(new Error(word), failure)
}
