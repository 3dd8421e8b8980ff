import type { AssistantMessage, LimitName } from '@dragoman/core'
import type { CostedResult } from '../../run.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { harmless, oneLine } from '../../harmless.ts'
import { showCost, showCount, showSeconds } from '../screen/numbers.ts'

/** Who answered, how long it took, and what it used. */
export function summaryOf({ messages, steps, usage, cost }: CostedResult, ms: number): string {
  const last = messages.findLast((message): message is AssistantMessage => message.role === 'assistant')
  const { origin } = last ?? {}
  return [
    ...(origin ? [oneLine(`${origin.provider}:${origin.model}`)] : []),
    showSeconds(ms),
    steps === 1 ? '1 step' : `${steps} steps`,
    `${showCount(usage.inputTokens)} tokens in, ${showCount(usage.outputTokens)} out`,
    ...(cost ? [showCost(cost)] : []),
  ].join(' · ')
}

/** Why a run has no answer; `undefined` where it has one. */
export function whyUnfinished(result: CostedResult): string | undefined {
  switch (result.end) {
    case 'done':
      return undefined
    case 'limit':
      return `The run ended at its limit of ${LIMITS[result.limit]} (limits.${result.limit}).`
    case 'needs-approval':
      return `These calls wait for a yes, and nobody is there to say it:\n${callsIn(result.pending)}\nGive --yes to let all of them run.`
    case 'needs-results':
      return `These calls wait for results, because their tools have no execute:\n${callsIn(result.pending)}`
    default:
      return ENDINGS[result.end]
  }
}

export function exitCodeOf({ end }: Pick<CostedResult, 'end'>): ExitCode {
  return end === 'done' ? EXIT.ok : EXIT.unfinished
}

const LIMITS: Readonly<Record<LimitName, string>> = {
  steps: 'model calls',
  toolCalls: 'tool calls',
  tokens: 'tokens',
  repeats: 'equal calls in a row',
}

const ENDINGS = {
  length: 'The answer was cut: it reached the most tokens that it may have (settings.maxOutputTokens).',
  'context-full': "The answer was cut: the model's context is full.",
  refusal: 'The model refused to answer.',
  filtered: "The provider's filter stopped the answer.",
  other: 'The provider ended the answer without a reason that is known.',
}

function callsIn(pending: readonly { readonly name: string; readonly inputText: string }[]): string {
  return pending.map(({ name, inputText }) => harmless(`  ${name} ${inputText}`)).join('\n')
}
