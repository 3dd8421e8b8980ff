import {
  codeOfStatus,
  DragomanError,
  isJsonObject,
  reasonOf,
  retryHints,
  type ErrorCode,
} from '@dragoman/core'
import type { ErrorType } from '@anthropic-ai/sdk/resources/shared'

/** Classifies what the official client threw. */
export function decodeError(error: unknown): DragomanError {
  const fields: object = typeof error === 'object' && error !== null ? error : {}
  const status = 'status' in fields && typeof fields.status === 'number' ? fields.status : undefined
  const headers = 'headers' in fields && fields.headers instanceof Headers ? fields.headers : undefined
  const body = 'error' in fields ? fields.error : undefined
  const { message: said } = errorOf(body)
  const thrown = reasonOf(error)
  // The client's own message is the whole body as JSON.
  const message = typeof said === 'string' && said ? `${status ?? ''} ${said}`.trim() : thrown
  if (NO_CREDENTIALS.test(message)) return missingKey(error)
  const cause = 'cause' in fields && fields.cause instanceof Error ? `: ${fields.cause.message}` : ''
  // The client keeps a body that is no JSON in its message only.
  const refusal = body ?? (status === undefined ? undefined : thrown)
  const code = refusal === undefined ? connectionCode(message) : classify(refusal, status)
  return new DragomanError(code, `${message}${cause}`, {
    cause: error,
    status,
    requestId: headers?.get('request-id') ?? requestIdOf(body),
    ...retryHints(headers),
  })
}

/** Classifies an error that stands inside an answer: an `error` event, or a whole body of that form. */
export function decodeErrorBody(body: unknown): DragomanError {
  const { message } = errorOf(body)
  const text =
    typeof message === 'string' && message ? message : 'The server reported an error without a message.'
  return new DragomanError(classify(body, undefined), text, { cause: body, requestId: requestIdOf(body) })
}

/** By `error.type`, which is stable; the message is not. Source: the SDK's `ErrorType`. */
const TYPES: Readonly<Record<ErrorType, ErrorCode>> = {
  invalid_request_error: 'invalid-request',
  authentication_error: 'auth',
  billing_error: 'quota',
  permission_error: 'permission',
  not_found_error: 'not-found',
  rate_limit_error: 'rate-limit',
  timeout_error: 'timeout',
  api_error: 'server',
  overloaded_error: 'overloaded',
  conflict_error: 'conflict',
  memory_precondition_failed_error: 'conflict',
  memory_path_conflict_error: 'conflict',
}

// In the API reference's list of errors, and not in the SDK's.
const OTHER_TYPES: Readonly<Record<string, ErrorCode>> = { request_too_large: 'too-large' }

/** By `error.details.error_code`, which says more than the type. */
const DETAIL_CODES: Readonly<Record<string, ErrorCode>> = {
  enforced_spend_limit_reached: 'quota',
  contract_spend_limit_reached: 'quota',
  ramp_limit_exceeded: 'quota',
}

// The API has no code for it: "prompt is too long: N tokens > M maximum", on Bedrock "Input is too long".
const CONTEXT_FULL = /(prompt|input) is too long|context (window|length)/i

// The client's words when it finds neither a key nor a profile.
const NO_CREDENTIALS = /could not resolve authentication method/i

function classify(body: unknown, status: number | undefined): ErrorCode {
  const error = errorOf(body)
  const { type, details } = error
  const byDetail = isJsonObject(details) ? rowOf(DETAIL_CODES, details['error_code']) : undefined
  if (byDetail) return byDetail
  const byType = rowOf({ ...OTHER_TYPES, ...TYPES }, type)
  const byStatus = status === undefined ? undefined : codeOfStatus(status)
  // Gateways put the type beside many statuses, which say more.
  const found = byType === 'invalid-request' ? (byStatus ?? byType) : (byType ?? byStatus)
  const isVague = found === undefined || found === 'invalid-request'
  // Gateways have other names for the message; what they repeat of a request lies deeper.
  const isTooLong = Object.values(error).some((text) => typeof text === 'string' && CONTEXT_FULL.test(text))
  return isVague && isTooLong ? 'context-full' : (found ?? 'server')
}

// A word such as `constructor` is in no row.
function rowOf(rows: Readonly<Record<string, ErrorCode>>, word: unknown): ErrorCode | undefined {
  return typeof word === 'string' && Object.hasOwn(rows, word) ? rows[word] : undefined
}

function connectionCode(message: string): ErrorCode {
  return /timed? ?out/i.test(message) ? 'timeout' : 'network'
}

function missingKey(cause: unknown): DragomanError {
  return new DragomanError(
    'config',
    'No Anthropic key: set ANTHROPIC_API_KEY, or give anthropic(id, { apiKey }).',
    { cause },
  )
}

function errorOf(body: unknown): {
  readonly type?: unknown
  readonly message?: unknown
  readonly details?: unknown
} {
  if (Array.isArray(body)) return errorOf(body[0])
  if (!isJsonObject(body)) return { message: body }
  const { error } = body
  return isJsonObject(error) ? error : typeof error === 'string' ? { message: error } : body
}

function requestIdOf(body: unknown): string | undefined {
  const id = isJsonObject(body) ? body['request_id'] : undefined
  return typeof id === 'string' ? id : undefined
}
