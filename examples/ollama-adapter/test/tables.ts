import type { Expectation, Fixture, Injection } from '@dragoman/conformance'
import { user, type JsonObject, type JsonValue, type ModelRequest } from '@dragoman/core'

const SOURCE = "by hand, from the server's source"

const REQUEST: ModelRequest = {
  messages: [user('Weather in Rome?')],
  tools: [],
  toolChoice: 'auto',
  settings: {},
}

/** How Ollama says why it stopped. */
export const stops: readonly Fixture[] = [
  answer('the end of the answer', { done_reason: 'stop' }, { stop: { reason: 'stop', raw: 'stop' } }),
  answer('the token limit', { done_reason: 'length' }, { stop: { reason: 'length', raw: 'length' } }),
  {
    ...answer(
      'a last line without its end',
      { done_reason: 'stop' },
      { stop: { reason: 'stop', raw: 'stop' } },
    ),
    stream: lines(line({ content: 'Sunny.' }), { ...line({}), done: true, done_reason: 'stop' }).trimEnd(),
  },
  answer('no reason, as before 0.1.38', {}, { stop: { reason: 'other', raw: null } }),
  answer(
    'an empty reason: the connection closed',
    { done_reason: '' },
    { stop: { reason: 'other', raw: null } },
  ),
  answer('a word of later versions', { done_reason: 'tired' }, { stop: { reason: 'other', raw: 'tired' } }),
  answer(
    'a word of Object.prototype',
    { done_reason: 'constructor' },
    { stop: { reason: 'other', raw: 'constructor' } },
  ),
]

/** How Ollama counts. */
export const usages: readonly Fixture[] = [
  answer(
    'both counts',
    { prompt_eval_count: 26, eval_count: 298 },
    { usage: { inputTokens: 26, outputTokens: 298 } },
  ),
  answer(
    'a prompt from the cache, which is not counted',
    { eval_count: 298 },
    { usage: { outputTokens: 298 } },
  ),
  answer('no counts', {}, { usage: {} }),
  answer(
    'a zero is a count',
    { prompt_eval_count: 26, eval_count: 0 },
    { usage: { inputTokens: 26, outputTokens: 0 } },
  ),
]

/** How Ollama says that something went wrong. */
export const errors: readonly Fixture[] = [
  refusal('a model that is not there', 404, "model 'qwen9' not found", {
    code: 'not-found',
    retryable: false,
  }),
  refusal('a model without tools', 400, 'registry.ollama.ai/library/gemma3 does not support tools', {
    code: 'invalid-request',
    retryable: false,
  }),
  refusal(
    'a prompt that is too long',
    400,
    'the prompt is longer than the context length currently available',
    {
      code: 'context-full',
      retryable: false,
    },
  ),
  refusal('a cloud model without a key', 401, 'unauthorized', { code: 'auth', retryable: false }),
  refusal('a cloud model that the server may not use', 403, 'ollama cloud is disabled', {
    code: 'permission',
    retryable: false,
  }),
  refusal('more bytes than a proxy takes', 413, 'request entity too large', {
    code: 'too-large',
    retryable: false,
  }),
  refusal('too many requests to the cloud', 429, 'too many requests', {
    code: 'rate-limit',
    retryable: true,
  }),
  refusal('a full queue', 503, 'server busy, please try again.  maximum pending requests exceeded', {
    code: 'overloaded',
    retryable: true,
  }),
  refusal('a model that does not load', 500, 'llama runner process has terminated', {
    code: 'server',
    retryable: true,
  }),
  {
    name: 'a page of a proxy',
    request: REQUEST,
    source: SOURCE,
    status: 502,
    headers: { 'content-type': 'text/html', 'retry-after': '2' },
    response: '<html><body>Bad Gateway</body></html>',
    expect: { error: { code: 'server', status: 502, retryAfterMs: 2000 } },
  },
  {
    name: 'an error inside the answer',
    request: REQUEST,
    source: SOURCE,
    response: { error: 'an error was encountered while running the model' },
    stream: lines(line({ content: 'Sun' }), { error: 'an error was encountered while running the model' }),
    expect: { error: { code: 'server', retryable: true } },
  },
  {
    name: 'an answer that is not done',
    request: REQUEST,
    source: SOURCE,
    response: line({ content: 'Sun' }),
    stream: lines(line({ content: 'Sun' })),
    expect: { error: { code: 'cut-stream', retryable: true } },
  },
  {
    name: 'a page instead of an answer',
    request: REQUEST,
    source: SOURCE,
    headers: { 'content-type': 'text/html' },
    response: '<html><body>Sign in</body></html>',
    stream: '<html>\n<body>Sign in</body></html>\n',
    expect: { error: { code: 'bad-response' } },
  },
]

/** What Ollama may send next year, and what broken servers send. */
export const INJECTIONS: readonly Injection[] = [
  {
    name: 'an unknown line',
    into: 'text',
    becomes: 'skipped',
    stream: ['{"model"', '{"status":"loading"}\n{"model"'],
  },
  {
    name: 'an unknown field',
    into: 'calls-without-ids',
    becomes: 'skipped',
    response: ['"role":"assistant"', '"role":"assistant","later":{"a":1}'],
    stream: ['"role":"assistant"', '"role":"assistant","later":{"a":1}'],
  },
  {
    name: 'a content that is no text',
    into: 'cut-by-the-limit',
    becomes: 'bad-response',
    response: ['"content":"1, 2"', '"content":7'],
    stream: ['"content":"1, 2"', '"content":7'],
  },
  {
    name: 'a call without a function',
    into: 'calls-without-ids',
    becomes: 'bad-response',
    response: ['"tool_calls":[{', '"tool_calls":[{},{'],
    stream: ['"tool_calls":[{', '"tool_calls":[{},{'],
  },
  {
    name: 'a line that is no JSON',
    into: 'text',
    becomes: 'bad-response',
    stream: ['{"model"', '{"model\n{"model"'],
  },
]

function answer(name: string, fields: JsonObject, expect: Expectation): Fixture {
  const last = { ...line({ content: '' }), done: true, ...fields }
  return {
    name,
    request: REQUEST,
    source: SOURCE,
    response: { ...line({ content: 'Sunny.' }), done: true, ...fields },
    stream: lines(line({ content: 'Sunny.' }), last),
    expect,
  }
}

function refusal(
  name: string,
  status: number,
  error: string,
  expected: NonNullable<Expectation['error']>,
): Fixture {
  return {
    name,
    request: REQUEST,
    source: SOURCE,
    status,
    response: { error },
    expect: { error: { status, ...expected } },
  }
}

function line(message: JsonObject): JsonObject {
  return { model: 'qwen3', message: { role: 'assistant', ...message }, done: false }
}

function lines(...values: readonly JsonValue[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}
