import type { ErrorCode, JsonObject, JsonValue, Stop, Usage } from '@dragoman/core'
import type { ResponseError } from 'openai/resources/responses/responses'
import { encodeEvents, errorRow, REQUEST, show, SOURCE, TYPE_ROWS, type ErrorRow, type Row } from './row.ts'

export const title = 'openai.responses'

const HEAD = { id: 'resp_1', object: 'response', created_at: 1, model: 'gpt-5.5-2026-04-23' } as const

type Item = JsonObject & { readonly type: string }

interface StopRow {
  readonly name: string
  /** `undefined` where the wire sends no such field. */
  readonly status: string | null | undefined
  /** The `incomplete_details`. */
  readonly details?: JsonObject
  /** Default: a message. */
  readonly output?: readonly Item[]
  /** The stream's events before the closing one, where they are not the usual ones. */
  readonly events?: readonly JsonObject[]
  readonly stop: Stop
}

const MESSAGE = message({ type: 'output_text', text: 'Sunny.', annotations: [] })
const REFUSAL = message({ type: 'refusal', refusal: 'I cannot help with that.' })
const CALL: Item = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'weather',
  arguments: '{"city":"Rome"}',
  status: 'completed',
}
const CUSTOM_CALL: Item = {
  type: 'custom_tool_call',
  id: 'ctc_1',
  call_id: 'call_1',
  name: 'note',
  input: 'Hi',
}
const COMPUTER_CALL: Item = {
  type: 'computer_call',
  id: 'cu_1',
  call_id: 'call_1',
  action: { type: 'screenshot' },
  pending_safety_checks: [],
  status: 'completed',
}
const HOSTED_CALL: Item = {
  ...CALL,
  namespace: 'weather_tools',
  caller: { type: 'program', caller_id: 'prog_1' },
}
const WAITING: readonly Item[] = [
  { type: 'local_shell_call', id: 'lsh_1', call_id: 'call_1', action: { type: 'exec', command: ['ls'] } },
  { type: 'shell_call', id: 'sh_1', call_id: 'call_1', action: { commands: ['ls'] } },
  { type: 'apply_patch_call', id: 'apc_1', call_id: 'call_1', operation: { type: 'delete_file', path: 'a' } },
  { type: 'tool_search_call', id: 'tsc_1', call_id: 'call_1', arguments: { query: 'weather' } },
]
const APPROVAL: Item = {
  type: 'mcp_approval_request',
  id: 'mcpr_1',
  name: 'delete',
  server_label: 'files',
  arguments: '{}',
}

