import type { JsonObject, JsonValue, Stop, Usage } from '@dragoman/core'
import {
  encodeEvents,
  errorRow,
  REQUEST,
  show,
  SOURCE,
  type ErrorRow,
  type Row,
  type TypedObject,
} from './row.ts'

export const title = 'anthropic.messages'

const HEAD = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-5' } as const

interface StopRow {
  readonly name: string
  readonly word: string | null
  /** Other fields that say how the message stopped. */
  readonly fields?: JsonObject
  /** Default: a text. */
  readonly content?: readonly TypedObject[]
  /** The stream's last event is missing. */
  readonly isCut?: boolean
  /** The stream's events before the reason, where they are not the usual ones. */
  readonly events?: readonly TypedObject[]
  readonly stop: Stop
}

const TEXT: TypedObject = { type: 'text', text: 'Sunny.' }
const CALL: TypedObject = { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Rome' } }
const SEARCH: TypedObject = {
  type: 'server_tool_use',
  id: 'srvtoolu_1',
  name: 'web_search',
  input: { query: 'Rome' },
}
const HOSTED_CALL: TypedObject = {
  ...CALL,
  caller: { type: 'code_execution_20250825', tool_id: 'srvtoolu_1' },
}
const THINKING: TypedObject = { type: 'thinking', thinking: 'It is in Italy.', signature: 'c2lnbmVk' }
const CLOSING: TypedObject = { type: 'message_stop' }
const COMPACTION: TypedObject = { type: 'compaction', content: 'The user asked for the weather.' }

const STOPS: readonly StopRow[] = [
  { name: 'the end of the answer', word: 'end_turn', stop: { reason: 'stop', raw: 'end_turn' } },
  {
    name: 'an answer without blocks (32)',
    word: 'end_turn',
    content: [],
    stop: { reason: 'stop', raw: 'end_turn' },
  },
  {
    name: 'the closing event is missing (228)',
    word: 'end_turn',
    isCut: true,
    stop: { reason: 'stop', raw: 'end_turn' },
  },
  {
    name: 'a stop sequence, and which one (161)',
    word: 'stop_sequence',
    fields: { stop_sequence: 'END' },
    stop: { reason: 'stop', raw: 'stop_sequence', detail: { stopSequence: 'END' } },
  },
  {
    name: 'a stop sequence that is not told (161)',
    word: 'stop_sequence',
    stop: { reason: 'stop', raw: 'stop_sequence' },
  },
  { name: 'calls', word: 'tool_use', content: [TEXT, CALL], stop: { reason: 'tool-calls', raw: 'tool_use' } },
  {
    name: 'a text after a call',
    word: 'tool_use',
    content: [CALL, TEXT],
    stop: { reason: 'tool-calls', raw: 'tool_use' },
  },
  {
    name: 'a call from within hosted code, which says so, and goes back so',
    word: 'tool_use',
    fields: { container: { id: 'container_1', expires_at: '2026-11-24T00:00:00Z' } },
    content: [SEARCH, HOSTED_CALL],
    stop: { reason: 'tool-calls', raw: 'tool_use' },
  },
  {
    name: 'the same, whole in the start of the stream',
    word: 'tool_use',
    content: [HOSTED_CALL],
    events: [{ type: 'message_start', message: { ...HEAD, content: [HOSTED_CALL], stop_reason: null } }],
    stop: { reason: 'tool-calls', raw: 'tool_use' },
  },
  {
    name: 'a signature that stands in the start of its block',
    word: 'end_turn',
    content: [THINKING, TEXT],
    stop: { reason: 'stop', raw: 'end_turn' },
  },
  {
    name: 'blocks that a gateway gives the same number, one after the other',
    word: 'tool_use',
    content: [TEXT, CALL],
    events: opening([TEXT, CALL]).map((event) => ('index' in event ? { ...event, index: 0 } : event)),
    stop: { reason: 'tool-calls', raw: 'tool_use' },
  },
  {
    name: 'a call whose input stands in the start of its block',
    word: 'tool_use',
    content: [CALL],
    events: [
      ...opening([]),
      { type: 'content_block_start', index: 0, content_block: CALL },
      { type: 'content_block_stop', index: 0 },
    ],
    stop: { reason: 'tool-calls', raw: 'tool_use' },
  },
  {
    name: 'a call beside another word, which is run (157)',
    word: 'end_turn',
    content: [CALL],
    stop: { reason: 'stop', raw: 'end_turn' },
  },
  { name: 'the token limit', word: 'max_tokens', stop: { reason: 'length', raw: 'max_tokens' } },
  {
    name: 'the token limit in or after a call, which is not run (158)',
    word: 'max_tokens',
    content: [CALL],
    stop: { reason: 'length', raw: 'max_tokens' },
  },
  {
    name: 'the context is full (162)',
    word: 'model_context_window_exceeded',
    stop: { reason: 'context-full', raw: 'model_context_window_exceeded' },
  },
  ...['cyber', 'bio', 'frontier_llm', 'reasoning_extraction', 'general_harms', null].map(
    (category): StopRow => ({
      name: `a refusal, of the category ${category} (220)`,
      word: 'refusal',
      fields: { stop_details: { type: 'refusal', category, explanation: 'Not allowed.' } },
      stop: { reason: 'refusal', raw: 'refusal', detail: { category, explanation: 'Not allowed.' } },
    }),
  ),
  {
    name: 'a refusal without an explanation (220)',
    word: 'refusal',
    fields: { stop_details: { type: 'refusal', category: 'bio', explanation: null } },
    stop: { reason: 'refusal', raw: 'refusal', detail: { category: 'bio', explanation: null } },
  },
  { name: 'a refusal without details (220)', word: 'refusal', stop: { reason: 'refusal', raw: 'refusal' } },
  {
    name: 'a refusal after a call, which is not run (221)',
    word: 'refusal',
    content: [TEXT, CALL],
    stop: { reason: 'refusal', raw: 'refusal' },
  },
  {
    name: 'a hosted tool needs more time: the answer is sent back as it is (159)',
    word: 'pause_turn',
    content: [SEARCH],
    stop: { reason: 'pause', raw: 'pause_turn' },
  },
  {
    name: 'the conversation was compacted, and goes on (168)',
    word: 'compaction',
    content: [COMPACTION],
    stop: { reason: 'pause', raw: 'compaction' },
  },
  {
    name: 'the same, whose words a stream brings in a piece',
    word: 'compaction',
    content: [COMPACTION],
    events: [
      ...opening([]),
      { type: 'content_block_start', index: 0, content_block: { ...COMPACTION, content: null } },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'compaction_delta', content: 'The user asked for the weather.' },
      },
      { type: 'content_block_stop', index: 0 },
    ],
    stop: { reason: 'pause', raw: 'compaction' },
  },
  { name: 'an unknown word (160)', word: 'tired', stop: { reason: 'other', raw: 'tired' } },
  {
    name: 'a word of Object.prototype is as unknown as any (160)',
    word: 'constructor',
    stop: { reason: 'other', raw: 'constructor' },
  },
  { name: 'no reason, and a closing event (167)', word: null, stop: { reason: 'other', raw: null } },
  {
    name: 'no reason beside a call, which is run (157)',
    word: null,
    content: [CALL],
    stop: { reason: 'other', raw: null },
  },
]

