import type { Message, ToolResultPart } from '../neutral/message.ts'
import { fitContent, fitText } from './content.ts'
import { prefixDigests } from './digest.ts'
import { entryOf, mapParts, type Entry } from './draft.ts'
import { fitSaid } from './said.ts'
import type { FitTarget, Report } from './target.ts'

/**
 * Fits the parts of every message: nothing of another model's own, nothing unfinished, no text or file that the model
 * does not take.
 */
export function fitParts(messages: readonly Message[], target: FitTarget, report: Report): readonly Entry[] {
  const prefixes = prefixDigests(messages)
  return messages.flatMap((message, at): readonly Entry[] => {
    const fitted = fitMessage(message, at, prefixes[at] ?? '', target, report)
    return fitted ? [fitted] : []
  })
}

function fitMessage(
  message: Message,
  at: number,
  prefix: string,
  target: FitTarget,
  report: Report,
): Entry | undefined {
  if (message.role === 'assistant') return fitSaid(entryOf(message, at), prefix, target, report)
  const fitted = fitGiven(message, at, target, report)
  if (fitted.message.parts.length > 0) return fitted
  // Where it lost all of its parts, each has a notice of its own.
  if (message.parts.length === 0) {
    report({ code: 'empty-message', path: fitted.path, action: 'dropped', from: message.role })
  }
  return undefined
}

function fitGiven(
  message: Exclude<Message, { readonly role: 'assistant' }>,
  at: number,
  target: FitTarget,
  report: Report,
): Entry {
  switch (message.role) {
    case 'system':
      return mapParts(entryOf(message, at), (part, path) => fitText(part, path, target, report))
    case 'user':
      return mapParts(entryOf(message, at), (part, path) => fitContent(part, path, target, report))
    case 'tool':
      return mapParts(entryOf(message, at), (part, path) => fitResult(part, path, target, report))
  }
}

function fitResult(result: ToolResultPart, path: string, target: FitTarget, report: Report): ToolResultPart {
  const parts = result.parts.flatMap((part, index) => {
    return fitContent(part, `${path}.parts[${index}]`, target, report) ?? []
  })
  if (parts.length === 0 && !target.capabilities.blankText) {
    report({ code: 'blank-result', path, action: 'synthesized', to: 'text' })
    return { ...result, parts: [{ type: 'text', text: '(no output)' }] }
  }
  const isSame = parts.length === result.parts.length && parts.every((part, at) => part === result.parts[at])
  return isSame ? result : { ...result, parts }
}
