import { inject, type Fixture, type Subject, type Verdict, type WireBlocks } from '@dragoman/conformance'
import {
  defineAdapter,
  DragomanError,
  isJsonObject,
  json,
  readEvents,
  readJson,
  retryHints,
  scripted,
  type AdapterOptions,
  type AssistantPart,
  type Capabilities,
  type Codec,
  type Decoder,
  type ErrorCode,
  type FilePart,
  type JsonObject,
  type Message,
  type ModelRequest,
  type Stop,
  type StopReason,
  type TextPart,
  type ToolResultPart,
  type Usage,
  type WireEvent,
} from '@dragoman/core'

// A wire as small as a wire can be: a whole answer is { text, mark, calls, stop, tokens }, a stream is { add } and
// { call } and then { mark, stop, tokens }. Instead of either there may be { error }, with any status. `mark` must go back
// with its text. A request is { lines }, a list of what was said, and everything else as it is.

export interface TinyEvent {
  readonly add?: string
  readonly call?: TinyCall
  readonly mark?: string
  readonly stop?: string
  readonly tokens?: TinyTokens
  readonly error?: string
}

interface TinyResponse {
  readonly text: string
  readonly mark?: string
  readonly calls?: readonly TinyCall[]
  readonly stop: string
  readonly tokens?: TinyTokens
  readonly error?: string
}

export interface TinyCall {
  readonly id: string
  readonly tool: string
  readonly input: string
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
  readonly encode: (request: ModelRequest) => JsonObject
  readonly stop: (word: string) => Stop
  readonly usage: (tokens: TinyTokens | undefined) => Usage
  readonly error: (failure: TinyFailure) => DragomanError
}

const STOPS: Readonly<Record<string, StopReason>> = { end: 'stop', full: 'length', calls: 'tool-calls' }
const ERRORS: Readonly<Record<string, ErrorCode>> = { busy: 'overloaded', forbidden: 'permission' }

export const HONEST: Meanings = {
  encode: ({ messages, tools, toolChoice, parallelToolCalls = true, output, settings }) => ({
    lines: messages.flatMap(encodeMessage),
    tools: json(tools),
    choice: json(toolChoice),
    parallel: parallelToolCalls,
    settings: json(settings),
    ...(output && { output: json(output) }),
  }),
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

  function ending(stop: string, tokens: TinyTokens | undefined, mark: string | undefined): WireEvent[] {
    return [
      { type: 'part-end', index: 0, ...(mark !== undefined && { replay: { mark } }) },
      { type: 'message-end', stop: meanings.stop(stop), usage: meanings.usage(tokens) },
    ]
  }

  function decoder(): Decoder<TinyEvent> {
    let started = false
    let ended = false
    let calls = 0
    return {
      push({ add, call, mark, stop, tokens, error }) {
        if (error !== undefined) throw meanings.error({ word: error })
        requireText(add)
        const start = started ? [] : START
        started = true
        if (stop !== undefined) ended = true
        const delta: WireEvent[] = add ? [{ type: 'text-delta', index: 0, text: add }] : []
        const called = call ? decodeCall(call, (calls += 1)) : []
        return [...start, ...delta, ...called, ...(stop === undefined ? [] : ending(stop, tokens, mark))]
      },
      end() {
        if (ended) return []
        throw new DragomanError('cut-stream', 'tiny: no stop')
      },
    }
  }

  return {
    wire: 'tiny',
    encode: (request) => meanings.encode(request),
    decode({ text, mark, calls = [], stop, tokens, error }) {
      if (error !== undefined) throw meanings.error({ word: error })
      requireText(text)
      const part = { type: 'text', text } as const
      return [
        { type: 'message-start' },
        { type: 'part-start', index: 0, part },
        ...calls.flatMap((call, at) => decodeCall(call, at + 1)),
        ...ending(stop, tokens, mark),
      ]
    },
    decoder,
    decodeError: (error) =>
      error instanceof TypeError
        ? new DragomanError('network', 'tiny: no connection', { cause: error })
        : meanings.error(error as TinyFailure), // what else the transport throws
  }
}

