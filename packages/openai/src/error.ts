import {
  codeOfStatus,
  DragomanError,
  isJsonObject,
  reasonOf,
  retryHints,
  type ErrorCode,
} from '@dragoman/core'
import type { ResponseError } from 'openai/resources/responses/responses'

/** Classifies what the official client threw, on every wire of OpenAI. */
export function decodeError(error: unknown): DragomanError {
  const { status, headers, body, message } = readSdkError(error)
  // The client keeps a body that is no JSON in its message only.
  const code = status === undefined ? connectionCode(message) : classify(body ?? message, status)
  return new DragomanError(code, message, {
    cause: error,
    status,
    requestId: headers?.get('x-request-id') ?? undefined,
    ...retryHints(headers),
  })
}

/** Classifies an error that stands inside an answer: `data: {"error": …}`, or a whole body of that form. */
export function decodeErrorBody(body: unknown): DragomanError {
  const error = isJsonObject(body) ? (body['error'] ?? body) : body
  const status = isJsonObject(error) ? statusOf(error['code']) : undefined
  const message = messageOf(error) || 'The server reported an error without a message.'
  return new DragomanError(classify(error, status), message, { status, cause: error })
}

/** What a failed response says. The SDK names every code, so that a new one does not compile. */
const RESPONSE_CODES: Readonly<Record<ResponseError['code'], ErrorCode>> = {
  server_error: 'server',
  rate_limit_exceeded: 'rate-limit',
  vector_store_timeout: 'timeout',
  data_residency_mismatch: 'invalid-request',
  invalid_prompt: 'content-policy',
  bio_policy: 'content-policy',
  misalignment_policy_violation: 'content-policy',
  image_content_policy_violation: 'content-policy',
  invalid_image: 'invalid-request',
  invalid_image_format: 'invalid-request',
  invalid_image_mode: 'invalid-request',
  invalid_image_url: 'invalid-request',
  invalid_base64_image: 'invalid-request',
  image_too_large: 'invalid-request',
  image_too_small: 'invalid-request',
  image_parse_error: 'invalid-request',
  image_file_too_large: 'invalid-request',
  image_file_not_found: 'invalid-request',
  empty_image_file: 'invalid-request',
  unsupported_image_media_type: 'invalid-request',
  failed_to_download_image: 'invalid-request',
}

/** By `error.code`, then by `error.type`: both are stable. Source: the API reference's error codes, and Azure's. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  ...RESPONSE_CODES,
  context_length_exceeded: 'context-full',
  insufficient_quota: 'quota',
  billing_hard_limit_reached: 'quota',
  invalid_api_key: 'auth',
  model_not_found: 'not-found',
  content_filter: 'content-policy',
  content_policy_violation: 'content-policy',
  server_is_overloaded: 'overloaded',
  overloaded: 'overloaded',
}

const TYPES: Readonly<Record<string, ErrorCode>> = {
  insufficient_quota: 'quota',
  rate_limit_error: 'rate-limit',
  invalid_request_error: 'invalid-request',
  authentication_error: 'auth',
  permission_error: 'permission',
  not_found_error: 'not-found',
  overloaded_error: 'overloaded',
  server_error: 'server',
}

// Other than what core says of it: OpenAI documents no 504, so it is a gateway's, as 502 is.
const STATUSES: Readonly<Record<number, ErrorCode>> = { 504: 'server' }

// Compatible servers have no code for it: only the wording tells, and each has its own.
const CONTEXT_FULL =
  /context (length|window|size)|maximum context|(prompt|input) is too long|reduce the length|maximum prompt length|(input|prompt) token count|too many tokens|token limit/i

function classify(error: unknown, status: number | undefined): ErrorCode {
  const { code, type } = isJsonObject(error) ? error : {}
  const byCode = rowOf(CODES, code)
  if (byCode) return byCode
  const byStatus = status === undefined ? undefined : (STATUSES[status] ?? codeOfStatus(status))
  // In a stream of Responses, a type may stand in the place of the code.
  const byType = rowOf(TYPES, type) ?? rowOf(TYPES, code)
  // A type such as `invalid_request_error` stands beside many statuses, which say more.
  const found = byType === 'quota' ? byType : (byStatus ?? byType)
  const isVague = found === undefined || found === 'invalid-request' || found === 'too-large'
  return isVague && CONTEXT_FULL.test(messageOf(error)) ? 'context-full' : (found ?? 'server')
}

// A word such as `constructor` is in no row.
function rowOf(rows: Readonly<Record<string, ErrorCode>>, word: unknown): ErrorCode | undefined {
  return typeof word === 'string' && Object.hasOwn(rows, word) ? rows[word] : undefined
}

function connectionCode(message: string): ErrorCode {
  return /timed? ?out/i.test(message) ? 'timeout' : 'network'
}

function readSdkError(error: unknown): {
  readonly status: number | undefined
  readonly headers: Headers | undefined
  readonly body: unknown
  readonly message: string
} {
  const fields: object = typeof error === 'object' && error !== null ? error : {}
  const body = 'error' in fields ? bodyOf(fields.error) : undefined
  const cause = 'cause' in fields && fields.cause instanceof Error ? `: ${fields.cause.message}` : ''
  const status = 'status' in fields && typeof fields.status === 'number' ? fields.status : undefined
  const thrown = reasonOf(error)
  const said = messageOf(body)
  const message = said ? `${status ?? ''} ${said}`.trim() : thrown
  return {
    status,
    headers: 'headers' in fields && fields.headers instanceof Headers ? fields.headers : undefined,
    body,
    message: `${message}${cause}`,
  }
}

// Gemini's body is a list that holds the whole error.
function bodyOf(body: unknown): unknown {
  if (!Array.isArray(body)) return body
  const first: unknown = body[0]
  return isJsonObject(first) ? (first['error'] ?? first) : first
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error
  if (!isJsonObject(error)) return ''
  const { message = '', metadata } = error
  const text = typeof message === 'string' ? message : JSON.stringify(message)
  // What the server behind OpenRouter said.
  const raw = isJsonObject(metadata) ? metadata['raw'] : undefined
  return typeof raw === 'string' && raw ? `${text}: ${raw}` : text
}

// Gateways put the upstream's HTTP status into `code`.
function statusOf(code: unknown): number | undefined {
  const status = Number(code)
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : undefined
}
