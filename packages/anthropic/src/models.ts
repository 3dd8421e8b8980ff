import { capabilityRows, type Capabilities } from '@dragoman/core'
import { STRICT } from './dialect.ts'

// Ids end in a date, or in nothing.
const CLAUDE_3_TO_4_5 = /^claude-(3|(opus|sonnet|haiku)-4(-[0-5])?(-\d{8})?$)/
const CLAUDE_3_TO_4_6 = /^claude-(3|(opus|sonnet|haiku)-4(-[0-6])?(-\d{8})?$)/

/** What each model takes on Messages. Source: the models overview, and the SDK's `Model` and `OutputConfig` types. */
export const capabilities: (model: string) => Capabilities = capabilityRows(
  {
    images: true,
    imagesInResults: true,
    filesInErrors: false,
    signsReasoning: true,
    pdf: true,
    systemMidway: 'after-user',
    cachePoints: 4,
    toolName: { pattern: '^[a-zA-Z0-9_-]+$', max: 128 },
    callId: { pattern: '^[a-zA-Z0-9_-]+$', max: 1_000 },
    objectInputs: true,
    // Users report 400s for others: https://github.com/ComposioHQ/composio/issues/3067
    propertyName: { pattern: '^[a-zA-Z0-9_.-]+$', max: 64 },
    parallelToolCalls: true,
    forcedToolChoice: 'yes',
    strict: STRICT,
    output: 'native',
    sampling: ['stop'],
    effort: ['none', 'low', 'medium', 'high', 'xhigh', 'max'],
    reasoning: ['hidden', 'summary'],
    assistantFirst: true,
    silentTurns: true,
    maxOutputTokens: 64_000,
    wire: { thinking: 'adaptive' },
  },
  [
    // Later models refuse to be forced at all.
    [/^claude-(fable-5|mythos)/, { forcedToolChoice: 'no' }],
    [/^claude-(opus|sonnet)-4-6/, { effort: ['none', 'low', 'medium', 'high', 'max'] }],
    // Sampling went after Opus 4.6. Beside thinking: https://platform.claude.com/docs/en/build-with-claude/extended-thinking
    [
      CLAUDE_3_TO_4_6,
      {
        sampling: ['temperature', 'topP', 'stop'],
        samplingTogether: false,
        samplingWhileThinking: { temperature: [1, 1], topP: [0.95, 1] },
        maxTemperature: 1,
      },
    ],
    // Before adaptive thinking there were budgets, which forbid a forced choice.
    [
      CLAUDE_3_TO_4_5,
      {
        assistantFirst: false,
        prefill: true,
        forcedToolChoice: 'without-thinking',
        thinksFirst: true,
        wire: { thinking: 'budget' },
      },
    ],
    [/^claude-3/, { strict: false, output: 'tool', maxOutputTokens: 4_096 }],
    [/^claude-3-([05]|opus|sonnet|haiku)/, { effort: [], reasoning: [], wire: { thinking: 'none' } }],
    [/^claude-3-5/, { maxOutputTokens: 8_192 }],
    [/^claude-3-7/, { maxOutputTokens: 64_000 }],
    // No budget between `high` and `max` fits into its answers.
    [
      /^claude-opus-4(-[01])?(-\d{8})?$/,
      {
        strict: false,
        output: 'tool',
        maxOutputTokens: 32_000,
        effort: ['none', 'low', 'medium', 'high', 'max'],
      },
    ],
    [/^claude-sonnet-4(-0)?(-\d{8})?$/, { strict: false, output: 'tool' }],
  ],
)
