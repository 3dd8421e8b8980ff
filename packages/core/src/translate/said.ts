import type { AssistantMessage, AssistantPart } from '../neutral/message.ts'
import { fitText } from './content.ts'
import { mapParts, type Entry, type Strangeness } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

/** Fits what a model said: nothing of another model's own, nothing unfinished, no turn that says nothing. */
export function fitSaid(
  given: Entry<AssistantMessage>,
  prefix: string | undefined,
  target: FitTarget,
  report: Report,
): Entry<AssistantMessage> | undefined {
  const strangeness = strangenessOf(given.message, prefix, target)
  const isReply =
    isOwn(given.message, target) && prefix !== undefined && given.message.origin?.prefix === prefix
  const entry = { ...given, isReply }
  const readable = strangeness ? dropReplays(entry, strangeness, report) : entry
  const finished = isUnfinished(given.message) ? keepTexts(readable, report) : readable
  const fitted = mapParts(finished, (part, path) => fitPart(part, path, target, report))
  const { parts } = fitted.message
  if (parts.some((part) => isHeard(part, target))) return fitted
  // Where it lost all of its parts, each has a notice of its own.
  if (parts.length > 0 || given.message.parts.length === 0) {
    report({ code: 'silent-turn', path: given.path, action: 'dropped' })
  }
  return undefined
}

/** Drops what only its own model can read, in the conversation in which it was said. */
export function dropReplays(
  given: Entry<AssistantMessage>,
  strangeness: Strangeness,
  report: Report,
): Entry<AssistantMessage> {
  const { replay, ...message } = given.message
  if (replay !== undefined) {
    report({ code: `${strangeness}-replay`, path: given.path, action: 'dropped', from: 'message' })
  }
  const entry = { ...given, strangeness, message: replay === undefined ? given.message : message }
  return mapParts(entry, (part, path) => {
    if (part.type === 'reasoning' || part.type === 'opaque') {
      const from = part.type === 'opaque' ? part.kind : part.type
      report({ code: `${strangeness}-${part.type}`, path, action: 'dropped', from })
      return undefined
    }
    if (part.replay === undefined) return part
    report({ code: `${strangeness}-replay`, path, action: 'dropped', from: part.type })
    const { replay: _replay, ...plain } = part
    return plain
  })
}

function strangenessOf(
  message: AssistantMessage,
  prefix: string | undefined,
  target: FitTarget,
): Strangeness | undefined {
  if (!isOwn(message, target)) return 'foreign'
  const known = message.origin?.prefix
  if (known !== undefined && known !== prefix) return 'stale'
  return isUnfinished(message) ? 'unfinished' : undefined
}

function isOwn({ origin }: AssistantMessage, { provider, wire, model }: FitTarget): boolean {
  return origin?.provider === provider && origin.wire === wire && origin.model === model
}

// A message that a program wrote has neither.
function isUnfinished({ origin, stop }: AssistantMessage): boolean {
  return origin !== undefined && stop === undefined
}

/** Of a turn that was cut short, only its text can be said again. */
function keepTexts(entry: Entry<AssistantMessage>, report: Report): Entry<AssistantMessage> {
  return mapParts(entry, (part, path) => {
    if (part.type === 'text') return part
    report({ code: 'unfinished-turn', path, action: 'dropped', from: part.type })
    return undefined
  })
}

function fitPart(
  part: AssistantPart,
  path: string,
  target: FitTarget,
  report: Report,
): AssistantPart | undefined {
  switch (part.type) {
    case 'text':
      return fitText(part, path, target, report)
    case 'tool-call':
      if (part.inputText.isWellFormed()) return part
      report({ code: 'ill-formed-text', path, action: 'downgraded', from: part.type })
      return { ...part, inputText: part.inputText.toWellFormed() }
    case 'file':
      // No wire has a form for what a model drew or spoke, but its own replay.
      if (part.replay !== undefined) return part
      report({ code: 'assistant-file', path, action: 'dropped', from: part.mediaType })
      return { type: 'text', text: `[A file of type ${part.mediaType} stood here.]` }
    case 'reasoning':
    case 'opaque':
      return part
  }
}

function isHeard(part: AssistantPart, { capabilities }: FitTarget): boolean {
  if (capabilities.silentTurns) return true
  return part.type === 'text' ? part.text !== '' : part.type !== 'reasoning'
}
