import { anthropic } from '@dragoman/anthropic'
import { user, type Fetch, type JsonValue, type Model, type ModelRequest } from '@dragoman/core'
import { openai } from '@dragoman/openai'

/** What a server of one wire says, so that the same test reads on all of them. */
export interface WireCase {
  readonly wire: string
  readonly model: (options: ModelOptions) => Model
  /** A whole answer. */
  readonly whole: JsonValue
  /** The frames of a streamed answer up to its first content, and those behind it. */
  readonly start: string
  readonly content: string
  readonly end: string
  /** Frames that only keep the connection. */
  readonly keepAlives: readonly string[]
  /** The body of a 429 that waiting does not help. */
  readonly quota: JsonValue
  /** The frame of an error within the stream. */
  readonly failure: string
  readonly requestIdHeader: string
}

interface ModelOptions {
  readonly fetch: Fetch
  readonly apiKey?: string
  readonly baseURL?: string
  readonly maxResponseBytes?: number
}

export const ASKED: ModelRequest = {
  messages: [user('What is the weather in Lisbon?')],
  tools: [],
  toolChoice: 'auto',
  settings: {},
}

const COMMENT = ': keep-alive\n\n'

const OPENAI_QUOTA = { error: { message: 'You have no credit.', code: 'insufficient_quota' } }

const CHAT: WireCase = {
  wire: 'openai.chat',
  model: (options) => openai('gpt-5.4-mini', { apiKey: 'some-key', ...options }),
  whole: {
    id: 'chatcmpl_1',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Sun' }, finish_reason: 'stop' }],
  },
  start: frame({ id: 'chatcmpl_1', choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] }),
  content: frame({ id: 'chatcmpl_1', choices: [{ index: 0, delta: { content: 'Sun' } }] }),
  end: frame({ id: 'chatcmpl_1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  keepAlives: [
    COMMENT,
    frame({ id: 'chatcmpl_1', choices: [{ index: 0, delta: { content: '' } }] }),
    frame({ id: 'chatcmpl_1', choices: [] }),
  ],
  quota: OPENAI_QUOTA,
  failure: frame({ error: { message: 'It broke.', code: 'server_error' } }),
  requestIdHeader: 'x-request-id',
}

const SAID = { type: 'output_text', text: 'Sun', annotations: [] }
const MESSAGE = { type: 'message', id: 'msg_1', role: 'assistant' }
const PLACE = { item_id: 'msg_1', output_index: 0, content_index: 0 }
const RESPONSE = { id: 'resp_1', status: 'in_progress', output: [] }
const ANSWERED = {
  id: 'resp_1',
  status: 'completed',
  output: [{ ...MESSAGE, status: 'completed', content: [SAID] }],
}

const RESPONSES: WireCase = {
  wire: 'openai.responses',
  model: (options) => openai.responses('gpt-5.4-mini', { apiKey: 'some-key', ...options }),
  whole: ANSWERED,
  start: frame({ type: 'response.created', response: RESPONSE }),
  content: [
    frame({
      type: 'response.output_item.added',
      output_index: 0,
      item: { ...MESSAGE, status: 'in_progress', content: [] },
    }),
    frame({ type: 'response.content_part.added', ...PLACE, part: { ...SAID, text: '' } }),
    frame({ type: 'response.output_text.delta', ...PLACE, delta: 'Sun' }),
  ].join(''),
  end: [
    frame({ type: 'response.output_item.done', output_index: 0, item: ANSWERED.output[0] ?? null }),
    frame({ type: 'response.completed', response: ANSWERED }),
  ].join(''),
  keepAlives: [
    COMMENT,
    frame({ type: 'response.in_progress', response: RESPONSE }),
    frame({ type: 'keepalive', sequence_number: 1 }),
  ],
  quota: OPENAI_QUOTA,
  failure: frame({ type: 'error', code: 'server_error', message: 'It broke.' }),
  requestIdHeader: 'x-request-id',
}

const USAGE = { input_tokens: 1, output_tokens: 1 }

const MESSAGES: WireCase = {
  wire: 'anthropic.messages',
  model: (options) => anthropic('claude-sonnet-5', { apiKey: 'some-key', ...options }),
  whole: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: 'Sun' }],
    stop_reason: 'end_turn',
    usage: USAGE,
  },
  start: frame({
    type: 'message_start',
    message: { id: 'msg_1', type: 'message', role: 'assistant', content: [], usage: USAGE },
  }),
  content: [
    frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Sun' } }),
  ].join(''),
  end: [
    frame({ type: 'content_block_stop', index: 0 }),
    frame({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: USAGE }),
    frame({ type: 'message_stop' }),
  ].join(''),
  keepAlives: [COMMENT, `event: ping\n${frame({ type: 'ping' })}`],
  quota: {
    type: 'error',
    error: {
      type: 'rate_limit_error',
      message: 'You have no credit.',
      details: { error_code: 'enforced_spend_limit_reached' },
    },
  },
  failure: frame({ type: 'error', error: { type: 'api_error', message: 'It broke.' } }),
  requestIdHeader: 'request-id',
}

export const WIRES: readonly WireCase[] = [CHAT, RESPONSES, MESSAGES]

function frame(data: JsonValue): string {
  return `data: ${JSON.stringify(data)}\n\n`
}
