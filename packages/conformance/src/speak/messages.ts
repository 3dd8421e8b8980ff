import {
  isJsonObject,
  json,
  type JsonObject,
  type JsonValue,
  type StopReason,
  type Usage,
} from '@dragoman/core'
import { filled, pieces, type Answer, type AnswerPart } from './answer.ts'
import { countSteps, isStream, objectsOf, textIn, type Answered } from './request.ts'
import { frame, known, type Speaker } from './speaker.ts'

/** Messages, as Anthropic speaks them. */
export const messages: Speaker = {
  wire: 'anthropic.messages',
  basePath: '',
  path: '/v1/messages',
  whole: (answer) => whole(filled(answer, ID)),
  frames: (answer, letters) => frames(filled(answer, ID), letters),
  errorType: (status) => ERROR_TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error'),
  error: (status, type, message) => ({ ...errorBody(type, message), request_id: `req_${status}` }),
  inBandError: (type, message) => event(errorBody(type, message)),
  keepAlive: event({ type: 'ping' }),
  isStream,
  continues: ({ thread }) => (isJsonObject(thread) ? textIn(thread, 'previous_message_id')[0] : undefined),
  turn: (request) => countSteps(answeredItems(request)),
  answeredCalls: (request) => answeredItems(request).flat(),
}

const ID = 'msg_1'
const SIGNATURE = 'b25seS10aGUtc3BlYWtlcg=='

const ERROR_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

const STOP_REASONS: Readonly<Record<StopReason, string>> = {
  stop: 'end_turn',
  'tool-calls': 'tool_use',
  length: 'max_tokens',
  'context-full': 'model_context_window_exceeded',
  pause: 'pause_turn',
  refusal: 'refusal',
  filtered: 'refusal',
  other: 'other',
}

type Filled = Required<Answer>

function whole({ id, model, parts, stop, usage }: Filled): JsonObject {
  return known({
    ...head(id, model),
    content: parts.map(block),
    stop_reason: STOP_REASONS[stop],
    usage: encodeUsage(usage),
  })
}

function frames({ id, model, parts, stop, usage }: Filled, letters: number | undefined): readonly string[] {
  const reported = encodeUsage(usage)
  const early =
    isJsonObject(reported) && usage.raw === undefined ? { ...reported, output_tokens: 1 } : reported
  const delta = { stop_reason: STOP_REASONS[stop], stop_sequence: null }
  const events = [
    { type: 'message_start', message: known({ ...head(id, model), usage: early }) },
    { type: 'ping' },
    ...parts.flatMap((part, index) => blockEvents(part, index, letters)),
    known({ type: 'message_delta', delta, usage: reported }),
    { type: 'message_stop' },
  ]
  return events.map(event)
}

function head(id: string, model: string): JsonObject {
  const nothing = { content: [], stop_reason: null, stop_sequence: null }
  return { id, type: 'message', role: 'assistant', model, ...nothing }
}

function block(part: AnswerPart): JsonObject {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text }
    case 'reasoning':
      return { type: 'thinking', thinking: part.text, signature: SIGNATURE }
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: parseInput(part.inputText) }
  }
}

// The wire types the input of a whole answer as anything, and what is cut is no object.
function parseInput(text: string): JsonValue {
  try {
    return json(JSON.parse(text))
  } catch {
    return text
  }
}

function blockEvents(part: AnswerPart, index: number, letters: number | undefined): JsonObject[] {
  return [
    { type: 'content_block_start', index, content_block: emptyBlock(part) },
    ...blockDeltas(part, letters).map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ]
}

function emptyBlock(part: AnswerPart): JsonObject {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: '' }
    case 'reasoning':
      return { type: 'thinking', thinking: '', signature: '' }
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: {} }
  }
}

function blockDeltas(part: AnswerPart, letters: number | undefined): JsonObject[] {
  switch (part.type) {
    case 'text':
      return pieces(part.text, letters).map((text) => ({ type: 'text_delta', text }))
    case 'reasoning':
      return [
        ...pieces(part.text, letters).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: SIGNATURE },
      ]
    case 'tool-call':
      return ['', ...pieces(part.inputText, letters)].map((partial) => ({
        type: 'input_json_delta',
        partial_json: partial,
      }))
  }
}

function event(data: JsonObject): string {
  return frame(data, textIn(data, 'type')[0])
}

function errorBody(type: string, message: string): JsonObject {
  return { type: 'error', error: { type, message } }
}

// Cache reads and writes stand beside `input_tokens` on this wire; the neutral total includes them.
function encodeUsage(usage: Usage): JsonValue | undefined {
  if (usage.raw !== undefined) return usage.raw
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  const details = reasoningTokens === undefined ? undefined : { thinking_tokens: reasoningTokens }
  return known({
    input_tokens: inputTokens && inputTokens - (cacheReadTokens ?? 0) - (cacheWriteTokens ?? 0),
    cache_read_input_tokens: cacheReadTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    output_tokens: outputTokens,
    output_tokens_details: details,
  })
}

function answeredItems(request: JsonObject): Answered {
  return objectsOf(request['messages']).map(({ content }) =>
    objectsOf(content).flatMap((part) => (part['type'] === 'tool_result' ? textIn(part, 'tool_use_id') : [])),
  )
}
