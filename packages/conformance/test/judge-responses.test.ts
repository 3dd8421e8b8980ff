import { judge, judgeRules } from '@dragoman/conformance/judge'
import { describe, expect, test } from 'vitest'

const ASK = { role: 'user', content: 'How is the weather in Paris?' }
const CALL = { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{}' }
const OUTPUT = { type: 'function_call_output', call_id: 'call_1', output: 'sunny' }
const THOUGHT = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' }
const ANSWER = {
  type: 'message',
  role: 'assistant',
  id: 'msg_1',
  status: 'completed',
  content: [{ type: 'output_text', text: 'Sunny.', annotations: [] }],
}
const INPUT = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const WEATHER = { type: 'function', name: 'weather', parameters: INPUT, strict: false }

function responses(fields: object): object {
  return { model: 'gpt-5', input: 'Say it in JSON.', ...fields }
}

function input(...items: readonly object[]): object {
  return responses({ input: [ASK, ...items] })
}

function weather(parameters: unknown): object {
  return responses({ tools: [{ ...WEATHER, parameters }] })
}

/** A request whose answer must keep a schema with this property to the letter. */
function strict(property: unknown, root: object = {}): object {
  const schema = { ...INPUT, properties: { city: property }, ...root }
  return responses({ text: { format: { type: 'json_schema', name: 'x', strict: true, schema } } })
}

function nested(levels: number): object {
  return levels === 0
    ? { type: 'string' }
    : { type: 'object', properties: { a: nested(levels - 1) }, required: ['a'], additionalProperties: false }
}

/** Requests that break one rule each. */
const BROKEN: readonly (readonly [rule: string, path: string, body: unknown])[] = [
  ['foreign-field', 'messages', responses({ messages: [] })],
  ['foreign-field', 'input[1].is_error', responses({ input: [CALL, { ...OUTPUT, is_error: true }] })],
  [
    'missing-field',
    'input[1].arguments',
    input({ type: 'function_call', call_id: 'call_1', name: 'weather' }, OUTPUT),
  ],
  [
    'wrong-value',
    'input[0].content[0].type',
    responses({ input: [{ role: 'user', content: [{ type: 'text', text: 'a' }] }] }),
  ],
  ['wrong-value', 'tools[0].type', responses({ tools: [{ type: 'weather' }] })],
  ['call-unanswered', 'input[1].call_id', input(CALL, ASK)],
  ['call-unanswered', 'input[2].call_id', input(CALL, { ...CALL, call_id: 'call_2' }, OUTPUT)],
  ['result-orphan', 'input[1].call_id', input(OUTPUT)],
  ['result-early', 'input[1]', input(OUTPUT, CALL)],
  ['result-kind', 'input[2]', input(CALL, { ...OUTPUT, type: 'custom_tool_call_output' })],
  ['result-duplicate', 'input[3].call_id', input(CALL, OUTPUT, OUTPUT)],
  ['call-id-duplicate', 'input[2].call_id', input(CALL, CALL, OUTPUT)],
  ['item-id-duplicate', 'input[3].id', input(ANSWER, ASK, ANSWER)],
  [
    'call-id-length',
    'input[1].call_id',
    input({ ...CALL, call_id: 'c'.repeat(65) }, { ...OUTPUT, call_id: 'c'.repeat(65) }),
  ],
  ['item-id-prefix', 'input[1].id', input({ ...CALL, id: 'call_1' }, OUTPUT)],
  ['reasoning-alone', 'input[1]', input(THOUGHT, ASK)],
  ['reasoning-alone', 'input[1]', input(THOUGHT)],
  [
    'reasoning-unencrypted',
    'input[1]',
    { ...input({ ...THOUGHT, encrypted_content: null }, ANSWER), store: false },
  ],
  ['reference-unstored', 'input[1]', { ...input({ type: 'item_reference', id: 'msg_1' }), store: false }],
  ['tool-name', 'tools[0].name', responses({ tools: [{ ...WEATHER, name: 'get weather' }] })],
  ['tool-name', 'input[1].name', input({ ...CALL, name: 'get.weather' }, OUTPUT)],
  [
    'format-name',
    'text.format.name',
    responses({ text: { format: { type: 'json_schema', name: 'the answer', schema: INPUT } } }),
  ],
  [
    'assistant-content',
    'input[1].content[0].type',
    input({ role: 'assistant', content: [{ type: 'input_text', text: 'Sunny.' }] }),
  ],
  [
    'image-source',
    'input[0].content[0]',
    responses({ input: [{ role: 'user', content: [{ type: 'input_image', detail: 'auto' }] }] }),
  ],
  [
    'json-unmentioned',
    'text.format',
    responses({ input: 'Hello', text: { format: { type: 'json_object' } } }),
  ],
  [
    'image-url',
    'input[2].output[0].image_url',
    input(CALL, { ...OUTPUT, output: [{ type: 'input_image', image_url: 'iVBORw0KGgo=' }] }),
  ],
  [
    'file-source',
    'input[0].content[0]',
    responses({ input: [{ role: 'user', content: [{ type: 'input_file' }] }] }),
  ],
  [
    'file-data',
    'input[0].content[0]',
    responses({
      input: [
        {
          role: 'user',
          content: [{ type: 'input_file', file_data: 'data:application/pdf;base64,JVBERi0=' }],
        },
      ],
    }),
  ],
  ['ill-formed-text', 'input[2].output', input(CALL, { ...OUTPUT, output: '\udc00' })],
  [
    'choice-unknown-tool',
    'tool_choice.name',
    responses({ tools: [WEATHER], tool_choice: { type: 'function', name: 'wether' } }),
  ],
  [
    'choice-unknown-tool',
    'tool_choice.tools[0].name',
    responses({
      tools: [WEATHER],
      tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'wether' }] },
    }),
  ],
  [
    'tools-many',
    'tools',
    responses({ tools: Array.from({ length: 129 }, (_, at) => ({ ...WEATHER, name: `tool_${at}` })) }),
  ],
  ['tool-root', 'tools[0].parameters.oneOf', weather({ ...INPUT, oneOf: [INPUT] })],
  ['tool-root-properties', 'tools[0].parameters', weather({ type: 'object' })],
  [
    'array-items',
    'tools[0].parameters.properties.a',
    weather({ type: 'object', properties: { a: { type: ['array', 'null'] } } }),
  ],
  [
    'tool-schema-invalid',
    'tools[0].parameters',
    weather({ type: 'object', properties: { a: { type: 'text' } } }),
  ],
  ['strict-root', 'text.format.schema', strict({ type: 'string' }, { anyOf: [INPUT] })],
  [
    'strict-without-schema',
    'tools[0].parameters',
    responses({ tools: [{ ...WEATHER, parameters: null, strict: true }] }),
  ],
  ['strict-open-object', 'text.format.schema.properties.city', strict({ type: 'object', properties: {} })],
  ['strict-required', 'text.format.schema.properties.city', strict({ type: 'string' }, { required: [] })],
  ['strict-untyped', 'text.format.schema.properties.city', strict({})],
  ['strict-keyword', 'text.format.schema.properties.city.allOf', strict({ allOf: [{ type: 'string' }] })],
  ['strict-format', 'text.format.schema.properties.city.format', strict({ type: 'string', format: 'regex' })],
  [
    'strict-reference',
    'text.format.schema.properties.city.$ref',
    strict({ $ref: 'https://example.com/city' }),
  ],
  ['strict-size', 'text.format.schema', strict(nested(10))],
  ['setting-range', 'top_p', responses({ top_p: 1.5 })],
  [
    'metadata-size',
    'metadata',
    responses({ metadata: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`key${at}`, ''])) }),
  ],
  [
    'stream-options-unstreamed',
    'stream_options',
    responses({ stream_options: { include_obfuscation: false } }),
  ],
  ['choice-without-tools', 'tool_choice', responses({ tool_choice: 'required' })],
  ['output-tokens-few', 'max_output_tokens', responses({ max_output_tokens: 15 })],
  ['state-twice', 'conversation', responses({ previous_response_id: 'resp_1', conversation: 'conv_1' })],
]

