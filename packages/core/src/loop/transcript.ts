import type { AssistantMessage, Message, ToolCallPart, ToolResultPart } from '../neutral/message.ts'
import type { DiscardedAnswer, RunState } from '../neutral/state.ts'

export function addAnswer(state: RunState, answer: AssistantMessage): RunState {
  const { steps, usages } = addMessage(state, answer)
  return { ...addMessage(state, answer), steps: steps + 1, usages: [...usages, answer.usage ?? {}] }
}

/** An answer that was given up counts by what it used, and is no step. */
export function addDiscarded(state: RunState, answer: DiscardedAnswer): RunState {
  const { usages, discarded = [] } = state
  return { ...state, usages: [...usages, answer.usage], discarded: [...discarded, answer] }
}

/** Calls without a result wait for the program, and the others' results with them: a step has one message of results. */
export function addResults(
  state: RunState,
  calls: readonly ToolCallPart[],
  results: readonly ToolResultPart[],
): RunState {
  const pending = calls.filter((call) => !results.some((result) => result.callId === call.id))
  return pending.length > 0
    ? { ...state, pending, results }
    : addMessage(state, { role: 'tool', parts: results })
}

export function addMessage(state: RunState, message: Message): RunState {
  return { ...state, messages: [...state.messages, message], added: state.added + 1 }
}

export function callsOf({ parts }: AssistantMessage): readonly ToolCallPart[] {
  return parts.filter((part) => part.type === 'tool-call')
}
