import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { findCorpus, readRecordings, type RecordedApi } from '@dragoman/conformance'
import { judge, type JudgedWire } from '@dragoman/conformance/judge'
import { describe, expect, test } from 'vitest'

const corpus = findCorpus()

interface Recorded {
  readonly name: string
  readonly status: number
  /** What the judge finds in it: rules and paths. */
  readonly findings: readonly string[]
}

const CREATE_PATHS: Readonly<Record<JudgedWire, RegExp>> = {
  'openai.chat': /\/chat\/completions$/,
  'openai.responses': /\/responses$/,
  'anthropic.messages': /\/messages$/,
}

/** The requests for an answer of which the body was kept. */
function judgeRecordings(api: RecordedApi, wire: JudgedWire): readonly Recorded[] {
  return readRecordings(corpus, api).flatMap(({ slug, exchanges }) =>
    exchanges.flatMap(({ request, response }, index) => {
      const [path = ''] = request?.path.split('?') ?? []
      const creates = request?.method === 'POST' && CREATE_PATHS[wire].test(path)
      if (!creates || request.body === null) return []
      const findings = judge(wire, request.body).map((finding) => `${finding.rule} ${finding.path}`)
      return [{ name: `${slug}[${index}]`, status: response.status, findings }]
    }),
  )
}

