import type { JsonObject, JsonValue, Stop, Usage } from '@dragoman/core'
import { encodeEvents, errorRow, REQUEST, show, SOURCE, TYPE_ROWS, type ErrorRow, type Row } from './row.ts'

export const title = 'openai.chat'

const HEAD = { id: 'chatcmpl_1', created: 1, model: 'gpt-5.5-2026-04-23' } as const

interface StopRow {
  readonly name: string
  readonly finish: string | null
  /** The fields of the message. Default: a text. */
  readonly message?: JsonObject
  /** The data of the stream's events, where it is not the usual one. */
  readonly stream?: readonly JsonValue[]
  readonly stop: Stop
}

const TEXT: JsonObject = { content: 'Sunny.' }
const REFUSAL: JsonObject = { refusal: 'I cannot help with that.' }
const CALL: JsonObject = {
  tool_calls: [
    { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
  ],
}

const CUSTOM_CALL: JsonObject = {
  tool_calls: [{ id: 'call_1', type: 'custom', custom: { name: 'note', input: 'Say "hi".' } }],
}
const STOPS: readonly StopRow[] = [
  {
    name: 'an answer as the object that it is to be',
    finish: 'stop',
    message: { content: { city: 'Rome' } },
    stop: { reason: 'stop', raw: 'stop' },
  },
  {
    name: 'a call of a free-text tool',
    finish: 'tool_calls',
    message: CUSTOM_CALL,
    stop: { reason: 'tool-calls', raw: 'tool_calls' },
  },
  { name: 'the end of the answer', finish: 'stop', stop: { reason: 'stop', raw: 'stop' } },
  { name: 'a stop sequence looks the same (161)', finish: 'stop', stop: { reason: 'stop', raw: 'stop' } },
  { name: 'a word of compatible servers (166)', finish: 'end', stop: { reason: 'stop', raw: 'end' } },
  { name: 'another word of compatible servers (166)', finish: 'eos', stop: { reason: 'stop', raw: 'eos' } },
  {
    name: 'an empty refusal is none',
    finish: 'stop',
    message: { ...TEXT, refusal: '' },
    stop: { reason: 'stop', raw: 'stop' },
  },
  {
    name: 'the closing frame is missing (251)',
    finish: 'stop',
    stream: [chunk({ delta: { role: 'assistant', ...TEXT } }), chunk({ delta: {}, finish_reason: 'stop' })],
    stop: { reason: 'stop', raw: 'stop' },
  },
  {
    name: 'the content comes after the reason (252)',
    finish: 'stop',
    stream: [chunk({ delta: {}, finish_reason: 'stop' }), chunk({ delta: TEXT }), '[DONE]'],
    stop: { reason: 'stop', raw: 'stop' },
  },
  { name: 'calls', finish: 'tool_calls', message: CALL, stop: { reason: 'tool-calls', raw: 'tool_calls' } },
  {
    name: 'the word of the functions parameter',
    finish: 'function_call',
    message: CALL,
    stop: { reason: 'tool-calls', raw: 'function_call' },
  },
  {
    name: 'a named choice, and many servers, say stop beside a call (157)',
    finish: 'stop',
    message: CALL,
    stop: { reason: 'tool-calls', raw: 'stop' },
  },
  {
    name: 'an empty list of calls: none is run, and the run is done (157)',
    finish: 'tool_calls',
    message: { ...TEXT, tool_calls: [] },
    stop: { reason: 'tool-calls', raw: 'tool_calls' },
  },
  { name: 'the token limit', finish: 'length', stop: { reason: 'length', raw: 'length' } },
  {
    name: 'the token limit in or after a call, which is not run (158)',
    finish: 'length',
    message: CALL,
    stop: { reason: 'length', raw: 'length' },
  },
  {
    name: 'a word of compatible servers; OpenAI refuses the request instead (166)',
    finish: 'model_context_window_exceeded',
    stop: { reason: 'context-full', raw: 'model_context_window_exceeded' },
  },
  { name: 'a refusal (220)', finish: 'stop', message: REFUSAL, stop: { reason: 'refusal', raw: 'stop' } },
  {
    name: 'a refusal beside a call, which is not run (221)',
    finish: 'tool_calls',
    message: { ...REFUSAL, ...CALL },
    stop: { reason: 'refusal', raw: 'tool_calls' },
  },
  { name: 'the filter (223)', finish: 'content_filter', stop: { reason: 'filtered', raw: 'content_filter' } },
  {
    name: 'the filter after a call, which is not run (158)',
    finish: 'content_filter',
    message: CALL,
    stop: { reason: 'filtered', raw: 'content_filter' },
  },
  {
    name: 'a word of compatible servers (166)',
    finish: 'sensitive',
    stop: { reason: 'filtered', raw: 'sensitive' },
  },
  { name: 'an unknown word (160)', finish: 'tired', stop: { reason: 'other', raw: 'tired' } },
  {
    name: 'a word of Object.prototype is as unknown as any (160)',
    finish: 'constructor',
    stop: { reason: 'other', raw: 'constructor' },
  },
  {
    name: 'an unknown word beside a call, which is run (157)',
    finish: 'tired',
    message: CALL,
    stop: { reason: 'other', raw: 'tired' },
  },
  { name: 'no reason, and a closing frame (165)', finish: null, stop: { reason: 'other', raw: null } },
  {
    name: 'no reason beside a call, which is run (165)',
    finish: null,
    message: CALL,
    stop: { reason: 'other', raw: null },
  },
  { name: 'an empty reason is none (166)', finish: '', stop: { reason: 'other', raw: null } },
]

/** Table 1. */
export const stops: readonly Row[] = STOPS.map(({ name, finish, message = TEXT, stream, stop }) => ({
  name: `table 1, ${stop.reason}: ${name}`,
  sent: [
    show({ finish_reason: finish }),
    ...Object.keys(message).filter((field) => field !== 'content'),
  ].join(' + '),
  request: REQUEST,
  source: SOURCE,
  response: completion(message, finish),
  stream: encodeEvents(stream ?? chunks(message, finish)),
  expect: { stop },
}))

interface UsageRow {
  readonly name: string
  /** `undefined` where the wire sends no such field. */
  readonly usage: JsonValue | undefined
  /** The data of the stream's events, where only a stream has this form. */
  readonly stream?: readonly JsonValue[]
  readonly counts: Omit<Usage, 'raw'>
}

const COUNTED: JsonObject = { prompt_tokens: 100, completion_tokens: 30, total_tokens: 130 }

const USAGES: readonly UsageRow[] = [
  {
    name: 'everything that the wire reports: both totals include their details (169, 170, 171)',
    usage: {
      ...COUNTED,
      prompt_tokens_details: { cached_tokens: 40, cache_write_tokens: 10, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 20, accepted_prediction_tokens: 0 },
    },
    counts: {
      inputTokens: 100,
      cacheReadTokens: 40,
      cacheWriteTokens: 10,
      outputTokens: 30,
      reasoningTokens: 20,
    },
  },
  { name: 'no details', usage: COUNTED, counts: { inputTokens: 100, outputTokens: 30 } },
  {
    name: 'details that are null (175)',
    usage: { ...COUNTED, prompt_tokens_details: null, completion_tokens_details: null },
    counts: { inputTokens: 100, outputTokens: 30 },
  },
  {
    name: 'counts that are null (178)',
    usage: {
      ...COUNTED,
      prompt_tokens_details: { cached_tokens: null, cache_write_tokens: null },
      completion_tokens_details: { reasoning_tokens: null },
    },
    counts: { inputTokens: 100, outputTokens: 30 },
  },
  {
    name: 'a zero is reported, and is not nothing (179)',
    usage: { prompt_tokens: 100, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 0 } },
    counts: { inputTokens: 100, cacheReadTokens: 0, outputTokens: 0 },
  },
  { name: 'a total that is missing (175)', usage: { completion_tokens: 30 }, counts: { outputTokens: 30 } },
  {
    name: 'a count that is no number (175)',
    usage: { prompt_tokens: '100', completion_tokens: 30 },
    counts: { outputTokens: 30 },
  },
  { name: 'no usage', usage: undefined, counts: {} },
  { name: 'a usage that is null', usage: null, counts: {} },
  {
    name: 'a running usage in every chunk: the last one stands (174)',
    usage: COUNTED,
    stream: [
      { ...chunk({ delta: TEXT }), usage: { prompt_tokens: 100, completion_tokens: 1 } },
      {
        ...chunk({ delta: {}, finish_reason: 'stop' }),
        usage: { prompt_tokens: 100, completion_tokens: 29 },
      },
      { ...chunk(), usage: COUNTED },
      '[DONE]',
    ],
    counts: { inputTokens: 100, outputTokens: 30 },
  },
  {
    name: 'in the chunk of the reason, and null in the others (172)',
    usage: COUNTED,
    stream: [
      { ...chunk({ delta: TEXT }), usage: null },
      { ...chunk({ delta: {}, finish_reason: 'stop' }), usage: COUNTED },
      '[DONE]',
    ],
    counts: { inputTokens: 100, outputTokens: 30 },
  },
  {
    name: 'in the choice, as Moonshot sends it (175)',
    usage: COUNTED,
    stream: [chunk({ delta: TEXT }), chunk({ delta: {}, finish_reason: 'stop', usage: COUNTED }), '[DONE]'],
    counts: { inputTokens: 100, outputTokens: 30 },
  },
]

