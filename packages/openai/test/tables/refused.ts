import type { ErrorCode } from '@dragoman/core'
import { errorRow, type ErrorRow, type Row } from './row.ts'

/** Table 3 where the request itself is refused, the same on both wires. */
export const title = 'openai.chat and openai.responses, refused requests'

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
  504: 'server',
  529: 'overloaded',
}

const WORTH_ANOTHER_ATTEMPT = [408, 409, 429, 500, 503, 504, 529]

/** Each code alone, beside a status that says nothing. */
const CODES: Readonly<Record<string, ErrorRow['error']>> = {
  server_error: { code: 'server', ...RETRY },
  context_length_exceeded: { code: 'context-full', ...GIVE_UP },
  insufficient_quota: { code: 'quota', ...GIVE_UP },
  billing_hard_limit_reached: { code: 'quota', ...GIVE_UP },
  invalid_api_key: { code: 'auth', ...GIVE_UP },
  model_not_found: { code: 'not-found', ...GIVE_UP },
  content_filter: { code: 'content-policy', ...GIVE_UP },
  content_policy_violation: { code: 'content-policy', ...GIVE_UP },
  server_is_overloaded: { code: 'overloaded', ...RETRY },
  overloaded: { code: 'overloaded', ...RETRY },
}

const REFUSED: readonly ErrorRow[] = [
  ...Object.entries(CODES).map(([code, error]): ErrorRow => ({
    name: `the code ${code} beside a status that says nothing (280)`,
    status: 418,
    body: { error: { message: 'It did not work.', code } },
    error,
  })),
  ...Object.entries(STATUSES).map(([status, code]): ErrorRow => ({
    name: `the status ${status} alone (280)`,
    status: Number(status),
    body: '',
    error: { code, retryable: WORTH_ANOTHER_ATTEMPT.includes(Number(status)) },
  })),
  {
    name: 'a broken request, with the id of the request (286)',
    status: 400,
    headers: { 'x-request-id': 'req_1' },
    body: {
      error: {
        message: "Invalid 'tools'.",
        type: 'invalid_request_error',
        param: 'tools',
        code: 'invalid_value',
      },
    },
    error: { code: 'invalid-request', ...GIVE_UP, requestId: 'req_1' },
  },
  {
    name: 'a body that the server cannot process',
    status: 422,
    body: { error: { message: 'Field required', type: 'invalid_request_error' } },
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
    body: { error: { message: 'Odd.', type: 'constructor', code: 'constructor' } },
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'the code of OpenAI (277)',
    status: 400,
    body: {
      error: {
        message: "This model's maximum context length is 8192 tokens.",
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      },
    },
    error: { code: 'context-full', ...GIVE_UP },
  },
  ...wordings({
    OpenAI: 'Your input exceeds the context window of this model.',
    OpenRouter: "This endpoint's maximum context length is 8192 tokens. You requested about 9000 tokens.",
    Gemini: 'The input token count (9000) exceeds the maximum number of tokens allowed (8192).',
    xAI: "This model's maximum prompt length is 8192 but the request contains 9000 tokens.",
    Groq: 'Please reduce the length of the messages or completion.',
    Copilot: 'prompt token count of 9000 exceeds the limit of 8192',
    'llama.cpp': 'the request exceeds the available context size, try increasing it',
    'LM Studio': 'tokens to keep from the initial prompt is greater than the context length',
    MiniMax: 'invalid params, context window exceeds limit',
    Kimi: 'Your request exceeded model token limit: 8192 (requested: 9000)',
    Mistral: 'Prompt contains 9000 tokens, too large for model with 8192 maximum context length',
    Bedrock: 'Input is too long for requested model.',
  }),
  {
    name: 'the words of Gemini in a list (277, 280)',
    status: 400,
    body: [
      {
        error: {
          code: 400,
          message: 'The input token count (9000) exceeds the maximum number of tokens allowed (8192).',
          status: 'INVALID_ARGUMENT',
        },
      },
    ],
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'the words of a server behind OpenRouter (277, 280)',
    status: 400,
    body: {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: { raw: '{"message":"prompt is too long: 9000 tokens > 8192 maximum"}' },
      },
    },
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'said in a text that is no JSON (277, 280)',
    status: 400,
    body: 'prompt is too long: 9000 tokens > 8192 maximum',
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'said with status 413 (277)',
    status: 413,
    body: { error: { message: 'Please reduce the length of the messages or completion.' } },
    error: { code: 'context-full', ...GIVE_UP },
  },
  {
    name: 'a wrong key',
    status: 401,
    body: {
      error: { message: 'Incorrect API key.', type: 'invalid_request_error', code: 'invalid_api_key' },
    },
    error: { code: 'auth', ...GIVE_UP },
  },
  {
    name: 'a key without the right',
    status: 403,
    body: { error: { message: 'No access to this model.', type: 'invalid_request_error', code: null } },
    error: { code: 'permission', ...GIVE_UP },
  },
  {
    name: 'an unknown model (288)',
    status: 404,
    body: { error: { message: 'No such model.', type: 'invalid_request_error', code: 'model_not_found' } },
    error: { code: 'not-found', ...GIVE_UP },
  },
  {
    name: 'a wrong base URL that answers with a page (288)',
    status: 404,
    body: '<html><body>Not Found</body></html>',
    error: { code: 'not-found', ...GIVE_UP },
  },
  {
    name: 'one of the three meanings of 429 (272)',
    status: 429,
    body: { error: { message: 'Out of credit.', type: 'insufficient_quota', code: 'insufficient_quota' } },
    error: { code: 'quota', ...GIVE_UP },
  },
  {
    name: 'said by the type alone (272)',
    status: 429,
    body: { error: { message: 'Out of credit.', type: 'insufficient_quota', code: null } },
    error: { code: 'quota', ...GIVE_UP },
  },
  {
    name: 'a limit that the account set itself (272)',
    status: 429,
    body: { error: { message: 'Hard limit reached.', type: 'requests', code: 'billing_hard_limit_reached' } },
    error: { code: 'quota', ...GIVE_UP },
  },
  {
    name: 'payment required (279)',
    status: 402,
    body: {
      error: { message: 'Insufficient balance', type: 'unknown_error', code: 'invalid_request_error' },
    },
    error: { code: 'quota', ...GIVE_UP },
  },
  {
    name: 'the seconds to wait (273)',
    status: 429,
    headers: { 'retry-after': '7' },
    body: { error: { message: 'Too many requests.', type: 'requests', code: 'rate_limit_exceeded' } },
    error: { code: 'rate-limit', ...RETRY, retryAfterMs: 7000 },
  },
  {
    name: 'the milliseconds to wait, which are more exact than the seconds (273)',
    status: 429,
    headers: { 'retry-after': '1', 'retry-after-ms': '250' },
    body: { error: { message: 'Too many tokens per minute.', type: 'tokens', code: 'rate_limit_exceeded' } },
    error: { code: 'rate-limit', ...RETRY, retryAfterMs: 250 },
  },
  {
    name: 'a date to wait for that is over (273)',
    status: 429,
    headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' },
    body: { error: { code: 'RateLimitReached', message: 'Your requests have exceeded the rate limit.' } },
    error: { code: 'rate-limit', ...RETRY, retryAfterMs: 0 },
  },
  {
    name: 'the server says not to try again (273)',
    status: 429,
    headers: { 'x-should-retry': 'false' },
    body: { error: { message: 'Too many requests.', type: 'requests', code: 'rate_limit_exceeded' } },
    error: { code: 'rate-limit', ...GIVE_UP },
  },
  {
    name: 'the server says to try again (273)',
    status: 400,
    headers: { 'x-should-retry': 'true' },
    body: { error: { message: 'Not yet.', type: 'invalid_request_error', code: null } },
    error: { code: 'invalid-request', ...RETRY },
  },
  {
    name: 'no class of the SDK (278)',
    status: 413,
    body: { error: { message: 'Request too large.', type: 'invalid_request_error', code: null } },
    error: { code: 'too-large', ...GIVE_UP },
  },
  {
    name: 'two requests that cannot both be (276)',
    status: 409,
    body: { error: { message: 'Conflict.', type: 'invalid_request_error', code: null } },
    error: { code: 'conflict', ...RETRY },
  },
  {
    name: 'the server waited too long for the request (276)',
    status: 408,
    body: { error: { message: 'Request timeout.', type: 'timeout', code: null } },
    error: { code: 'timeout', ...RETRY },
  },
  {
    name: 'too many requests for the servers there are (276)',
    status: 503,
    headers: { 'retry-after': '0.5' },
    body: { error: { message: 'The engine is overloaded.', type: 'server_error', code: null } },
    error: { code: 'overloaded', ...RETRY, retryAfterMs: 500 },
  },
  {
    name: 'the status of Anthropic, through a gateway (276)',
    status: 529,
    body: { error: { message: 'Overloaded', type: 'overloaded_error' } },
    error: { code: 'overloaded', ...RETRY },
  },
  {
    name: 'the fault of the server',
    status: 500,
    body: { error: { message: 'The server had an error.', type: 'server_error', code: null } },
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'the HTTP status says more than a code that is a number',
    status: 500,
    body: { error: { message: 'tools param requires --jinja flag', type: 'server_error', code: 400 } },
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'a page of a proxy (280)',
    status: 502,
    body: '<html><body>Bad Gateway</body></html>',
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'the error in a list, as Gemini sends it (280)',
    status: 400,
    body: [{ error: { code: 400, message: 'Invalid JSON payload.', status: 'INVALID_ARGUMENT' } }],
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'the error is a text (280)',
    status: 400,
    body: { error: 'model is required' },
    error: { code: 'invalid-request', ...GIVE_UP },
  },
  {
    name: 'the error of a server behind OpenRouter (280)',
    status: 502,
    body: {
      error: { message: 'Provider returned error', code: 502, metadata: { raw: 'upstream connect error' } },
    },
    error: { code: 'server', ...RETRY },
  },
  {
    name: 'the filter of Azure (223)',
    status: 400,
    body: {
      error: {
        message: 'The prompt was filtered.',
        type: null,
        param: 'prompt',
        code: 'content_filter',
        status: 400,
      },
    },
    error: { code: 'content-policy', ...GIVE_UP },
  },
  ...['invalid_prompt', 'bio_policy', 'misalignment_policy_violation', 'content_policy_violation'].map(
    (code): ErrorRow => ({
      name: `${code} (224)`,
      status: 400,
      body: { error: { message: 'Not allowed.', type: 'invalid_request_error', code } },
      error: { code: 'content-policy', ...GIVE_UP },
    }),
  ),
]

export const errors: readonly Row[] = REFUSED.map(errorRow)

// Servers without a code for a full context.
function wordings(words: Readonly<Record<string, string>>): ErrorRow[] {
  return Object.entries(words).map(([server, message]) => ({
    name: `the words of ${server} (277)`,
    status: 400,
    body: { error: { message, type: 'invalid_request_error', code: null } },
    error: { code: 'context-full', ...GIVE_UP },
  }))
}