const STOPS: readonly StopRow[] = [
  { name: 'the end of the answer (163)', status: 'completed', stop: { reason: 'stop', raw: 'completed' } },
  {
    name: 'an answer without items',
    status: 'completed',
    output: [],
    stop: { reason: 'stop', raw: 'completed' },
  },
  {
    name: 'a compaction beside the answer, which is kept in its place (168)',
    status: 'completed',
    output: [{ type: 'compaction', id: 'cmp_1', encrypted_content: 'eA==' }, MESSAGE],
    stop: { reason: 'stop', raw: 'completed' },
  },
  {
    name: 'a call (163)',
    status: 'completed',
    output: [CALL],
    stop: { reason: 'tool-calls', raw: 'completed' },
  },
  {
    name: 'a call of a free-text tool (163)',
    status: 'completed',
    output: [CUSTOM_CALL],
    stop: { reason: 'tool-calls', raw: 'completed' },
  },
  {
    name: 'the token limit (163)',
    status: 'incomplete',
    details: { reason: 'max_output_tokens' },
    stop: { reason: 'length', raw: 'incomplete:max_output_tokens' },
  },
  {
    name: 'the token limit in or after a call, which is not run (158)',
    status: 'incomplete',
    details: { reason: 'max_output_tokens' },
    output: [{ ...CALL, status: 'incomplete', arguments: '{"city":"Ro' }],
    stop: { reason: 'length', raw: 'incomplete:max_output_tokens' },
  },
  {
    name: 'a refusal (220)',
    status: 'completed',
    output: [REFUSAL],
    stop: { reason: 'refusal', raw: 'completed' },
  },
  {
    name: 'a refusal beside a call, which is not run (221)',
    status: 'completed',
    output: [CALL, REFUSAL],
    stop: { reason: 'refusal', raw: 'completed' },
  },
  {
    name: 'the filter (223)',
    status: 'incomplete',
    details: { reason: 'content_filter' },
    stop: { reason: 'filtered', raw: 'incomplete:content_filter' },
  },
  {
    name: 'the filter after a call, which is not run (158)',
    status: 'incomplete',
    details: { reason: 'content_filter' },
    output: [CALL],
    stop: { reason: 'filtered', raw: 'incomplete:content_filter' },
  },
  {
    name: 'the hosted tools have had their number of turns (163)',
    status: 'incomplete',
    details: { reason: 'max_messages' },
    stop: { reason: 'pause', raw: 'incomplete:max_messages' },
  },
  {
    name: 'steered on a WebSocket: another response follows there (164)',
    status: 'incomplete',
    details: { reason: 'steered' },
    stop: { reason: 'other', raw: 'incomplete:steered' },
  },
  {
    name: 'an unknown reason (160)',
    status: 'incomplete',
    details: { reason: 'tired' },
    stop: { reason: 'other', raw: 'incomplete:tired' },
  },
  { name: 'no reason (163)', status: 'incomplete', stop: { reason: 'other', raw: 'incomplete' } },
  { name: 'an unknown status (160)', status: 'tired', stop: { reason: 'other', raw: 'tired' } },
  { name: 'a status that is null (165)', status: null, stop: { reason: 'other', raw: null } },
  { name: 'no status (165)', status: undefined, stop: { reason: 'other', raw: null } },
  {
    name: 'an item that waits for an answer which has no neutral form (268)',
    status: 'completed',
    output: [COMPUTER_CALL],
    stop: { reason: 'other', raw: 'completed' },
  },
  ...WAITING.map((item): StopRow => ({
    name: `${item.type}, which waits for an answer that has no neutral form (268)`,
    status: 'completed',
    output: [item],
    stop: { reason: 'other', raw: 'completed' },
  })),
  {
    name: 'a call from within hosted code, which says so, and goes back so',
    status: 'completed',
    output: [HOSTED_CALL],
    stop: { reason: 'tool-calls', raw: 'completed' },
  },
  {
    name: 'a stream that begins in the middle of an item',
    status: 'completed',
    events: [
      {
        type: 'response.output_text.delta',
        item_id: 'msg_1',
        output_index: 0,
        content_index: 0,
        delta: 'ny.',
      },
    ],
    stop: { reason: 'stop', raw: 'completed' },
  },
]

/** Table 1. */
export const stops: readonly Row[] = STOPS.map(
  ({ name, status, details = null, output = [MESSAGE], events: before, stop }) => {
    const response = {
      ...HEAD,
      error: null,
      incomplete_details: details,
      output,
      ...(status !== undefined && { status }),
    }
    const ending = status === 'incomplete' ? 'response.incomplete' : 'response.completed'
    return {
      name: `table 1, ${stop.reason}: ${name}`,
      sent: [
        show({ status, ...(details && { incomplete_details: details }) }),
        ...output
          .filter((item) => item !== MESSAGE)
          .map((item) => (item === REFUSAL ? 'refusal' : item.type)),
      ].join(' + '),
      request: REQUEST,
      source: SOURCE,
      response,
      stream: before
        ? encodeEvents([created(), ...before, terminal(ending, response)])
        : events(response, ending),
      expect: { stop },
    }
  },
)

interface UsageRow {
  readonly name: string
  /** `undefined` where the wire sends no such field. */
  readonly usage: JsonValue | undefined
  /** Other fields of the response. */
  readonly fields?: JsonObject
  readonly counts: Omit<Usage, 'raw'>
}

const COUNTED: JsonObject = { input_tokens: 100, output_tokens: 30, total_tokens: 130 }

