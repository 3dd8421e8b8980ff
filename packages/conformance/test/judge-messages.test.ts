import { judge, judgeRules } from '@dragoman/conformance/judge'
import { describe, expect, test } from 'vitest'

const ASK = { role: 'user', content: 'How is the weather in Paris?' }
const CALL = { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Paris' } }
const RESULT = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'sunny' }
const THOUGHT = { type: 'thinking', thinking: '', signature: 'EqQB' }
const TEXT = { type: 'text', text: 'Sunny.' }
const SEARCH = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'Paris' } }
const FOUND = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] }
const POINT = { cache_control: { type: 'ephemeral' } }
const INPUT = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const WEATHER = { name: 'weather', input_schema: INPUT }
const BUDGET = { type: 'enabled', budget_tokens: 1_024 }

function messages(fields: object): object {
  return { model: 'claude-opus-4-8', max_tokens: 2_048, messages: [ASK], ...fields }
}

function user(...content: readonly object[]): object {
  return { role: 'user', content }
}

function assistant(...content: readonly object[]): object {
  return { role: 'assistant', content }
}

/** A request with this history, and thinking as given. */
function history(turns: readonly object[], thinking?: object): object {
  return messages({ messages: turns, tools: [WEATHER], ...(thinking && { thinking }) })
}

function weather(schema: object): object {
  return messages({ tools: [{ ...WEATHER, input_schema: schema }] })
}

/** A strict tool with this property in its input. */
function strict(property: unknown, root: object = {}): object {
  const schema = { ...INPUT, properties: { city: property }, ...root }
  return messages({ tools: [{ ...WEATHER, strict: true, input_schema: schema }] })
}

function many(count: number, property: object): object {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, property]))
}

const SYSTEM = { role: 'system', content: 'Speak French.' }

