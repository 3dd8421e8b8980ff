import { judge, judgeRules } from '@dragoman/conformance/judge'
import { describe, expect, test } from 'vitest'

const ASK = { role: 'user', content: 'How is the weather in Paris?' }
const CALL = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } }
const CALLING = { role: 'assistant', content: null, tool_calls: [CALL] }
const RESULT = { role: 'tool', tool_call_id: 'call_1', content: 'sunny' }
const INPUT = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const PNG = 'data:image/png;base64,iVBORw0KGgo='

function chat(fields: object): object {
  return { model: 'gpt-5', messages: [ASK], ...fields }
}

function tool(definition: object): object {
  return { type: 'function', function: { name: 'weather', ...definition } }
}

/** A request whose answer must keep a schema with this property to the letter. */
function strict(property: unknown, root: object = {}): object {
  const schema = { ...INPUT, properties: { city: property }, ...root }
  return chat({ response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } } })
}

function nested(levels: number): object {
  return levels === 0
    ? { type: 'string' }
    : { type: 'object', properties: { a: nested(levels - 1) }, required: ['a'], additionalProperties: false }
}

/** Requests that break one rule each. */
const BROKEN: readonly (readonly [rule: string, path: string, body: unknown])[] = [
  ['foreign-field', 'messages[0].cache_control', chat({ messages: [{ ...ASK, cache_control: {} }] })],
  ['foreign-field', 'top_k', chat({ top_k: 5 })],
  ['missing-field', 'model', { messages: [ASK] }],
  ['wrong-value', 'messages[0].role', chat({ messages: [{ ...ASK, role: 'human' }] })],
  ['wrong-value', '', 'text'],
  ['call-unanswered', 'messages[1].tool_calls[0].id', chat({ messages: [ASK, CALLING, ASK] })],
  [
    'call-unanswered',
    'messages[1].tool_calls[1].id',
    chat({ messages: [ASK, { ...CALLING, tool_calls: [CALL, { ...CALL, id: 'call_2' }] }, RESULT] }),
  ],
  ['call-unanswered', 'messages[1].tool_calls[0].id', chat({ messages: [ASK, CALLING] })],
  ['result-orphan', 'messages[1].tool_call_id', chat({ messages: [ASK, RESULT] })],
  ['result-orphan', 'messages[0].tool_call_id', chat({ messages: [RESULT] })],
  ['result-orphan', 'messages[4].tool_call_id', chat({ messages: [ASK, CALLING, RESULT, ASK, RESULT] })],
  ['result-duplicate', 'messages[3].tool_call_id', chat({ messages: [ASK, CALLING, RESULT, RESULT] })],
  [
    'call-id-duplicate',
    'messages[1].tool_calls[1].id',
    chat({ messages: [ASK, { ...CALLING, tool_calls: [CALL, CALL] }, RESULT] }),
  ],
  [
    'call-id-length',
    'messages[1].tool_calls[0].id',
    chat({
      messages: [ASK, { ...CALLING, tool_calls: [{ ...CALL, id: '' }] }, { ...RESULT, tool_call_id: '' }],
    }),
  ],
  [
    'call-id-length',
    'messages[1].tool_calls[0].id',
    chat({
      messages: [
        ASK,
        { ...CALLING, tool_calls: [{ ...CALL, id: 'c'.repeat(41) }] },
        { ...RESULT, tool_call_id: 'c'.repeat(41) },
      ],
    }),
  ],
  ['tool-name', 'tools[0].function.name', chat({ tools: [tool({ name: 'get.weather' })] })],
  [
    'tool-name',
    'tools[0].custom.name',
    chat({ tools: [{ type: 'custom', custom: { name: 'a'.repeat(65) } }] }),
  ],
  [
    'format-name',
    'response_format.json_schema.name',
    chat({ response_format: { type: 'json_schema', json_schema: { name: 'the answer' } } }),
  ],
  ['messages-empty', 'messages', chat({ messages: [] })],
  ['assistant-silent', 'messages[1]', chat({ messages: [ASK, { role: 'assistant' }, ASK] })],
  [
    'tool-calls-empty',
    'messages[1].tool_calls',
    chat({ messages: [ASK, { ...CALLING, tool_calls: [] }, ASK] }),
  ],
  ['content-empty', 'messages[0].content', chat({ messages: [{ ...ASK, content: [] }] })],
  [
    'audio-data',
    'messages[0].content[0].input_audio.data',
    chat({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'input_audio', input_audio: { data: 'data:audio/mp3;base64,AAAA', format: 'mp3' } },
          ],
        },
      ],
    }),
  ],
  ['json-unmentioned', 'response_format', chat({ response_format: { type: 'json_object' } })],
  [
    'image-url',
    'messages[0].content[0].image_url.url',
    chat({
      messages: [
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,data:' } }] },
      ],
    }),
  ],
  [
    'file-source',
    'messages[0].content[0].file',
    chat({ messages: [{ role: 'user', content: [{ type: 'file', file: { filename: 'a.pdf' } }] }] }),
  ],
  [
    'file-data',
    'messages[0].content[0].file.file_data',
    chat({
      messages: [
        { role: 'user', content: [{ type: 'file', file: { filename: 'a.pdf', file_data: 'JVBERi0=' } }] },
      ],
    }),
  ],
  ['ill-formed-text', 'messages[0].content', chat({ messages: [{ ...ASK, content: 'half \ud83d' }] })],
  [
    'choice-unknown-tool',
    'tool_choice.function.name',
    chat({ tools: [tool({})], tool_choice: { type: 'function', function: { name: 'wether' } } }),
  ],
  [
    'tools-many',
    'tools',
    chat({ tools: Array.from({ length: 129 }, (_, at) => tool({ name: `tool_${at}` })) }),
  ],
  [
    'tool-root',
    'tools[0].function.parameters.anyOf',
    chat({ tools: [tool({ parameters: { ...INPUT, anyOf: [INPUT] } })] }),
  ],
  ['tool-root', 'tools[0].function.parameters', chat({ tools: [tool({ parameters: { type: 'string' } })] })],
  [
    'tool-root-properties',
    'tools[0].function.parameters',
    chat({ tools: [tool({ parameters: { type: 'object' } })] }),
  ],
  [
    'array-items',
    'tools[0].function.parameters.properties.list',
    chat({ tools: [tool({ parameters: { type: 'object', properties: { list: { type: 'array' } } } })] }),
  ],
  [
    'tool-schema-invalid',
    'tools[0].function.parameters',
    chat({ tools: [tool({ parameters: { type: 'object', properties: { city: { required: true } } } })] }),
  ],
  [
    'strict-root',
    'response_format.json_schema.schema',
    strict({ type: 'string' }, { anyOf: [{ type: 'null' }] }),
  ],
  ['strict-without-schema', 'tools[0].function.parameters', chat({ tools: [tool({ strict: true })] })],
  [
    'strict-open-object',
    'response_format.json_schema.schema.properties.city',
    strict({ type: ['object', 'null'], properties: {} }),
  ],
  [
    'strict-open-object',
    'tools[0].function.parameters',
    chat({ tools: [tool({ strict: true, parameters: { type: 'object', properties: {} } })] }),
  ],
  [
    'strict-required',
    'response_format.json_schema.schema.properties.city',
    strict({ type: 'string' }, { required: [] }),
  ],
  [
    'strict-required',
    'response_format.json_schema.schema.required[1]',
    strict({ type: 'string' }, { required: ['city', 'country'] }),
  ],
  ['strict-untyped', 'response_format.json_schema.schema.properties.city', strict({ description: 'any' })],
  ['strict-untyped', 'response_format.json_schema.schema.properties.city', strict(true)],
  [
    'strict-keyword',
    'response_format.json_schema.schema.properties.city.minLength',
    strict({ type: 'string', minLength: 1 }),
  ],
  [
    'strict-keyword',
    'response_format.json_schema.schema.properties.city.pattern',
    strict({ type: 'string', pattern: '^(?!x)' }),
  ],
  [
    'strict-format',
    'response_format.json_schema.schema.properties.city.format',
    strict({ type: 'string', format: 'uri' }),
  ],
  [
    'strict-reference',
    'response_format.json_schema.schema.properties.city.$ref',
    strict({ $ref: '#/$defs/City' }),
  ],
  [
    'strict-reference',
    'response_format.json_schema.schema.properties.city',
    strict({ $ref: '#/$defs/City', description: 'a city' }, { $defs: { City: { type: 'string' } } }),
  ],
  ['strict-size', 'response_format.json_schema.schema', strict(nested(10))],
  ['setting-range', 'temperature', chat({ temperature: 2.5 })],
  ['metadata-size', 'metadata.note', chat({ metadata: { note: 'x'.repeat(513) } })],
  ['stream-options-unstreamed', 'stream_options', chat({ stream_options: { include_usage: true } })],
  ['tools-empty', 'tools', chat({ tools: [] })],
  ['choice-without-tools', 'tool_choice', chat({ tool_choice: 'auto' })],
  ['choice-without-tools', 'parallel_tool_calls', chat({ parallel_tool_calls: false })],
  ['stop-many', 'stop', chat({ stop: ['a', 'b', 'c', 'd', 'e'] })],
  ['token-limits-both', 'max_tokens', chat({ max_tokens: 5, max_completion_tokens: 5 })],
  ['logprobs-unasked', 'top_logprobs', chat({ top_logprobs: 2 })],
]

