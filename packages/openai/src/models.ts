import { capabilityRows, type Capabilities, type CapabilityRow } from '@dragoman/core'
import { STRICT } from './dialect.ts'

// A fine-tuned model is named `ft:<its base model>:…`.
const OPENAI = /^(ft:)?(gpt-|chatgpt-|o\d)/

// Reasoning models: no sampling, an effort instead, and `developer` for what was `system`.
const REASONS = /^(ft:)?(o\d|gpt-[5-9](?!(\.\d)?-chat)|codex-)/

// Their chat variants, which do not reason.
const CHATS = /^gpt-5(\.\d)?-chat/

// Source: the reasoning guide and the SDK's `ReasoningEffort`.
const EFFORT_ROWS: readonly CapabilityRow[] = [
  [REASONS, { effort: ['low', 'medium', 'high'] }],
  [/^o1-(mini|preview)/, { effort: [] }],
  [/^gpt-5(-\d{4}|-mini|-nano|$)/, { effort: ['minimal', 'low', 'medium', 'high'] }],
  [/^gpt-5\.1/, { effort: ['none', 'low', 'medium', 'high'] }],
  [/^gpt-(5\.[2-9]|[6-9])/, { effort: ['none', 'low', 'medium', 'high', 'xhigh'] }],
  [/^gpt-(5\.6|[6-9])/, { effort: ['none', 'low', 'medium', 'high', 'xhigh', 'max'] }],
  [/^gpt-.*-pro(-|$)/, { effort: ['medium', 'high', 'xhigh'] }],
  [CHATS, { effort: [] }],
]

/** What each model takes on Chat Completions. Source: the model pages and the SDK's `ChatModel` type. */
export const chatCapabilities: (model: string) => Capabilities = capabilityRows(
  {
    images: true,
    pdf: true,
    fileUrls: 'images',
    systemMidway: 'anywhere',
    toolName: { pattern: '^[a-zA-Z0-9_-]+$', max: 64 },
    callId: { pattern: '^[^]+$', max: 1_000 },
    parallelToolCalls: true,
    forcedToolChoice: 'yes',
    // An id that OpenAI does not name is some compatible server's: the oldest fields, which all of them know.
    strict: false,
    output: 'prompt',
    looseOutput: true,
    sampling: ['temperature', 'topP', 'stop', 'seed'],
    stopTexts: 4,
    assistantFirst: true,
    systemOnly: true,
    prefill: true,
    blankText: true,
    wire: { systemRole: 'system', maxTokensField: 'max_tokens' },
  },
  [
    [
      OPENAI,
      {
        strict: STRICT,
        output: 'native',
        callId: { pattern: '^[^]+$', max: 40 },
        wire: { maxTokensField: 'max_completion_tokens' },
      },
    ],
    // Structured outputs came with gpt-4o-2024-08-06.
    [/^(ft:)?gpt-3\.5|^gpt-4(-\d{4}|-turbo|-32k|-vision|$)/, { strict: false, output: 'tool' }],
    [/^gpt-4o-2024-05-13/, { strict: false, output: 'tool' }],
    [REASONS, { sampling: ['seed'], reasoningWire: 'openai.responses', wire: { systemRole: 'developer' } }],
    [/^o1-(mini|preview)/, { strict: false, output: 'prompt', wire: { systemRole: 'system' } }],
    ...EFFORT_ROWS,
    // Users report 400s for tools beside an effort: https://github.com/openai/openai-openapi/issues/541
    [/^gpt-5\.[45](?!\d)/, { effortWithTools: 'unsaid' }],
    [/^gpt-(5\.[6-9]|[6-9])/, { effortWithTools: 'none' }],
  ],
)

/** What each model takes on Responses. Source: the model pages and the SDK's `ResponsesModel` type. */
export const responsesCapabilities: (model: string) => Capabilities = capabilityRows(
  {
    images: true,
    imagesInResults: true,
    pdf: true,
    systemMidway: 'anywhere',
    toolName: { pattern: '^[a-zA-Z0-9_-]+$', max: 64 },
    callId: { pattern: '^[^]+$', max: 64 },
    parallelToolCalls: true,
    forcedToolChoice: 'yes',
    strict: STRICT,
    output: 'native',
    looseOutput: true,
    sampling: ['temperature', 'topP'],
    minOutputTokens: 16,
    assistantFirst: true,
    systemOnly: true,
    prefill: true,
    silentTurns: true,
    blankText: true,
    wire: { systemRole: 'system', encryptsReasoning: false },
  },
  [
    [
      REASONS,
      {
        sampling: [],
        reasoning: ['hidden', 'summary'],
        wire: { systemRole: 'developer', encryptsReasoning: true },
      },
    ],
    ...EFFORT_ROWS,
  ],
)

// `auto` is what was asked for; `on_demand` is Groq's word for it. Source: the SDK's `ServiceTier`, and Groq's answers.
const STANDARD_TIERS = ['default', 'auto', 'on_demand']

/** The tier of an answer whose tokens do not cost what its model's do, as other wires have it within their usage. */
export function decodeTier(tier: unknown): { readonly service_tier?: string } {
  const isOther = typeof tier === 'string' && tier !== '' && !STANDARD_TIERS.includes(tier)
  return isOther ? { service_tier: tier } : {}
}
