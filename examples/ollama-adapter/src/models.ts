import { capabilityRows, type Capabilities } from '@dragoman/core'

const LEVELS = ['none', 'low', 'medium', 'high', 'max'] as const

/** What each model takes. Source: the `vision` and `thinking` labels in https://ollama.com/library. */
export const capabilities: (model: string) => Capabilities = capabilityRows(
  {
    fileUrls: 'no',
    systemMidway: 'anywhere',
    toolName: { pattern: '^[a-zA-Z0-9_.-]+$', max: 128 },
    callId: { pattern: '^[^]+$', max: 1_000 },
    objectInputs: true,
    output: 'native',
    sampling: ['temperature', 'topP', 'stop', 'seed'],
    assistantFirst: true,
    systemOnly: true,
    prefill: true,
    silentTurns: true,
    blankText: true,
  },
  [
    [/^(llava|bakllava|moondream|minicpm-v|gemma[34]|llama4|mistral-small3)|vision|-?vl\b/, { images: true }],
    // `think` is refused by models that cannot.
    [/^(qwen3|deepseek-(r1|v3\.1)|magistral|gemma4)/, { effort: LEVELS, reasoning: ['summary'] }],
    [/^gpt-oss/, { effort: ['low', 'medium', 'high'], reasoning: ['summary'] }],
  ],
)