/** Requests that break one rule each. */
const BROKEN: readonly (readonly [rule: string, path: string, body: unknown])[] = [
  ['foreign-field', 'messages[0].name', messages({ messages: [{ ...ASK, name: 'Ada' }] })],
  [
    'foreign-field',
    'messages[0].content[0].cache_control',
    messages({ messages: [assistant({ ...THOUGHT, ...POINT }, TEXT), ASK] }),
  ],
  ['missing-field', 'max_tokens', { model: 'claude-opus-4-8', messages: [ASK] }],
  [
    'wrong-value',
    'messages[0].content[0].source.media_type',
    messages({
      messages: [user({ type: 'image', source: { type: 'base64', media_type: 'image/bmp', data: 'Qk0=' } })],
    }),
  ],
  ['wrong-value', 'tool_choice.type', messages({ tools: [WEATHER], tool_choice: { type: 'required' } })],
  ['call-unanswered', 'messages[1].content[0].id', history([ASK, assistant(CALL), ASK])],
  ['call-unanswered', 'messages[1].content[0].id', history([ASK, assistant(CALL)])],
  [
    'call-unanswered',
    'messages[1].content[1].id',
    history([ASK, assistant(CALL, { ...CALL, id: 'toolu_2' }), user(RESULT)]),
  ],
  ['result-orphan', 'messages[0].content[0].tool_use_id', history([user(RESULT)])],
  [
    'result-orphan',
    'messages[4].content[0].tool_use_id',
    history([ASK, assistant(CALL), user(RESULT), assistant(TEXT), user(RESULT)]),
  ],
  ['results-late', 'messages[2].content[1]', history([ASK, assistant(CALL), user(TEXT, RESULT)])],
  [
    'result-duplicate',
    'messages[2].content[1].tool_use_id',
    history([ASK, assistant(CALL), user(RESULT, RESULT)]),
  ],
  [
    'call-id-duplicate',
    'messages[3].content[0].id',
    history([ASK, assistant(CALL), user(RESULT), assistant(CALL), user(RESULT)]),
  ],
  [
    'server-result-orphan',
    'messages[1].content[0].tool_use_id',
    messages({ messages: [ASK, assistant(FOUND, TEXT), ASK] }),
  ],
  [
    'server-call-answered',
    'messages[2].content[0].tool_use_id',
    messages({ messages: [ASK, assistant(SEARCH), user({ ...RESULT, tool_use_id: 'srvtoolu_1' })] }),
  ],
  [
    'toolset-unechoed',
    'messages[2].content[0].toolset_name',
    history([ASK, assistant({ ...CALL, toolset_name: 'browser' }), user(RESULT)]),
  ],
  [
    'call-id-letters',
    'messages[1].content[0].id',
    history([ASK, assistant({ ...CALL, id: 'call.1' }), user({ ...RESULT, tool_use_id: 'call.1' })]),
  ],
  [
    'server-call-id',
    'messages[1].content[0].id',
    messages({ messages: [ASK, assistant({ ...SEARCH, id: 'toolu_1' }), ASK] }),
  ],
  ['tool-name', 'tools[0].name', messages({ tools: [{ ...WEATHER, name: 'get.weather' }] })],
  [
    'tool-name',
    'messages[1].content[0].name',
    history([ASK, assistant({ ...CALL, name: 'a'.repeat(129) }), user(RESULT)]),
  ],
  ['tool-name-duplicate', 'tools[1].name', messages({ tools: [WEATHER, WEATHER] })],
  ['system-misplaced', 'messages[0]', messages({ messages: [SYSTEM] })],
  ['system-misplaced', 'messages[1]', messages({ messages: [ASK, SYSTEM, ASK] })],
  ['system-misplaced', 'messages[2]', messages({ messages: [ASK, assistant(TEXT), SYSTEM] })],
  [
    'final-whitespace',
    'messages[1].content[0].text',
    messages({ messages: [ASK, assistant({ ...TEXT, text: 'Sunny. ' })] }),
  ],
  [
    'final-whitespace',
    'messages[1].content',
    messages({ messages: [ASK, { role: 'assistant', content: 'Sunny.\n' }] }),
  ],
  ['messages-empty', 'messages', messages({ messages: [] })],
  ['messages-many', 'messages', messages({ messages: Array.from({ length: 100_001 }, () => ASK) })],
  ['message-empty', 'messages[0].content', messages({ messages: [{ ...ASK, content: '' }] })],
  ['message-empty', 'messages[1].content', messages({ messages: [ASK, assistant(), ASK] })],
  ['text-blank', 'messages[0].content[1].text', messages({ messages: [user(TEXT, { ...TEXT, text: '' })] })],
  ['text-blank', 'messages[0].content', messages({ messages: [{ ...ASK, content: ' \n' }] })],
  ['text-blank', 'system[0].text', messages({ system: [{ ...TEXT, text: '' }] })],
  [
    'text-blank',
    'messages[2].content[0].content[0].text',
    history([ASK, assistant(CALL), user({ ...RESULT, content: [{ ...TEXT, text: '' }] })]),
  ],
  [
    'result-empty',
    'messages[2].content[0].content',
    history([ASK, assistant(CALL), user({ ...RESULT, content: '', is_error: true })]),
  ],
  [
    'result-empty',
    'messages[2].content[0].content',
    history([ASK, assistant(CALL), user({ ...RESULT, content: [] })]),
  ],
  [
    'input-no-object',
    'messages[1].content[0].input',
    history([ASK, assistant({ ...CALL, input: '{"a":1}' }), user(RESULT)]),
  ],
  [
    'file-data',
    'messages[0].content[0].source.data',
    messages({
      messages: [
        user({
          type: 'image',
          source: { type: 'base64', media_type: 'image/png', data: 'data:image/png;base64,AAAA' },
        }),
      ],
    }),
  ],
  [
    'file-data',
    'messages[0].content[0].source.url',
    messages({ messages: [user({ type: 'document', source: { type: 'url', url: 'file:///a.pdf' } })] }),
  ],
  [
    'thinking-unsigned',
    'messages[1].content[0].signature',
    messages({ messages: [ASK, assistant({ ...THOUGHT, signature: '' }, TEXT), ASK] }),
  ],
  ['thinking-not-first', 'messages[1].content[0]', history([ASK, assistant(CALL), user(RESULT)], BUDGET)],
  [
    'thinking-not-first',
    'messages[1].content[0]',
    history([ASK, assistant(TEXT, THOUGHT, CALL), user(RESULT)], BUDGET),
  ],
  [
    'thinking-ends-message',
    'messages[1].content[1]',
    messages({ messages: [ASK, assistant(TEXT, THOUGHT), ASK] }),
  ],
  ['thinking-ends-message', 'messages[1].content[0]', messages({ messages: [ASK, assistant(THOUGHT)] })],
  ['thinking-final', 'messages[1].content[0]', messages({ messages: [ASK, assistant(THOUGHT, TEXT)] })],
  [
    'thinking-final',
    'messages[1].content[0]',
    messages({ messages: [ASK, assistant(THOUGHT, SEARCH)], thinking: { type: 'disabled' } }),
  ],
  [
    'thinking-budget',
    'thinking.budget_tokens',
    messages({ thinking: { type: 'enabled', budget_tokens: 1_023 } }),
  ],
  [
    'thinking-budget',
    'thinking.budget_tokens',
    messages({ thinking: { type: 'enabled', budget_tokens: 2_048 } }),
  ],
  ['thinking-forced-call', 'tool_choice.type', { ...history([ASK], BUDGET), tool_choice: { type: 'any' } }],
  ['thinking-sampling', 'temperature', messages({ thinking: { type: 'adaptive' }, temperature: 0.5 })],
  [
    'cache-points-many',
    'messages[0].content[2].cache_control',
    messages({
      tools: [{ ...WEATHER, ...POINT }],
      system: [{ ...TEXT, ...POINT }],
      messages: [user({ ...TEXT, ...POINT }, { ...TEXT, ...POINT }, { ...TEXT, ...POINT })],
    }),
  ],
  [
    'cache-points-many',
    'cache_control',
    messages({ ...POINT, messages: [user(...Array.from({ length: 4 }, () => ({ ...TEXT, ...POINT })))] }),
  ],
  [
    'cache-ttl-order',
    'messages[0].content[0].cache_control',
    messages({
      system: [{ ...TEXT, ...POINT }],
      messages: [user({ ...TEXT, cache_control: { type: 'ephemeral', ttl: '1h' } })],
    }),
  ],
  [
    'cache-deferred-tool',
    'tools[0].cache_control',
    messages({ tools: [{ ...WEATHER, ...POINT, defer_loading: true }] }),
  ],
  ['ill-formed-text', 'messages[0].content', messages({ messages: [{ ...ASK, content: 'half \ud83d' }] })],
  ['choice-without-tools', 'tool_choice', messages({ tool_choice: { type: 'auto' } })],
  [
    'choice-unknown-tool',
    'tool_choice.name',
    messages({ tools: [WEATHER], tool_choice: { type: 'tool', name: 'wether' } }),
  ],
  [
    'reference-unknown-tool',
    'messages[2].content[0].content[0].tool_name',
    history([
      ASK,
      assistant(CALL),
      user({ ...RESULT, content: [{ type: 'tool_reference', tool_name: 'wether' }] }),
    ]),
  ],
  ['tool-root', 'tools[0].input_schema.anyOf', weather({ ...INPUT, anyOf: [INPUT] })],
  [
    'property-name',
    'tools[0].input_schema.properties["filter[id]"]',
    weather({ type: 'object', properties: { 'filter[id]': {} } }),
  ],
  [
    'tool-schema-invalid',
    'tools[0].input_schema',
    weather({ type: 'object', properties: { a: { minimum: '1' } } }),
  ],
  ['strict-open-object', 'tools[0].input_schema.properties.city', strict({ type: 'object', properties: {} })],
  [
    'strict-open-object',
    'output_config.format.schema',
    messages({
      output_config: { format: { type: 'json_schema', schema: { type: 'object', properties: {} } } },
    }),
  ],
  ['strict-untyped', 'tools[0].input_schema.properties.city', strict(true)],
  [
    'strict-keyword',
    'tools[0].input_schema.properties.city.maximum',
    strict({ type: 'integer', maximum: 3 }),
  ],
  [
    'strict-keyword',
    'tools[0].input_schema.properties.city.minItems',
    strict({ type: 'array', items: {}, minItems: 2 }),
  ],
  [
    'strict-format',
    'tools[0].input_schema.properties.city.format',
    strict({ type: 'string', format: 'regex' }),
  ],
  [
    'strict-recursive',
    'tools[0].input_schema.$defs.Node.properties.next.$ref',
    strict(
      { type: 'string' },
      {
        $defs: {
          Node: {
            type: 'object',
            properties: { next: { $ref: '#/$defs/Node' } },
            additionalProperties: false,
          },
        },
      },
    ),
  ],
  ['strict-reference', 'tools[0].input_schema.properties.city.$ref', strict({ $ref: '#/$defs/City' })],
  [
    'strict-size',
    'tools',
    strict({ type: 'string' }, { properties: many(25, { type: 'string' }), required: [] }),
  ],
  [
    'strict-size',
    'tools',
    strict(
      { type: 'string' },
      { properties: many(17, { type: ['string', 'null'] }), required: Object.keys(many(17, {})) },
    ),
  ],
  [
    'strict-size',
    'tools',
    messages({
      tools: Array.from({ length: 21 }, (_, at) => ({ ...WEATHER, name: `tool_${at}`, strict: true })),
    }),
  ],
  ['setting-range', 'temperature', messages({ temperature: 1.5 })],
  ['sampling-both', 'top_p', messages({ temperature: 0.5, top_p: 0.9 })],
  ['stop-blank', 'stop_sequences[1]', messages({ stop_sequences: ['END', '\n'] })],
]