function decodeCall({ id, tool, input }: TinyCall, index: number): WireEvent[] {
  const part = { type: 'tool-call', id, name: tool, inputText: input } as const
  return [
    { type: 'part-start', index, part },
    { type: 'part-end', index },
  ]
}

function encodeMessage(message: Message): JsonObject[] {
  switch (message.role) {
    case 'system':
    case 'user':
      return message.parts.map((part) => ({ by: message.role, ...encodeContent(part) }))
    case 'assistant':
      return message.parts.map((part) => ({ by: 'assistant', ...encodeSaid(part) }))
    case 'tool':
      return message.parts.map(encodeResult)
  }
}

function encodeContent(part: TextPart | FilePart): JsonObject {
  const { cache } = part
  const content = part.type === 'text' ? { text: part.text } : { file: encodeFile(part) }
  return { ...content, ...(cache && { cache: { ...cache } }) }
}

function encodeFile({ source, name }: FilePart): JsonObject {
  return { ...source, ...(name !== undefined && { name }) }
}

function encodeSaid(part: AssistantPart): JsonObject {
  switch (part.type) {
    case 'text':
      return { text: part.text, ...(isJsonObject(part.replay) && part.replay) }
    case 'tool-call':
      return { call: part.id, tool: part.name, input: part.inputText }
    default:
      throw new DragomanError('unsupported', `tiny has no form for ${part.type}`)
  }
}

function encodeResult({ callId, parts, isError, cache }: ToolResultPart): JsonObject {
  return {
    by: 'tool',
    for: callId,
    result: parts.map(encodeContent),
    ...(isError && { failed: true }),
    ...(cache && { cache: { ...cache } }),
  }
}

function requireText(text: unknown): void {
  if (text === undefined || typeof text === 'string') return
  throw new DragomanError('bad-response', 'tiny: a text is no text')
}

const START: readonly WireEvent[] = [
  { type: 'message-start' },
  { type: 'part-start', index: 0, part: { type: 'text', text: '' } },
]

const REQUEST: ModelRequest = { messages: [], tools: [], toolChoice: 'auto', settings: {} }