const GOOD = {
  model: 'gpt-5.2',
  messages: [
    { role: 'developer', content: [{ type: 'text', text: 'Answer in JSON.' }] },
    { role: 'system', content: '' },
    {
      role: 'user',
      name: 'Ada',
      content: [
        { type: 'text', text: 'Compare these.', prompt_cache_breakpoint: { mode: 'explicit' } },
        { type: 'image_url', image_url: { url: PNG, detail: 'low' } },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
        { type: 'file', file: { file_id: 'file-1' } },
        { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [CALL, { id: 'c'.repeat(40), type: 'custom', custom: { name: 'shell', input: 'ls' } }],
    },
    { ...RESULT, content: [{ type: 'text', text: '' }] },
    { role: 'tool', tool_call_id: 'c'.repeat(40), content: '' },
    { role: 'user', content: '' },
    { role: 'assistant', content: '', refusal: 'No.' },
    { role: 'assistant', audio: { id: 'audio_1' } },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'Yes' },
        { type: 'refusal', refusal: 'but no' },
      ],
    },
    CALLING,
    RESULT,
  ],
  tools: [
    tool({ description: 'The weather', strict: true, parameters: INPUT }),
    { type: 'function', function: { name: 'now' } },
    { type: 'custom', custom: { name: 'shell', format: { type: 'text' } } },
  ],
  tool_choice: {
    type: 'allowed_tools',
    allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'weather' } }] },
  },
  parallel_tool_calls: false,
  response_format: {
    type: 'json_schema',
    json_schema: {
      name: 'answer',
      strict: true,
      schema: {
        ...INPUT,
        properties: {
          city: { anyOf: [{ $ref: '#/$defs/City' }, { type: 'null' }] },
          kind: { type: 'string', enum: ['a', 'b'], default: 'a' },
          list: { type: 'array', items: { $ref: '#' }, maxItems: 3 },
        },
        required: ['city', 'kind', 'list'],
        $defs: { City: { type: 'string', format: 'uuid' } },
      },
    },
  },
  max_completion_tokens: 100,
  temperature: 2,
  top_p: 1,
  logprobs: true,
  top_logprobs: 2,
  stop: ['a', 'b', 'c', 'd'],
  seed: 1,
  reasoning_effort: 'xhigh',
  metadata: { run: '1' },
  prompt_cache_key: 'a',
  service_tier: 'auto',
  store: false,
  stream: true,
  stream_options: { include_usage: true },
}

describe('a request of Chat Completions', () => {
  test.each(BROKEN)('that breaks %s at "%s" is found to break that alone', (rule, path, body) => {
    expect(judge('openai.chat', body).map((finding) => [finding.rule, finding.path])).toEqual([[rule, path]])
  })

  test('with every feature is taken', () => {
    expect(judge('openai.chat', GOOD)).toEqual([])
  })

  test('is shown to break every rule', () => {
    const rules = judgeRules().filter(({ wire }) => wire === 'openai.chat')
    expect(new Set(BROKEN.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)))
  })
})
