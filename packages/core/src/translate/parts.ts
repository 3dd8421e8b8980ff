import type {
  AssistantMessage,
  AssistantPart,
  FilePart,
  Message,
  TextPart,
  ToolResultPart,
} from '../neutral/message.ts'
import { prefixDigests } from './digest.ts'
import type { Entry, FitTarget, Report } from './target.ts'

/**
 * Fits the parts of every message: nothing of another model's own, nothing unfinished, no text or file that the model
 * does not take. All in one pass, so that the paths in notices are those of the given request.
 */
export function fitParts(messages: readonly Message[], target: FitTarget, report: Report): readonly Entry[] {
  const prefixes = prefixDigests(messages)
  return messages.flatMap((message, at): readonly Entry[] => {
    const path = `messages[${at}]`
    const fitted = fitMessage(message, { target, report, path, prefix: prefixes[at] })
    return fitted ? [{ message: fitted, path }] : []
  })
}

/** What a rule looks at beside the part. */
interface Context {
  readonly target: FitTarget
  readonly report: Report
  readonly path: string
  /** The digest of the conversation before the message. */
  readonly prefix: string | undefined
}

function fitMessage(message: Message, context: Context): Message | undefined {
  switch (message.role) {
    case 'system':
    case 'user':
      return withParts(message, fitEach(message.parts, context, fitContent))
    case 'assistant':
      return fitAssistant(message, context)
    case 'tool':
      return withParts(message, fitEach(message.parts, context, fitResult))
  }
}

/** The same message where no part changed, and none where no part is left. */
function withParts<M extends Message>(message: M, parts: M['parts']): M | undefined {
  const isSame =
    parts.length === message.parts.length && parts.every((part, at) => part === message.parts[at])
  if (isSame) return message
  return parts.length === 0 ? undefined : { ...message, parts }
}

/** A rule for a part: the part itself, another in its place, or `undefined` for none. */
type Rule<Part> = (part: Part, context: Context) => Part | undefined

function fitEach<Part>(parts: readonly Part[], context: Context, rule: Rule<Part>): Part[] {
  return parts.flatMap((part, index) => {
    const fitted = rule(part, { ...context, path: `${context.path}.parts[${index}]` })
    return fitted === undefined ? [] : [fitted]
  })
}

function fitContent<Part extends TextPart | FilePart>(part: Part, context: Context): Part | undefined {
  const fitted = part.type === 'text' ? fitText(part, context) : fitFile(part, context)
  // A list that takes files takes the texts that stand for them; one of texts holds no file.
  return fitted as Part | undefined
}

function fitText(part: TextPart, { target, report, path }: Context): TextPart | undefined {
  if (!target.capabilities.blankText && part.text.trim() === '') {
    report({ code: 'blank-text', path, action: 'dropped', from: 'text' })
    return undefined
  }
  if (part.text.isWellFormed()) return part
  report({ code: 'ill-formed-text', path, action: 'downgraded', from: 'text' })
  return { ...part, text: part.text.toWellFormed() }
}

function fitFile(part: FilePart, { target, report, path }: Context): FilePart | TextPart {
  const { source, mediaType } = part
  const isForeign = source.type === 'file-id' && source.provider !== target.provider
  if (!isForeign && takesFile(part, target)) return part
  report({ code: isForeign ? 'foreign-file' : 'unsupported-file', path, action: 'dropped', from: mediaType })
  return { type: 'text', text: `[A file of type ${mediaType} stood here; this model cannot see it.]` }
}

function takesFile({ mediaType }: FilePart, { capabilities }: FitTarget): boolean {
  if (mediaType.startsWith('image/')) return capabilities.images
  return mediaType === 'application/pdf' ? capabilities.pdf : true
}

function fitResult(result: ToolResultPart, context: Context): ToolResultPart {
  const { target, report, path } = context
  const parts = fitEach(result.parts, context, fitContent)
  if (!target.capabilities.imagesInResults && parts.some((part) => part.type === 'file')) {
    report({ code: 'result-file-moved', path, action: 'downgraded', from: 'file', to: 'user' })
  }
  if (parts.length === 0 && !target.capabilities.blankText) {
    report({ code: 'blank-result', path, action: 'synthesized', to: 'text' })
    return { ...result, parts: [{ type: 'text', text: '(no output)' }] }
  }
  const isSame = parts.length === result.parts.length && parts.every((part, at) => part === result.parts[at])
  return isSame ? result : { ...result, parts }
}

function fitAssistant(message: AssistantMessage, context: Context): AssistantMessage | undefined {
  const { report, path } = context
  const strange = strangeness(message, context)
  const { replay, ...plain } = message
  const losesReplay = strange !== undefined && replay !== undefined
  if (losesReplay) report({ code: `${strange}-replay`, path, action: 'dropped', from: 'message' })
  const isUnfinished = message.origin !== undefined && message.stop === undefined
  const parts = fitEach(message.parts, context, (part: AssistantPart, at) => {
    const own = strange ? withoutReplay(part, strange, at) : part
    const said = own && isUnfinished ? finished(own, at) : own
    return said && fitSaid(said, at)
  })
  const isSilent = !parts.some((part) => part.type !== 'reasoning')
  if (parts.length === 0 || (isSilent && !context.target.capabilities.silentTurns)) {
    // What was dropped from it is reported; what is left of it cannot stand alone.
    if (parts.length === message.parts.length) report({ code: 'silent-turn', path, action: 'dropped' })
    return undefined
  }
  const fitted = withParts(message, parts)
  return fitted && losesReplay ? { ...plain, parts } : fitted
}

/** Why a message's replay cannot be sent: `foreign` to the model, or `stale` since the conversation was edited. */
function strangeness(
  { origin }: AssistantMessage,
  { target, prefix }: Context,
): 'foreign' | 'stale' | undefined {
  const { provider, wire, model } = target
  const isOwn = origin?.provider === provider && origin.wire === wire && origin.model === model
  if (!isOwn) return 'foreign'
  return origin.prefix === undefined || origin.prefix === prefix ? undefined : 'stale'
}

function withoutReplay(
  part: AssistantPart,
  why: 'foreign' | 'stale',
  { report, path }: Context,
): AssistantPart | undefined {
  if (part.type === 'reasoning' || part.type === 'opaque') {
    const from = part.type === 'opaque' ? part.kind : part.type
    report({ code: `${why}-${part.type}`, path, action: 'dropped', from })
    return undefined
  }
  if (part.replay === undefined) return part
  report({ code: `${why}-replay`, path, action: 'dropped', from: part.type })
  const { replay: _replay, ...plain } = part
  return plain
}

/** Of a turn that was cut short, only its text can be said again. */
function finished(part: AssistantPart, { report, path }: Context): AssistantPart | undefined {
  if (part.type === 'text') return part
  report({ code: 'unfinished-turn', path, action: 'dropped', from: part.type })
  return undefined
}

function fitSaid(part: AssistantPart, context: Context): AssistantPart | undefined {
  const { report, path } = context
  switch (part.type) {
    case 'text':
      return fitText(part, context)
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