const ANSWERS: readonly Fixture[] = [
  {
    name: 'greeting',
    source: 'by hand',
    request: REQUEST,
    response: { text: ' Grüße 🗼 ', mark: 'm1', stop: 'end', tokens: { in: 5, cached: 4, out: 3 } },
    stream:
      'data: {"add":" Grüße"}\n\ndata: {"add":" 🗼 "}\n\ndata: {"mark":"m1","stop":"end","tokens":{"in":5,"cached":4,"out":3}}\n\n',
    expect: {
      stop: { reason: 'stop', raw: 'end' },
      usage: { inputTokens: 9, cacheReadTokens: 4, outputTokens: 3 },
    },
  },
  {
    name: 'two calls of one tool',
    source: 'by hand',
    request: REQUEST,
    response: {
      text: 'I will see.',
      calls: [
        { id: 'call_a', tool: 'weather', input: '{"city":"Köln"}' },
        { id: 'call_b', tool: 'weather', input: '{"city":"Bern"}' },
      ],
      stop: 'calls',
    },
    stream: `data: {"add":"I will see."}

data: {"call":{"id":"call_a","tool":"weather","input":"{\\"city\\":\\"Köln\\"}"}}

data: {"call":{"id":"call_b","tool":"weather","input":"{\\"city\\":\\"Bern\\"}"}}

data: {"stop":"calls"}

`,
    expect: { stop: { reason: 'tool-calls', raw: 'calls' } },
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

/** Every form of an answer that the wire has. */
export const FIXTURES: readonly Fixture[] = [
  ...ANSWERS,
  ...inject(ANSWERS, [
    {
      name: 'an unknown event',
      into: 'greeting',
      becomes: 'skipped',
      stream: ['data: {"add":" 🗼 "}', 'data: {"later":true}\n\ndata: {"add":" 🗼 "}'],
    },
    {
      name: 'a text that is no text',
      into: 'greeting',
      becomes: 'bad-response',
      response: ['"text":" Grüße 🗼 "', '"text":7'],
      stream: ['"add":" 🗼 "', '"add":7'],
    },
  ]),
]

const CAPABILITIES: Capabilities = {
  ...scripted([]).capabilities,
  toolName: { pattern: '^[a-z_]+$', max: 20 },
  callId: { pattern: '^[a-z0-9_]+$', max: 20 },
  silentTurns: false,
  blankText: false,
}

/** What the provider asks of a request: words, and one result for each call, right behind it. */
function judgeTiny(body: object): readonly Verdict[] {
  const lines = linesOf(body)
  return lines.flatMap((line, at) => {
    const path = `lines[${at}]`
    const { text, call } = line
    const blank = typeof text === 'string' && text.trim() === ''
    const turn = lines.slice(0, at).findLastIndex(({ by }) => by !== 'assistant')
    const answers = lines.slice(turn + 1).filter((other) => other['for'] === call)
    return [
      ...(blank ? [{ rule: 'blank', path, message: 'is blank' }] : []),
      ...(call !== undefined && answers.length !== 1
        ? [{ rule: 'unanswered', path, message: `has ${answers.length} results` }]
        : []),
      ...(typeof call === 'string' && !/^[a-z0-9_]{1,20}$/.test(call)
        ? [{ rule: 'id', path, message: `has the id ${call}` }]
        : []),
    ]
  })
}

const BLOCKS: WireBlocks = {
  readAnswer(response) {
    const body = 'body' in response && isJsonObject(response.body) ? response.body : {}
    const { text = '', mark, calls = [] } = body
    const called = Array.isArray(calls) ? calls.filter(isJsonObject) : []
    return [
      { by: 'assistant', text, ...(mark !== undefined && { mark }) },
      ...called.map(({ id = '', ...call }) => ({ by: 'assistant', call: id, ...call })),
    ]
  },
  readRequest: linesOf,
  kindOf: () => 'line',
  spellings: [],
  removals: [],
}

function linesOf(body: object): readonly JsonObject[] {
  const { lines = [] } = body as { readonly lines?: readonly JsonObject[] } // what the codec makes
  return lines
}

/** The wire as a subject of the laws. */
export function tinySubject(
  codec: TinyCodec,
  {
    fixtures = FIXTURES,
    answers = ['text', 'tool calls', 'parallel tool calls'],
    comesWhole = ['tool calls'],
    keyless,
    cannotStopFor = ['context-full', 'pause', 'refusal', 'filtered'],
    judge = judgeTiny,
    knownFailures = [],
    capabilities = {},
  }: Partial<Subject> & { readonly capabilities?: Partial<Capabilities> } = {},
): Subject {
  const adapter = defineAdapter<AdapterOptions<JsonObject>, JsonObject, TinyResponse, TinyEvent>({
    specVersion: 1,
    provider: 'tiny',
    options: { type: 'object' },
    codec,
    capabilities: () => ({ ...CAPABILITIES, ...capabilities }),
    transport: ({ fetch = globalThis.fetch }, watch) => {
      async function post(request: JsonObject, signal: AbortSignal): Promise<Response> {
        const body = JSON.stringify(request)
        const headers = keyless === undefined ? { authorization: 'Bearer tiny-key' } : {}
        return checked(await watch(fetch)('http://127.0.0.1/', { method: 'POST', headers, body, signal }))
      }
      return {
        send: async (request, signal) => readJson(await post(request, signal)),
        open: async (request, signal) => readEvents(await post(request, signal), signal),
      }
    },
  })
  return {
    name: 'tiny',
    model: (fetch) => adapter('tiny-1', { fetch }),
    fixtures,
    isEnding: ({ data }) => data.includes('"stop"'),
    answers,
    comesWhole,
    cannotStopFor,
    judge,
    ...(keyless !== undefined && { keyless }),
    knownFailures,
    blocks: BLOCKS,
  }
}

async function checked(response: Response): Promise<Response> {
  const { ok, status, headers } = response
  if (ok) return response
  const { error: word } = await readJson<{ readonly error: string }>(response)
  const failure: TinyFailure = { word, status, headers }
  throw Object.assign(new Error(word), failure)
}