const GOOD = {
  model: 'claude-opus-4-8',
  max_tokens: 4_096,
  system: [{ ...TEXT, cache_control: { type: 'ephemeral', ttl: '1h' } }],
  messages: [
    assistant(TEXT),
    user(
      { ...TEXT, ...POINT },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      {
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: 'a' },
        title: 'a',
        citations: { enabled: true },
      },
      { type: 'document', source: { type: 'file', file_id: 'file_1' } },
    ),
    SYSTEM,
    assistant(
      THOUGHT,
      { type: 'redacted_thinking', data: 'EqQB' },
      SEARCH,
      FOUND,
      { type: 'text', text: ' \nFound it.', citations: null },
      CALL,
      { ...CALL, id: 'toolu_2', name: 'shell_of-me', caller: { type: 'direct' }, toolset_name: 'browser' },
    ),
    user(
      {
        ...RESULT,
        content: [TEXT, { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }],
        ...POINT,
      },
      {
        type: 'tool_result',
        tool_use_id: 'toolu_2',
        is_error: true,
        content: 'failed',
        toolset_name: 'browser',
      },
      TEXT,
    ),
    assistant(THOUGHT, { ...CALL, id: 'toolu_3', input: {} }),
    user({ type: 'tool_result', tool_use_id: 'toolu_3' }),
  ],
  tools: [
    { ...WEATHER, type: 'custom', description: 'The weather', strict: true, eager_input_streaming: true },
    { name: 'later', input_schema: { type: 'object' }, defer_loading: true },
    { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
    { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' },
  ],
  tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  thinking: { type: 'enabled', budget_tokens: 1_024, display: 'omitted' },
  output_config: {
    effort: 'high',
    format: {
      type: 'json_schema',
      schema: { ...INPUT, required: [], $defs: { City: { type: 'string', format: 'uri' } } },
    },
  },
  metadata: { user_id: 'u1' },
  stop_sequences: ['END'],
  top_p: 0.95,
  stream: true,
}

describe('a request of Messages', () => {
  test.each(BROKEN)('that breaks %s at "%s" is found to break that alone', (rule, path, body) => {
    expect(judge('anthropic.messages', body).map((finding) => [finding.rule, finding.path])).toEqual([
      [rule, path],
    ])
  })

  test('with every feature is taken', () => {
    expect(judge('anthropic.messages', GOOD)).toEqual([])
  })

  test.each([
    ['a paused turn of a model that thinks by itself', { messages: [ASK, assistant(THOUGHT, SEARCH)] }],
    ['a prefill', { messages: [ASK, assistant({ ...TEXT, text: '{' })] }],
    ['an empty answer at the end', { messages: [ASK, assistant()] }],
    [
      'a forced call under adaptive thinking',
      { tools: [WEATHER], tool_choice: { type: 'any' }, thinking: { type: 'adaptive' } },
    ],
    [
      'an adaptive step without thinking',
      { messages: [ASK, assistant(CALL), user(RESULT)], tools: [WEATHER], thinking: { type: 'adaptive' } },
    ],
    [
      'thinking before the first call of a loop only',
      {
        messages: [
          ASK,
          assistant(THOUGHT, CALL),
          user(RESULT),
          assistant({ ...CALL, id: 'toolu_2' }),
          user({ ...RESULT, tool_use_id: 'toolu_2' }),
        ],
        tools: [WEATHER],
        thinking: BUDGET,
      },
    ],
    ['no tools at all', { tools: [] }],
    ['a warm-up of the cache', { max_tokens: 0 }],
    [
      'twenty strict tools',
      { tools: Array.from({ length: 20 }, (_, at) => ({ ...WEATHER, name: `tool_${at}`, strict: true })) },
    ],
  ])('with %s is taken', (_what, fields) => {
    expect(judge('anthropic.messages', messages(fields))).toEqual([])
  })

  test('is shown to break every rule', () => {
    const rules = judgeRules().filter(({ wire }) => wire === 'anthropic.messages')
    expect(new Set(BROKEN.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)))
  })
})