const GOOD = {
  model: 'gpt-5.2',
  instructions: 'Be brief.',
  input: [
    { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Answer in JSON.' }] },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: '' },
        { type: 'input_image', detail: 'auto', image_url: 'https://example.com/a.png' },
        { type: 'input_image', file_id: 'file-1' },
        { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' },
        { type: 'input_file', file_url: 'https://example.com/a.pdf' },
      ],
    },
    THOUGHT,
    { ...CALL, id: 'fc_1' },
    { type: 'custom_tool_call', call_id: 'c'.repeat(64), name: 'shell', input: 'ls' },
    { type: 'custom_tool_call_output', call_id: 'c'.repeat(64), output: 'a.txt' },
    {
      ...OUTPUT,
      output: [
        { type: 'input_text', text: 'a' },
        { type: 'input_image', image_url: 'https://example.com/a.png' },
      ],
    },
    { ...THOUGHT, id: 'rs_2' },
    ANSWER,
    ASK,
    {
      type: 'web_search_call',
      id: 'ws_1',
      status: 'completed',
      action: { type: 'search', query: 'Paris', queries: ['Paris'] },
    },
    { role: 'assistant', content: 'Sunny.', phase: 'final_answer' },
    { role: 'assistant', content: [{ type: 'output_text', text: 'Sunny.' }] },
    { type: 'function_call', call_id: 'call_later', name: 'later', arguments: '{}' },
    ASK,
  ],
  tools: [
    { ...WEATHER, strict: true },
    {
      type: 'function',
      name: 'later',
      parameters: { type: 'object', properties: {} },
      strict: false,
      async: true,
    },
    { type: 'function', name: 'now', parameters: null, strict: null },
    { type: 'custom', name: 'shell' },
    { type: 'web_search' },
  ],
  tool_choice: { type: 'function', name: 'weather' },
  parallel_tool_calls: false,
  text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: INPUT }, verbosity: 'low' },
  reasoning: { effort: 'high', summary: 'auto' },
  include: ['reasoning.encrypted_content'],
  max_output_tokens: 16,
  temperature: 0,
  metadata: { run: '1' },
  store: false,
  stream: true,
  stream_options: { include_obfuscation: false },
}

describe('a request of Responses', () => {
  test.each(BROKEN)('that breaks %s at "%s" is found to break that alone', (rule, path, body) => {
    expect(judge('openai.responses', body).map((finding) => [finding.rule, finding.path])).toEqual([
      [rule, path],
    ])
  })

  test('with every feature is taken', () => {
    expect(judge('openai.responses', GOOD)).toEqual([])
  })

  test.each([
    ['held by a response', { previous_response_id: 'resp_1', input: [OUTPUT] }],
    ['held by a conversation', { conversation: 'conv_1', input: [OUTPUT] }],
    ['referred to', { input: [ASK, { type: 'item_reference', id: 'fc_1' }, OUTPUT] }],
  ])('may answer a call that is %s', (_where, fields) => {
    expect(judge('openai.responses', responses(fields))).toEqual([])
  })

  test('is shown to break every rule', () => {
    const rules = judgeRules().filter(({ wire }) => wire === 'openai.responses')
    expect(new Set(BROKEN.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)))
  })
})
