import type { AssistantMessage, AssistantPart, ToolCallPart } from '../neutral/message.ts'
import { inputObject, parseObject } from '../schema/input.ts'
import { fitText } from './content.ts'
import { mapParts, type Entry, type Strangeness } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

/** Fits what a model said to a conversation: the digest of what was said before tells whether it was edited. */
export function fitSaid(
  entry: Entry<AssistantMessage>,
  prefix: string,
  target: FitTarget,
  report: Report,
): Entry<AssistantMessage> | undefined {
  const { message } = entry
  // Nobody answers a conversation of nothing.
  const isReply = prefix !== '' && isOwn(message, target) && message.origin?.prefix === prefix
  return fitTurn({ ...entry, isReply }, strangenessOf(message, prefix, target), target, report)
}

/** Leaves of a turn nothing that only its own model can read, nothing unfinished, and no turn that says nothing. */
export function fitTurn(
  entry: Entry<AssistantMessage>,
  strangeness: Strangeness | undefined,
  target: FitTarget,
  report: Report,
): Entry<AssistantMessage> | undefined {
  const readable = strangeness ? dropReplays(entry, strangeness, report) : entry
  const finished = isUnfinished(entry.message) ? keepTexts(readable, report) : readable
  const fitted = mapParts(finished, (part, path) => fitPart(part, path, target, report))
  const { parts } = fitted.message
  if (parts.some((part) => isHeard(part, target))) return fitted
  // Where it lost all of its parts, each has a notice of its own.
  if (parts.length > 0 || entry.message.parts.length === 0) {
    report({ code: 'silent-turn', path: entry.path, action: 'dropped' })
  }
  return undefined
}

function strangenessOf(
  message: AssistantMessage,
  prefix: string,
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

function dropReplays(
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
      return fitCall(part, path, target, report)
    case 'file':
      // No wire has a form for what a model drew or spoke, but its own replay.
      if (part.replay !== undefined) return part
      report({ code: 'assistant-file', path, action: 'dropped', from: part.mediaType })
      return { type: 'text', text: `[A file of type ${part.mediaType} stood here.]` }
    case 'reasoning':
      // Cut before its own wire had signed it: nobody takes it back.
      if (part.replay !== undefined || !target.capabilities.signsReasoning) return part
      report({ code: 'unfinished-reasoning', path, action: 'dropped', from: part.type })
      return undefined
    case 'opaque':
      return part
  }
}

function fitCall(
  given: ToolCallPart,
  path: string,
  { capabilities }: FitTarget,
  report: Report,
): ToolCallPart {
  const call = mendCall(given, path, report)
  if (!capabilities.objectInputs || parseObject(call.inputText)) return call
  report({ code: 'bad-arguments', path, action: 'downgraded', from: 'text', to: 'object' })
  return { ...call, inputText: JSON.stringify(inputObject(call.inputText)) }
}

function mendCall(call: ToolCallPart, path: string, report: Report): ToolCallPart {
  if (call.inputText.isWellFormed()) return call
  report({ code: 'ill-formed-text', path, action: 'downgraded', from: call.type })
  return { ...call, inputText: call.inputText.toWellFormed() }
}

function isHeard(part: AssistantPart, { capabilities }: FitTarget): boolean {
  if (capabilities.silentTurns) return true
  return part.type === 'text' ? part.text !== '' : part.type !== 'reasoning'
}