const USAGES: readonly UsageRow[] = [
  {
    name: 'everything that the wire reports: both totals include their details (169, 170, 171)',
    usage: {
      ...COUNTED,
      input_tokens_details: {
        cached_tokens: 40,
        cache_write_tokens: 10,
        cache_write_tokens_details: { ttl_30m_tokens: 4, ttl_12h_tokens: 6 },
      },
      output_tokens_details: { reasoning_tokens: 20 },
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
    usage: { ...COUNTED, input_tokens_details: null, output_tokens_details: null },
    counts: { inputTokens: 100, outputTokens: 30 },
  },
  {
    name: 'counts that are null (178)',
    usage: {
      ...COUNTED,
      input_tokens_details: { cached_tokens: null, cache_write_tokens: null },
      output_tokens_details: { reasoning_tokens: null },
    },
    counts: { inputTokens: 100, outputTokens: 30 },
  },
  {
    name: 'a zero is reported, and is not nothing (179)',
    usage: { input_tokens: 100, output_tokens: 0, input_tokens_details: { cached_tokens: 0 } },
    counts: { inputTokens: 100, cacheReadTokens: 0, outputTokens: 0 },
  },
  { name: 'a total that is missing (175)', usage: { output_tokens: 30 }, counts: { outputTokens: 30 } },
  { name: 'no usage', usage: undefined, counts: {} },
  { name: 'a usage that is null', usage: null, counts: {} },
  {
    name: 'what hosted tools used is not in the totals (180)',
    usage: COUNTED,
    fields: { tool_usage: { image_gen: { input_tokens: 1000, output_tokens: 1000 } } },
    counts: { inputTokens: 100, outputTokens: 30 },
  },
  {
    name: 'of an answer that is not complete (263)',
    usage: COUNTED,
    fields: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
    counts: { inputTokens: 100, outputTokens: 30 },
  },
]

/** Table 2. */
export const usages: readonly Row[] = USAGES.map(({ name, usage, fields, counts }) => {
  const rest = { ...(usage !== undefined && { usage }), ...fields }
  const response = {
    ...HEAD,
    status: 'completed',
    error: null,
    incomplete_details: null,
    output: [MESSAGE],
    ...rest,
  }
  return {
    name: `table 2: ${name}`,
    sent: show(rest),
    request: REQUEST,
    source: SOURCE,
    response,
    stream: events(response, `response.${response.status}`),
    expect: { usage: counts },
  }
})

const RETRY = { retryable: true } as const
const GIVE_UP = { retryable: false } as const

const FAILURES: Readonly<
  Record<ResponseError['code'], { readonly code: ErrorCode; readonly retryable: boolean }>
> = {
  server_error: { code: 'server', ...RETRY },
  rate_limit_exceeded: { code: 'rate-limit', ...RETRY },
  vector_store_timeout: { code: 'timeout', ...RETRY },
  data_residency_mismatch: { code: 'invalid-request', ...GIVE_UP },
  invalid_prompt: { code: 'content-policy', ...GIVE_UP },
  bio_policy: { code: 'content-policy', ...GIVE_UP },
  misalignment_policy_violation: { code: 'content-policy', ...GIVE_UP },
  image_content_policy_violation: { code: 'content-policy', ...GIVE_UP },
  invalid_image: { code: 'invalid-request', ...GIVE_UP },
  invalid_image_format: { code: 'invalid-request', ...GIVE_UP },
  invalid_image_mode: { code: 'invalid-request', ...GIVE_UP },
  invalid_image_url: { code: 'invalid-request', ...GIVE_UP },
  invalid_base64_image: { code: 'invalid-request', ...GIVE_UP },
  image_too_large: { code: 'invalid-request', ...GIVE_UP },
  image_too_small: { code: 'invalid-request', ...GIVE_UP },
  image_parse_error: { code: 'invalid-request', ...GIVE_UP },
  image_file_too_large: { code: 'invalid-request', ...GIVE_UP },
  image_file_not_found: { code: 'invalid-request', ...GIVE_UP },
  empty_image_file: { code: 'invalid-request', ...GIVE_UP },
  unsupported_image_media_type: { code: 'invalid-request', ...GIVE_UP },
  failed_to_download_image: { code: 'invalid-request', ...GIVE_UP },
}

const ERRORS: readonly ErrorRow[] = [
  ...TYPE_ROWS,
  ...Object.entries(FAILURES).map(([code, error]): ErrorRow => {
    const failed = failure({ code, message: 'It did not work.' })
    return {
      name: `failed with ${code} (262)`,
      body: failed,
      stream: [terminal('response.failed', failed)],
      error,
    }
  }),
  {
    name: 'failed with a code that the SDK does not name (262)',
    body: failure({ code: 'context_length_exceeded', message: 'Too long.' }),
    stream: [terminal('response.failed', failure({ code: 'context_length_exceeded', message: 'Too long.' }))],
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'failed without an error (262)',
    body: failure(null),
    stream: [terminal('response.failed', failure(null))],
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'cancelled',
    body: { ...failure(null), status: 'cancelled' },
    stream: [terminal('response.completed', { ...failure(null), status: 'cancelled' })],
    error: { code: 'server', ...RETRY },
  },
  ...['queued', 'in_progress'].map((status): ErrorRow => ({
    name: `${status}: a response in the background, for which nobody waits (271)`,
    body: { ...failure(null), status },
    error: { code: 'unsupported', ...GIVE_UP },
  })),
  {
    name: 'a hosted tool waits for an approval that nobody can give',
    body: { ...HEAD, status: 'completed', output: [APPROVAL] },
    stream: [terminal('response.completed', { ...HEAD, status: 'completed', output: [APPROVAL] })],
    error: { code: 'unsupported', ...GIVE_UP },
  },
  {
    name: 'an error event in a stream (262)',
    stream: [
      created(),
      {
        type: 'error',
        code: 'rate_limit_exceeded',
        message: 'Too many requests.',
        param: null,
        sequence_number: 1,
      },
    ],
    error: { code: 'rate-limit', ...RETRY },
  },
  {
    name: 'an error event with a type in the place of its code (262)',
    stream: [
      {
        type: 'error',
        code: 'invalid_request_error',
        message: 'A type in the place of the code.',
        param: null,
        sequence_number: 0,
      },
    ],
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'an error event without a code (262)',
    stream: [{ type: 'error', code: null, message: 'It did not work.', param: null, sequence_number: 0 }],
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'an error event that holds its error in a field (262)',
    stream: [
      {
        type: 'error',
        sequence_number: 0,
        error: {
          type: 'insufficient_quota',
          code: 'insufficient_quota',
          message: 'Out of credit.',
          param: null,
        },
      },
    ],
    error: { code: 'quota', ...GIVE_UP },
  },
  {
    name: 'an error without a type in a stream (229)',
    stream: [{ error: { message: 'Overloaded', type: 'overloaded_error' } }],
    error: { code: 'overloaded', ...RETRY },
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
  { name: 'a body without output (281)', body: { ok: true }, error: { code: 'bad-response', ...GIVE_UP } },
  {
    name: 'an event that is no JSON (255)',
    stream: [created(), '{"type":', '[DONE]'],
    error: { code: 'bad-response', ...GIVE_UP },
  },
  {
    name: 'the stream ends before its closing event (264)',
    stream: [created(), { type: 'response.output_item.done', output_index: 0, item: MESSAGE }],
    error: { code: 'cut-stream', ...RETRY },
  },
  {
    name: 'the stream ends while the response is queued (271)',
    stream: [created(), { type: 'response.queued', response: { ...HEAD, status: 'queued', output: [] } }],
    error: { code: 'cut-stream', ...RETRY },
  },
]

/** Table 3 inside an answer. */
export const errors: readonly Row[] = ERRORS.map(errorRow)

function message(content: JsonObject): Item {
  return { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [content] }
}

function failure(error: JsonObject | null): JsonObject {
  return { ...HEAD, status: 'failed', error, output: [] }
}

// A gateway that leaves out the deltas: what they bring is in the items' own last events.
function events(response: JsonObject & { readonly output: readonly JsonObject[] }, ending: string): string {
  return encodeEvents([
    created(),
    ...response.output.map((item, index) => ({
      type: 'response.output_item.done',
      output_index: index,
      item,
    })),
    terminal(ending, response),
  ])
}

function created(): JsonObject {
  return { type: 'response.created', response: { ...HEAD, status: 'in_progress', output: [] } }
}

function terminal(type: string, response: JsonObject): JsonObject {
  return { type, response }
}
