import type { AssistantMessage, ToolCallPart } from '../neutral/message.ts'
import type { RunState } from '../neutral/state.ts'
import { identityOf } from './identity.ts'
import type { Limits } from './options.ts'
import type { LimitName } from './result.ts'
import { callsOf } from './transcript.ts'

/** The limit that another model call would exceed. */
export function limitOnStep({ steps, usages }: RunState, limits: Limits): LimitName | undefined {
  if (steps >= limits.steps) return 'steps'
  // What a wire did not report is not known.
  const tokens = usages.reduce(
    (sum, { inputTokens = 0, outputTokens = 0 }) => sum + inputTokens + outputTokens,
    0,
  )
  return tokens >= (limits.tokens ?? Infinity) ? 'tokens' : undefined
}

/** The limit that running the calls of the last answer would exceed, all of them counted before any of them starts. */
export function limitOnCalls(state: RunState, limits: Limits): LimitName | undefined {
  const asked = answersOf(state).map(callsOf)
  if (asked.flat().length > (limits.toolCalls ?? Infinity)) return 'toolCalls'
  return countRepeats(asked) >= limits.repeats ? 'repeats' : undefined
}

function answersOf({ messages, added }: RunState): readonly AssistantMessage[] {
  return messages.slice(messages.length - added).filter((message) => message.role === 'assistant')
}

/** How many of the last answers asked for the same calls, in whatever order. */
function countRepeats(asked: readonly (readonly ToolCallPart[])[]): number {
  const last = asked.at(-1)
  if (!last) return 0
  const same = identityOfAll(last)
  const other = asked.findLastIndex((calls) => calls.length !== last.length || identityOfAll(calls) !== same)
  return asked.length - 1 - other
}

function identityOfAll(calls: readonly ToolCallPart[]): string {
  return calls.map(identityOf).toSorted().join('\n')
}
