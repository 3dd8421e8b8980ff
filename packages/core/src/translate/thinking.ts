import type { Draft, Entry } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

/**
 * Turns thinking off while a tool loop is open that began without it, on another model or before an edit: where each
 * answer of the loop must begin with the model's own reasoning, there is none to begin with.
 */
export function quietThinking(draft: Draft, { capabilities }: FitTarget, report: Report): Draft {
  const { effort, reasoning, ...rest } = draft.request.settings
  const thinks = effort === undefined ? reasoning !== undefined : effort !== 'none'
  if (!capabilities.thinksFirst || !thinks || !isLoopWithoutReasoning(draft.entries)) return draft
  const path = effort === undefined ? 'settings.reasoning' : 'settings.effort'
  report({ code: 'thinking-off', path, action: 'downgraded', ...(effort && { from: effort }), to: 'none' })
  return { ...draft, request: { ...draft.request, settings: { ...rest, effort: 'none' } } }
}

// The loop is open when results are the last thing said; it began behind the user's last turn.
function isLoopWithoutReasoning(entries: readonly Entry[]): boolean {
  if (entries.at(-1)?.message.role !== 'tool') return false
  const loop = entries.slice(entries.findLastIndex(({ message }) => message.role === 'user') + 1)
  return loop.some(({ message }) => message.role === 'assistant' && message.parts[0]?.type !== 'reasoning')
}