/** Table 1. */
export const stops: readonly Row[] = STOPS.map((row) => {
  const { name, word, fields, content = [TEXT], isCut, stop } = row
  const ending = { stop_reason: word, stop_sequence: null, stop_details: null, ...fields }
  const { events: before = opening(content) } = row
  const events = [...before, { type: 'message_delta', delta: ending }, ...(isCut ? [] : [CLOSING])]
  const kinds = content.map(({ type }) => type).filter((type) => type !== 'text')
  return {
    name: `table 1, ${stop.reason}: ${name}`,
    sent: [show({ stop_reason: word, ...fields }), ...kinds].join(' + '),
    request: REQUEST,
    source: SOURCE,
    response: { ...HEAD, content, ...ending },
    stream: encodeEvents(events),
    expect: { stop },
  }
})

interface UsageRow {
  readonly name: string
  /** The usage of a whole answer. `undefined` where the wire sends no such field. */
  readonly usage: JsonValue | undefined
  /** What a stream says at its start and in each message_delta. Default: as in a whole answer, at both places. */
  readonly start?: JsonValue
  readonly deltas?: readonly JsonValue[]
  readonly counts: Omit<Usage, 'raw'>
}

const COUNTED: JsonObject = { input_tokens: 10, output_tokens: 30 }