function findingsOf(recorded: readonly Recorded[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(recorded.map(({ name, findings }) => [name, findings]))
}

const OTHER_SERVER = 'another server, with its own dialect'
const BETA = 'a field of a beta, which the types of the plain endpoint do not name'
const BETA_COMPUTER = 'the computer tool is a beta'

interface Wire {
  readonly api: RecordedApi
  readonly wire: JudgedWire
  readonly taken: number
  /** Requests that were taken and do not pass, each with the reason. */
  readonly exceptions: Readonly<
    Record<string, { readonly findings: readonly string[]; readonly reason: string }>
  >
  /** Requests that were refused: what the judge finds, or why it finds nothing. */
  readonly refused: Readonly<Record<string, readonly string[] | string>>
}

const AUDIO = 'pydantic-test_multimodal_tool_returns-test_multimodal_tool_return_matrix'
const COMPUTER = 'fantasy-testanthropiccomputeruse-claude-opus-4-6-computer_use'
const DEEPSEEK = 'pydantic-test_deepseek_responses-test_deepseek_responses-function_tool'
const OPENROUTER = 'pydantic-test_openai_prompt_cache-test_openrouter_responses_prompt_cache_e2e'

const WIRES: readonly Wire[] = [
  {
    api: 'openai-chat',
    wire: 'openai.chat',
    taken: 110,
    exceptions: {},
    refused: {
      'dd-trace-py-openai-v1-chat_completion_error[0]': '401',
      'openai-dotnet-chattooltests-structuredoutputs-withoutschema-strict-failureexpected[0]': [
        'strict-without-schema tools[0].function.parameters',
      ],
      'openinference-openinference-instrumentation-openai-openai-test_input_value_image_hiding-testinputvalueimagehidin-cf4ae09[0]':
        'the image could not be fetched',
      [`${AUDIO}-direct-url-audio-openai_chat[1]`]: 'the model hears nothing',
      'pydantic-test_openai-test_openai_o1_mini_system_role-developer[0]': 'the model knows no developer',
    },
  },
  {
    api: 'openai-responses',
    wire: 'openai.responses',
    taken: 124,
    exceptions: {
      [`${DEEPSEEK}[1]`]: { findings: ['item-id-prefix input[1].id'], reason: OTHER_SERVER },
      [`${DEEPSEEK}_stream[1]`]: { findings: ['item-id-prefix input[1].id'], reason: OTHER_SERVER },
      [`${OPENROUTER}[0]`]: { findings: ['foreign-field provider'], reason: OTHER_SERVER },
      [`${OPENROUTER}[1]`]: { findings: ['foreign-field provider'], reason: OTHER_SERVER },
      'rig-copilot-typed_prompt_tools-prompt_typed_with_tool_call_roundtrip[1]': {
        findings: ['item-id-prefix input[2].id'],
        reason: 'the recorder replaced the id',
      },
      'rig-openai-vllm-responses_api_accepts_null_metadata[0]': {
        findings: ['output-tokens-few max_output_tokens'],
        reason: OTHER_SERVER,
      },
    },
    refused: {
      'dd-trace-js-openai-openai_responses_post_c4a90328[0]': ['strict-open-object text.format.schema'],
      [`${AUDIO}-direct-url-audio-openai_responses[1]`]:
        'what the address holds is unknown before it is fetched',
      [`${AUDIO}-tool_return_content-url-audio-openai_responses[1]`]:
        'what the address holds is unknown before it is fetched',
    },
  },
  {
    api: 'anthropic-messages',
    wire: 'anthropic.messages',
    taken: 117,
    exceptions: {
      [`${COMPUTER}[0]`]: { findings: ['wrong-value tools[0].type'], reason: BETA_COMPUTER },
      [`${COMPUTER}[1]`]: { findings: ['wrong-value tools[0].type'], reason: BETA_COMPUTER },
      [`${COMPUTER}_streaming[0]`]: { findings: ['wrong-value tools[0].type'], reason: BETA_COMPUTER },
      [`${COMPUTER}_streaming[1]`]: { findings: ['wrong-value tools[0].type'], reason: BETA_COMPUTER },
      'pydantic-test_anthropic-test_anthropic_compaction_usage_with_cache_streaming[0]': {
        findings: ['foreign-field context_management'],
        reason: BETA,
      },
      'pydantic-test_anthropic-test_anthropic_mcp_servers[0]': {
        findings: ['foreign-field mcp_servers'],
        reason: BETA,
      },
      'pydantic-test_anthropic-test_anthropic_mcp_servers[1]': {
        findings: [
          'foreign-field mcp_servers',
          'wrong-value messages[1].content[1].type',
          'wrong-value messages[1].content[2].type',
        ],
        reason: BETA,
      },
      'pydantic-test_anthropic-test_anthropic_mcp_servers_stream[0]': {
        findings: ['foreign-field mcp_servers'],
        reason: BETA,
      },
      'rig-anthropic-opus_4_8-messages_preserve_system_role_after_server_tool_result[1]': {
        findings: ['server-result-orphan messages[0].content[1].tool_use_id'],
        reason: 'the recorder replaced the id of the result, not that of its call',
      },
    },
    refused: {
      'braintrust-py-test_anthropic_client_error[0]': '404: no such model',
      'pydantic-test_model_name_suggestions-test_model_name_suggestion-anthropic[0]': '404: no such model',
      'rig-anthropic-strict_schema_matrix-boolean_root_schema_is_rejected_for_tool_input[0]': [
        'wrong-value tools[0].input_schema',
        'strict-untyped tools[0].input_schema',
      ],
      'rubyllm-chat_error_handling_with_anthropic_claude-haiku-4-5_raises_appropriate_auth_error[0]': '401',
      'rubyllm-chat_real_error_scenarios_anthropic_claude-haiku-4-5_handles_context_length_exceeded_errors[0]':
        'the judge counts no tokens',
    },
  },
]

describe.skipIf(!corpus.found).each(WIRES)(
  'the judge of $wire',
  ({ api, wire, taken, exceptions, refused }) => {
    const recorded = judgeRecordings(api, wire)

    test(`passes every recorded request that was taken, but for ${Object.keys(exceptions).length}`, () => {
      const passed = recorded.filter(({ status }) => status === 200)
      const expected = Object.entries(exceptions).map(([name, { findings }]) => [name, findings])
      expect(findingsOf(passed.filter(({ findings }) => findings.length > 0))).toEqual(
        Object.fromEntries(expected),
      )
      expect(passed).toHaveLength(taken)
    })

    test('finds the fault of every recorded request that was refused for one that it can see', () => {
      const expected = Object.entries(refused).map(([name, seen]) => [
        name,
        typeof seen === 'string' ? [] : seen,
      ])
      expect(findingsOf(recorded.filter(({ status }) => status !== 200))).toEqual(
        Object.fromEntries(expected),
      )
    })
  },
)

test.skipIf(!corpus.found)('compatible servers take dialects of their own', () => {
  const taken = judgeRecordings('compatible-chat', 'openai.chat').filter(({ status }) => status === 200)
  const pass = taken.filter(({ findings }) => findings.length === 0)
  console.log(
    `compatible-chat: ${pass.length} of ${taken.length} recorded requests are also requests of openai.chat`,
  )
  expect(taken).toHaveLength(114)
})

interface Verdict {
  readonly provider: string
  readonly path: string
  readonly accepted: boolean
  readonly requested: readonly Requested[]
}

interface Requested {
  readonly kind: 'tool' | 'response_format' | 'text.format' | 'output_config.format'
  readonly name: string | null
  readonly strict: boolean | null
  readonly schema: object
}

function readVerdicts(): readonly Verdict[] {
  if (!corpus.found) return []
  const text = readFileSync(join(corpus.folder, 'corpora', 'provider-verdicts', 'verdicts.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line): Verdict => JSON.parse(line))
}

const NO_TYPE = 'missing-field tools[0].input_schema.type'
const ODD_TYPE = 'wrong-value tools[0].input_schema.type'
const TOO_COMPLEX: readonly string[] = []

const REFUSED_SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  boolean_true_subschema_is_rejected_by_strict_compiler: [
    'strict-untyped tools[0].input_schema.properties.value',
  ],
  cyclic_root_ref_aliases_are_rejected: [NO_TYPE, 'strict-recursive tools[0].input_schema.$ref'],
  dangling_local_root_ref_is_rejected: [NO_TYPE, 'strict-reference tools[0].input_schema.$ref'],
  external_root_ref_is_rejected: [NO_TYPE, 'strict-reference tools[0].input_schema.$ref'],
  recursive_ref_is_rejected_by_strict_compiler: [
    'strict-recursive tools[0].input_schema.$defs.Node.properties.next.anyOf[0].$ref',
  ],
  scalar_root_ref_is_rejected_for_tool_input: [ODD_TYPE],
  scalar_root_schema_is_rejected_for_tool_input: [ODD_TYPE],
  seventeen_union_parameters_are_rejected: ['strict-size tools'],
  sixteen_union_parameters_in_one_schema_hit_internal_limit: TOO_COMPLEX,
  top_level_any_of_is_rejected_for_tool_input: [NO_TYPE, 'tool-root tools[0].input_schema.anyOf'],
  twenty_five_optional_parameters_are_rejected: ['strict-size tools'],
  twenty_four_optional_parameters_in_one_schema_hit_internal_limit: TOO_COMPLEX,
  twenty_one_strict_tools_are_rejected: ['strict-size tools'],
}

/** The request of a verdict as its wire says it. */
function judgeVerdict({ provider, requested }: Verdict): readonly string[] {
  const formats = requested.filter(({ kind }) => kind !== 'tool')
  const tools = requested.filter(({ kind }) => kind === 'tool')
  const found =
    provider === 'anthropic'
      ? judge('anthropic.messages', sayMessages(tools, formats))
      : judgeOpenai(tools, formats)
  return found.map(({ rule, path }) => `${rule} ${path}`)
}

function sayMessages(tools: readonly Requested[], [format]: readonly Requested[]): object {
  return {
    model: 'claude',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hello' }],
    tools: tools.map(({ name, strict, schema }) => ({ name, strict: strict === true, input_schema: schema })),
    ...(format && { output_config: { format: { type: 'json_schema', schema: format.schema } } }),
  }
}

function judgeOpenai(tools: readonly Requested[], [format]: readonly Requested[]): ReturnType<typeof judge> {
  if (format?.kind === 'text.format') {
    return judge('openai.responses', {
      model: 'gpt',
      input: 'Hello',
      tools: tools.map(({ name, strict, schema: parameters }) => ({
        type: 'function',
        name,
        strict,
        parameters,
      })),
      text: {
        format: { type: 'json_schema', name: format.name, strict: format.strict, schema: format.schema },
      },
    })
  }
  return judge('openai.chat', {
    model: 'gpt',
    messages: [{ role: 'user', content: 'Hello' }],
    ...(tools.length > 0 && {
      tools: tools.map(({ name, strict, schema: parameters }) => {
        return { type: 'function', function: { name, strict, parameters } }
      }),
    }),
    ...(format && {
      response_format: {
        type: 'json_schema',
        json_schema: { name: format.name, strict: format.strict, schema: format.schema },
      },
    }),
  })
}

describe.skipIf(!corpus.found)('the verdicts that providers gave on schemas', () => {
  const verdicts = readVerdicts()
  const official = verdicts.filter(({ provider }) => provider === 'openai' || provider === 'anthropic')

  test('are kept where a provider took the schemas', () => {
    const taken = official.filter(({ accepted }) => accepted)
    const wrong = taken
      .map((verdict) => [verdict.path, judgeVerdict(verdict)] as const)
      .filter(([, found]) => found.length > 0)
    expect(wrong).toEqual([])
    expect(taken).toHaveLength(225)
  })

  test('are kept where a provider refused the schemas, but for what only its compiler knows', () => {
    const refused = official.filter(({ accepted }) => !accepted)
    const found = refused.map((verdict) => [basename(verdict.path, '.yaml'), judgeVerdict(verdict)] as const)
    expect(Object.fromEntries(found)).toEqual(REFUSED_SCHEMAS)
  })
})
