import { DragomanError, type Effort, type Settings } from '@dragoman/core'
import type { ThinkingConfigParam } from '@anthropic-ai/sdk/resources/messages'
import { WIRE, type MessagesQuirks, type MessagesRequest } from './wire.ts'

/**
 * How hard to think, and whether to show it. Asking how thinking is shown asks for thinking.
 * Source: https://platform.claude.com/docs/en/build-with-claude/thinking
 */
export function encodeThinking(
  { effort, reasoning }: Settings,
  { thinking: kind }: MessagesQuirks,
  maxTokens: number,
): Partial<MessagesRequest> {
  if (effort === undefined && reasoning === undefined) return {}
  // Leaving `thinking` out is not "off": some models think by default.
  if (effort === 'none') return { thinking: { type: 'disabled' } }
  const display = reasoning && ({ display: reasoning === 'summary' ? 'summarized' : 'omitted' } as const)
  switch (kind) {
    case 'none':
      return {}
    case 'adaptive':
      return {
        thinking: { type: 'adaptive', ...display },
        // Fitted to the model's own levels before it gets here.
        ...(effort && { output_config: { effort: effort as EffortLevel } }),
      }
    case 'budget':
      return { thinking: { ...encodeBudget(effort ?? 'medium', maxTokens), ...display } }
  }
}

type EffortLevel = NonNullable<NonNullable<MessagesRequest['output_config']>['effort']>

/** The steps of the neutral scale as tokens, for models that take a number. */
const BUDGETS: Readonly<Record<Exclude<Effort, 'none'>, number>> = {
  minimal: 1_024,
  low: 2_048,
  medium: 8_192,
  high: 16_384,
  xhigh: 32_768,
  max: 60_000,
}

const SMALLEST_BUDGET = 1_024

function encodeBudget(effort: Exclude<Effort, 'none'>, maxTokens: number): ThinkingConfigParam {
  // The budget counts towards `max_tokens` and must stay below it.
  const budget = Math.min(BUDGETS[effort], maxTokens - 1)
  if (budget < SMALLEST_BUDGET) {
    throw new DragomanError(
      'unsupported',
      `${WIRE}: this model thinks within a budget of at least ${SMALLEST_BUDGET} tokens, which count towards the answer: ` +
        `settings.maxOutputTokens is ${maxTokens}, so raise it or set effort to 'none'.`,
    )
  }
  return { type: 'enabled', budget_tokens: budget }
}