const USAGES: readonly UsageRow[] = [
  {
    name: 'everything that the wire reports: the caches are added to the input (169, 171)',
    usage: {
      ...COUNTED,
      cache_read_input_tokens: 200,
      cache_creation_input_tokens: 40,
      cache_creation: { ephemeral_5m_input_tokens: 15, ephemeral_1h_input_tokens: 25 },
      output_tokens_details: { thinking_tokens: 20 },
      server_tool_use: { web_search_requests: 1 },
      service_tier: 'standard',
    },
    counts: {
      inputTokens: 250,
      cacheReadTokens: 200,
      cacheWriteTokens: 40,
      outputTokens: 30,
      reasoningTokens: 20,
    },
  },
  { name: 'no caches', usage: COUNTED, counts: { inputTokens: 10, outputTokens: 30 } },
  {
    name: 'caches and details that are null (178)',
    usage: {
      ...COUNTED,
      cache_read_input_tokens: null,
      cache_creation_input_tokens: null,
      output_tokens_details: null,
    },
    counts: { inputTokens: 10, outputTokens: 30 },
  },
  {
    name: 'one of the caches',
    usage: { ...COUNTED, cache_read_input_tokens: 200 },
    counts: { inputTokens: 210, cacheReadTokens: 200, outputTokens: 30 },
  },
  {
    name: 'a zero is reported, and is not nothing (179)',
    usage: { input_tokens: 10, output_tokens: 0, cache_read_input_tokens: 0 },
    counts: { inputTokens: 10, cacheReadTokens: 0, outputTokens: 0 },
  },
  {
    name: 'the input is the sum of what was reported',
    usage: { input_tokens: null, cache_read_input_tokens: 200, output_tokens: 30 },
    counts: { inputTokens: 200, cacheReadTokens: 200, outputTokens: 30 },
  },
  { name: 'only the output (335)', usage: { output_tokens: 30 }, counts: { outputTokens: 30 } },
  { name: 'no usage (335)', usage: undefined, counts: {} },
  { name: 'a usage that is null (335)', usage: null, counts: {} },
  {
    name: 'what a compaction used is not in the totals (177)',
    usage: { ...COUNTED, iterations: [{ type: 'compaction', input_tokens: 1000, output_tokens: 100 }] },
    counts: { inputTokens: 10, outputTokens: 30 },
  },
  {
    name: 'the counts of a stream grow: the last ones stand, and are not added (172)',
    usage: COUNTED,
    start: { input_tokens: 10, output_tokens: 1 },
    deltas: [{ output_tokens: 20 }, { output_tokens: 30 }],
    counts: { inputTokens: 10, outputTokens: 30 },
  },
  {
    name: 'a stream corrects its input at the end (172)',
    usage: { input_tokens: 10, output_tokens: 30, cache_read_input_tokens: 200 },
    start: { input_tokens: 3, output_tokens: 1, cache_read_input_tokens: 0 },
    deltas: [{ input_tokens: 10, output_tokens: 30, cache_read_input_tokens: 200 }],
    counts: { inputTokens: 210, cacheReadTokens: 200, outputTokens: 30 },
  },
  {
    name: 'a null at the end takes nothing back (172)',
    usage: { ...COUNTED, cache_read_input_tokens: 200 },
    start: { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 200 },
    deltas: [{ input_tokens: null, output_tokens: 30, cache_read_input_tokens: null }],
    counts: { inputTokens: 210, cacheReadTokens: 200, outputTokens: 30 },
  },
  {
    name: 'only at the start of a stream (335)',
    usage: COUNTED,
    start: COUNTED,
    deltas: [],
    counts: { inputTokens: 10, outputTokens: 30 },
  },
  {
    name: 'only at the end of a stream (335)',
    usage: COUNTED,
    start: null,
    deltas: [COUNTED],
    counts: { inputTokens: 10, outputTokens: 30 },
  },
]

/** Table 2. */
export const usages: readonly Row[] = USAGES.map(
  ({ name, usage, start = usage, deltas = [usage], counts }) => {
    const ending = { stop_reason: 'end_turn', stop_sequence: null, stop_details: null }
    const reported = deltas.map((delta) => ({ type: 'message_delta', delta: {}, ...known(delta) }))
    return {
      name: `table 2: ${name}`,
      sent: (start === usage ? [usage] : [start, ...deltas]).map((said) => show(known(said))).join(' → '),
      request: REQUEST,
      source: SOURCE,
      response: { ...HEAD, content: [TEXT], ...ending, ...known(usage) },
      stream: encodeEvents([
        ...opening([TEXT], start),
        ...reported,
        { type: 'message_delta', delta: ending },
        CLOSING,
      ]),
      expect: { usage: counts },
    }
  },
)

const RETRY = { retryable: true } as const
const GIVE_UP = { retryable: false } as const

/** Each type alone, without a status beside it. */
const TYPES: Readonly<Record<string, ErrorRow['error']>> = {
  invalid_request_error: { code: 'invalid-request', ...GIVE_UP },
  authentication_error: { code: 'auth', ...GIVE_UP },
  billing_error: { code: 'quota', ...GIVE_UP },
  permission_error: { code: 'permission', ...GIVE_UP },
  not_found_error: { code: 'not-found', ...GIVE_UP },
  rate_limit_error: { code: 'rate-limit', ...RETRY },
  timeout_error: { code: 'timeout', ...RETRY },
  api_error: { code: 'server', ...RETRY },
  overloaded_error: { code: 'overloaded', ...RETRY },
  conflict_error: { code: 'conflict', ...RETRY },
  memory_precondition_failed_error: { code: 'conflict', ...RETRY },
  memory_path_conflict_error: { code: 'conflict', ...RETRY },
}

