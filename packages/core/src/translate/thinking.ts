import type { Settings } from '../neutral/request.ts'
import type { Draft, Entry } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

/**
 * Turns thinking off while an answer is open that began without it, on another model or before an edit: where each
 * answer must begin with the model's own reasoning, there is none to begin with.
 */
export function quietThinking(draft: Draft, { capabilities }: FitTarget, report: Report): Draft {
  const { settings } = draft.request
  const isOpen = isThinking(settings) && isOpenWithoutReasoning(draft.entries)
  if (!capabilities.thinksFirst || !isOpen) return draft
  const { effort, reasoning: _shown, ...rest } = settings
  const path = effort === undefined ? 'settings.reasoning' : 'settings.effort'
  report({ code: 'thinking-off', path, action: 'downgraded', ...(effort && { from: effort }), to: 'none' })
  return { ...draft, request: { ...draft.request, settings: { ...rest, effort: 'none' } } }
}

/** Whether a request asks for thinking: asking how it is shown does. */
export function isThinking({ effort, reasoning }: Settings): boolean {
  return effort === undefined ? reasoning !== undefined : effort !== 'none'
}

// An answer is open when results, or words of its own to go on from, are the last thing said; it began behind the user.
function isOpenWithoutReasoning(entries: readonly Entry[]): boolean {
  const last = entries.findLast(({ message }) => message.role !== 'system')?.message.role
  if (last !== 'tool' && last !== 'assistant') return false
  const open = entries.slice(entries.findLastIndex(({ message }) => message.role === 'user') + 1)
  return open.some(({ message }) => message.role === 'assistant' && message.parts[0]?.type !== 'reasoning')
}
