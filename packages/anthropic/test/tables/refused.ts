import type { ErrorCode } from '@dragoman/core'
import { errorRow, type ErrorRow, type Row } from './row.ts'

/** Table 3 where the request itself is refused. */
export const title = 'anthropic.messages, refused requests'

const RETRY = { retryable: true } as const
const GIVE_UP = { retryable: false } as const

const STATUSES: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid-request',
  401: 'auth',
  402: 'quota',
  403: 'permission',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  413: 'too-large',
  418: 'invalid-request',
  422: 'invalid-request',
  429: 'rate-limit',
  500: 'server',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
}

const WORTH_ANOTHER_ATTEMPT = [408, 409, 429, 500, 503, 504, 529]

const REFUSED: readonly ErrorRow[] = [
  ...Object.entries(STATUSES).map(([status, code]): ErrorRow => ({
    name: `the status ${status} alone (280)`,
    status: Number(status),
    body: '',
    error: { code, retryable: WORTH_ANOTHER_ATTEMPT.includes(Number(status)) },
  })),
  {
    name: 'a broken request, with the id of the request (286)',
    status: 400,
    headers: { 'request-id': 'req_1' },
    body: { type: 'error', error: { type: 'invalid_request_error', message: 'max_tokens: Field required' } },
    error: { code: 'invalid-request', ...GIVE_UP, requestId: 'req_1' },
  },
  {
    name: 'a type that stands beside many statuses, which say more (280)',
    status: 408,
    body: { type: 'error', error: { type: 'invalid_request_error', message: 'Request timeout' } },
    error: { code: 'timeout', ...RETRY },
  },
  {
    name: 'the id of the request in the body (286)',
    status: 400,
    body: {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'max_tokens: Field required' },
      request_id: 'req_2',
    },
    error: { code: 'invalid-request', ...GIVE_UP, requestId: 'req_2' },
  },
  {
    name: 'a code that says more than the type, and is of the same kind (48)',
    status: 400,
    body: detailed('invalid_request_error', 'image_dimensions_too_large'),
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'a wrong base URL (288)',
    status: 405,
    body: '<html><body>Method Not Allowed</body></html>',
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'a word of Object.prototype is no known code',
    status: 400,
    body: detailed('constructor', 'constructor'),
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'the words of Anthropic (277)',
    status: 400,
    body: refusal('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'the words of Bedrock (277)',
    status: 400,
    body: { message: 'Input is too long for requested model.' },
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'said in a text that is no JSON (277, 280)',
    status: 400,
    body: 'prompt is too long: 9 tokens > 8 maximum',
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'said in a field of a gateway (277, 280)',
    status: 400,
    body: { detail: 'Input is too long for requested model.' },
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'what a gateway repeats of the request tells nothing (280)',
    status: 400,
    body: { detail: [{ type: 'missing', input: { text: 'The prompt is too long.' } }] },
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'a wrong key',
    status: 401,
    body: refusal('authentication_error', 'invalid x-api-key'),
    error: { code: 'auth', ...GIVE_UP },
  },
  {
    name: 'a key without the right',
    status: 403,
    body: refusal('permission_error', 'Not allowed.'),
    error: { code: 'permission', ...GIVE_UP },
  },
  {
    name: 'an unknown model (288)',
    status: 404,
    body: refusal('not_found_error', 'model: claude-nobody'),
    error: { code: 'not-found', ...GIVE_UP },
  },
  {
    name: 'an unknown thread (319)',
    status: 404,
    body: detailed('not_found_error', 'thread_not_found'),
    error: { code: 'not-found', ...GIVE_UP },
  },
  {
    name: 'a wrong base URL that answers with a page (288)',
    status: 404,
    body: '<html><body>Not Found</body></html>',
    error: { code: 'not-found', ...GIVE_UP },
  },
  {
    name: 'payment required (279)',
    status: 402,
    body: refusal('billing_error', 'Your credit is used up.'),
    error: { code: 'quota', ...GIVE_UP },
  },
  ...['enforced_spend_limit_reached', 'contract_spend_limit_reached', 'ramp_limit_exceeded'].map(
    (code): ErrorRow => ({
      name: `${code}, one of the three meanings of 429 (272)`,
      status: 429,
      body: detailed('rate_limit_error', code),
      error: { code: 'quota', ...GIVE_UP },
    }),
  ),
  {
    name: 'the seconds to wait (273)',
    status: 429,
    headers: { 'retry-after': '7' },
    body: refusal('rate_limit_error', 'Too many requests.'),
    error: { code: 'rate-limit', ...RETRY, retryAfterMs: 7000 },
  },
  {
    name: 'the milliseconds to wait, which are more exact than the seconds (273)',
    status: 429,
    headers: { 'retry-after': '1', 'retry-after-ms': '250' },
    body: refusal('rate_limit_error', 'Too many tokens per minute.'),
    error: { code: 'rate-limit', ...RETRY, retryAfterMs: 250 },
  },
  {
    name: 'a date to wait for that is over (273)',
    status: 429,
    headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' },
    body: refusal('rate_limit_error', 'Too many requests.'),
    error: { code: 'rate-limit', ...RETRY, retryAfterMs: 0 },
  },
  {
    name: 'the server says not to try again (273)',
    status: 429,
    headers: { 'x-should-retry': 'false' },
    body: refusal('rate_limit_error', 'Too many requests.'),
    error: { code: 'rate-limit', ...GIVE_UP },
  },
  {
    name: 'the server says to try again (273)',
    status: 400,
    headers: { 'x-should-retry': 'true' },
    body: refusal('invalid_request_error', 'Not yet.'),
    error: { code: 'invalid-request', ...RETRY },
  },
  {
    name: 'more bytes than a request may have (278)',
    status: 413,
    body: refusal('request_too_large', 'Request exceeds the maximum size'),
    error: { code: 'too-large', ...GIVE_UP },
  },
  {
    name: 'the type says another (278)',
    status: 413,
    body: refusal('invalid_request_error', 'Request exceeds the maximum size'),
    error: { code: 'too-large', ...GIVE_UP },
  },
  {
    name: 'two requests that cannot both be (276)',
    status: 409,
    body: refusal('conflict_error', 'Conflict.'),
    error: { code: 'conflict', ...RETRY },
  },
  {
    name: 'the server waited too long for the request (276)',
    status: 408,
    body: refusal('timeout_error', 'Request timeout.'),
    error: { code: 'timeout', ...RETRY },
  },
  {
    name: 'the answer took the server too long (276)',
    status: 504,
    body: refusal('timeout_error', 'Stream the answer instead.'),
    error: { code: 'timeout', ...RETRY },
  },
  {
    name: 'the status of Anthropic (276)',
    status: 529,
    body: refusal('overloaded_error', 'Overloaded'),
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'of the compaction (276)',
    status: 529,
    body: detailed('overloaded_error', 'compaction_unavailable'),
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'the status of a proxy (276)',
    status: 503,
    headers: { 'retry-after': '0.5' },
    body: '<html><body>Service Unavailable</body></html>',
    error: { code: 'overloaded', ...RETRY, retryAfterMs: 500 },
  },
  {
    name: 'the fault of the server',
    status: 500,
    body: refusal('api_error', 'Internal server error'),
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'a page of a proxy (280)',
    status: 502,
    body: '<html><body>Bad Gateway</body></html>',
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'the error in a list (280)',
    status: 503,
    body: [refusal('overloaded_error', 'Overloaded')],
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'the error is a text (280)',
    status: 400,
    body: { error: 'model is required' },
    error: { code: 'invalid-request', ...GIVE_UP },
  },
]

export const errors: readonly Row[] = REFUSED.map(errorRow)

function refusal(type: string, message: string): { type: string; error: { type: string; message: string } } {
  return { type: 'error', error: { type, message } }
}

function detailed(type: string, code: string): NonNullable<ErrorRow['body']> {
  return { type: 'error', error: { type, message: 'It did not work.', details: { error_code: code } } }
}