const ERRORS: readonly ErrorRow[] = [
  ...Object.entries(TYPES).map(([type, error]): ErrorRow => ({
    name: `${type} in a stream`,
    stream: [{ type: 'error', error: { type, message: 'It did not work.' } }],
    error,
  })),
  {
    name: 'an error that is a text, in a stream',
    stream: [{ type: 'error', error: 'prompt is too long: 9 tokens > 8 maximum' }],
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'in a stream, after a part of the answer (230)',
    stream: [
      ...opening([TEXT]),
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    ],
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'in a stream without event lines (229)',
    stream: 'data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'in a stream, with the id of the request (286)',
    stream: [
      { type: 'error', error: { type: 'api_error', message: 'Internal server error' }, request_id: 'req_1' },
    ],
    error: { code: 'server', ...RETRY, requestId: 'req_1' },
  },
  {
    name: 'in a stream (272)',
    stream: [{ type: 'error', error: { type: 'rate_limit_error', message: 'Too many requests.' } }],
    error: { code: 'rate-limit', ...RETRY },
  },
  {
    name: 'in a stream, by its code (272)',
    stream: [
      {
        type: 'error',
        error: {
          type: 'rate_limit_error',
          message: 'Limit reached.',
          details: { error_code: 'enforced_spend_limit_reached' },
        },
      },
    ],
    error: { code: 'quota', ...GIVE_UP },
  },
  {
    name: 'in a stream (276)',
    stream: [{ type: 'error', error: { type: 'timeout_error', message: 'It took too long.' } }],
    error: { code: 'timeout', ...RETRY },
  },
  {
    name: 'in a stream (277)',
    stream: [
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'prompt is too long: 9 tokens > 8 maximum' },
      },
    ],
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'in a stream (278)',
    stream: [
      { type: 'error', error: { type: 'request_too_large', message: 'Request exceeds the maximum size' } },
    ],
    error: { code: 'too-large', ...GIVE_UP },
  },
  {
    name: 'an unknown type in a stream',
    stream: [{ type: 'error', error: { type: 'tired_error', message: 'It did not work.' } }],
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'an answer with status 200 that is an error (281)',
    body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'the same where a stream was asked for (281)',
    headers: { 'content-type': 'application/json' },
    stream: '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'a page with status 200 (281)',
    body: '<html><body>Welcome</body></html>',
    stream: '<html><body>Welcome</body></html>',
    error: { code: 'bad-response', ...GIVE_UP },
  },
  { name: 'an empty body with status 200 (280)', body: '', error: { code: 'bad-response', ...GIVE_UP } },
  { name: 'a body without content (281)', body: { ok: true }, error: { code: 'bad-response', ...GIVE_UP } },
  {
    name: 'an event that is no JSON (255)',
    stream: 'event: message_start\ndata: {"type":\n\n',
    error: { code: 'bad-response', ...GIVE_UP },
  },
  {
    name: 'the stream ends before its reason (228)',
    stream: opening([TEXT]),
    error: { code: 'cut-stream', ...RETRY },
  },
  { name: 'the stream is empty (228)', stream: '', error: { code: 'cut-stream', ...RETRY } },
]

/** Table 3 inside an answer. */
export const errors: readonly Row[] = ERRORS.map(errorRow)

/** The events of a message until its end. */
function opening(content: readonly TypedObject[], usage?: JsonValue): TypedObject[] {
  return [
    { type: 'message_start', message: { ...HEAD, content: [], stop_reason: null, ...known(usage) } },
    ...content.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: { ...block, ...emptyOf(block) } },
      ...deltaOf(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
  ]
}

function emptyOf({ type }: TypedObject): JsonObject {
  switch (type) {
    case 'text':
      return { text: '' }
    case 'tool_use':
      return { input: {} }
    default:
      return {}
  }
}

function deltaOf({ type, text = '', input = {} }: TypedObject): TypedObject[] {
  switch (type) {
    case 'text':
      return [{ type: 'text_delta', text }]
    case 'tool_use':
      return [{ type: 'input_json_delta', partial_json: JSON.stringify(input) }]
    default:
      return []
  }
}

function known(usage: JsonValue | undefined): JsonObject {
  return usage === undefined ? {} : { usage }
}