/** Table 2. */
export const usages: readonly Row[] = USAGES.map(({ name, usage, stream, counts }) => ({
  name: `table 2: ${name}`,
  sent: show({ usage }),
  request: REQUEST,
  source: SOURCE,
  response: completion(TEXT, 'stop', usage),
  stream: encodeEvents(stream ?? chunks(TEXT, 'stop', usage)),
  expect: { usage: counts },
}))

const RETRY = { retryable: true } as const
const GIVE_UP = { retryable: false } as const

const ERRORS: readonly ErrorRow[] = [
  ...TYPE_ROWS,
  {
    name: 'in a stream (250)',
    stream: [
      chunk({ delta: TEXT }),
      { error: { message: 'The server had an error.', type: 'server_error', param: null, code: null } },
    ],
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'the status of the upstream as the code (250)',
    stream: [{ error: { message: 'Bad gateway', code: 502 } }],
    error: { code: 'server', ...RETRY, status: 502 },
  },
  {
    name: 'beside choices, as OpenRouter sends it (250)',
    stream: [
      {
        ...chunk({ delta: {}, finish_reason: 'error' }),
        error: { message: 'Provider disconnected', code: 'server_error' },
      },
      '[DONE]',
    ],
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'the error is a text (250)',
    stream: [{ error: 'boom' }],
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'the reason of OpenRouter without an error',
    body: completion(TEXT, 'error'),
    stream: chunks(TEXT, 'error'),
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'in a stream, with the status as the code (250)',
    stream: [{ error: { message: 'Rate limit exceeded', code: 429 } }],
    error: { code: 'rate-limit', ...RETRY, status: 429 },
  },
  {
    name: 'in a stream, by its type (230)',
    stream: [{ error: { message: 'Overloaded', type: 'overloaded_error' } }],
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'in a stream (272)',
    stream: [
      { error: { message: 'Out of credit.', type: 'insufficient_quota', code: 'insufficient_quota' } },
    ],
    error: { code: 'quota', ...GIVE_UP },
  },
  {
    name: 'in a stream, with the words of OpenRouter only (277)',
    stream: [{ error: { message: "This endpoint's maximum context length is 8192 tokens.", code: null } }],
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'in a stream, as Groq sends it (328)',
    stream: [
      {
        error: {
          message: 'Tool call validation failed',
          type: 'invalid_request_error',
          code: 'tool_use_failed',
        },
      },
    ],
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'an answer with status 200 that is an error (281)',
    body: { error: { message: 'Rate limit exceeded', code: 429 } },
    error: { code: 'rate-limit', ...RETRY, status: 429 },
  },
  {
    name: 'the same where a stream was asked for (281)',
    headers: { 'content-type': 'application/json' },
    stream: '{"error":{"message":"Rate limit exceeded","code":429}}',
    error: { code: 'rate-limit', ...RETRY, status: 429 },
  },
  {
    name: 'a page with status 200 (281)',
    body: '<html><body>Welcome</body></html>',
    stream: '<html><body>Welcome</body></html>',
    error: { code: 'bad-response', ...GIVE_UP },
  },
  { name: 'an empty body with status 200 (280)', body: '', error: { code: 'bad-response', ...GIVE_UP } },
  { name: 'a body without choices (281)', body: { ok: true }, error: { code: 'bad-response', ...GIVE_UP } },
  {
    name: 'an event that is no JSON (255)',
    stream: [chunk({ delta: TEXT }), '{"choices":[', '[DONE]'],
    error: { code: 'bad-response', ...GIVE_UP },
  },
  {
    name: 'the stream ends before its reason (251)',
    stream: [chunk({ delta: { role: 'assistant', ...TEXT } })],
    error: { code: 'cut-stream', ...RETRY },
  },
  { name: 'the stream is empty (251)', stream: '', error: { code: 'cut-stream', ...RETRY } },
  {
    name: 'the answer to the functions parameter, which is never sent',
    body: completion({ function_call: { name: 'weather', arguments: '{}' } }, 'function_call'),
    stream: chunks({ function_call: { name: 'weather', arguments: '{}' } }, 'function_call'),
    error: { code: 'unsupported', ...GIVE_UP },
  },
]

/** Table 3 inside an answer. */
export const errors: readonly Row[] = ERRORS.map(errorRow)

export function completion(message: JsonObject, finish: string | null, usage?: JsonValue): JsonObject {
  return {
    ...HEAD,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason: finish }],
    ...(usage !== undefined && { usage }),
  }
}

export function chunks(message: JsonObject, finish: string | null, usage?: JsonValue): JsonValue[] {
  return [
    chunk({ delta: { role: 'assistant', ...message, ...indexedCalls(message) } }),
    chunk({ delta: {}, finish_reason: finish }),
    ...(usage === undefined ? [] : [{ ...chunk(), usage }]),
    '[DONE]',
  ]
}

// In a stream, a call says which one it is.
function indexedCalls({ tool_calls: calls }: JsonObject): JsonObject {
  return Array.isArray(calls) ? { tool_calls: calls.map((call, index) => ({ index, ...Object(call) })) } : {}
}

/** An event of a stream; without a choice, it is the one that holds the usage. */
export function chunk(choice?: JsonObject): JsonObject {
  return {
    ...HEAD,
    object: 'chat.completion.chunk',
    choices: choice ? [{ index: 0, finish_reason: null, ...choice }] : [],
  }
}
