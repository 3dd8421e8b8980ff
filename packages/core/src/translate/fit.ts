import type { Capabilities } from '../neutral/capabilities.ts'
import { DragomanError } from '../neutral/error.ts'
import type { AssistantPart, Message, Origin } from '../neutral/message.ts'
import type { FitPolicy } from '../neutral/model.ts'
import type { Notice } from '../neutral/notice.ts'
import type { Effort, ModelRequest, Settings } from '../neutral/request.ts'

/** The model that a request is fitted to. */
export interface FitTarget extends Pick<Origin, 'provider' | 'wire' | 'model'> {
  readonly capabilities: Capabilities
}

export interface Fitted {
  readonly request: ModelRequest
  readonly notices: readonly Notice[]
}

/** One rule of fitting: pure, and silent where it changes nothing. */
type Rule = (request: ModelRequest, target: FitTarget, notice: (notice: Notice) => void) => ModelRequest

const RULES: readonly Rule[] = [
  dropForeignReplay,
  dropParts,
  dropForeignHostedTools,
  dropSampling,
  nearestEffort,
  dropReasoningSetting,
  relaxToolChoice,
  relaxParallelCalls,
  relaxStrict,
  adviseReasoningWire,
]

/** Changes a request into one that the model takes. Each change is a notice, or under `strict` an `unsupported` error. */
export function fit(request: ModelRequest, target: FitTarget, policy: FitPolicy = 'adjust'): Fitted {
  const notices: Notice[] = []
  let fitted = request
  for (const rule of RULES) fitted = rule(fitted, target, (notice) => notices.push(notice))
  const changes = notices.filter(({ action }) => action !== 'advice')
  if (policy === 'strict' && changes.length > 0) throw unfit(changes, target)
  return { request: fitted, notices }
}

function unfit(notices: readonly Notice[], target: FitTarget): DragomanError {
  const changes = notices.map(({ code, path, action }) => `${path} would be ${action} (${code})`)
  return new DragomanError(
    'unsupported',
    `${target.provider}:${target.model} does not take this request as it is, and fit is 'strict': ${changes.join('; ')}.`,
    { provider: target.provider, wire: target.wire },
  )
}

function dropForeignReplay(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  const messages = request.messages.map((message, at): Message => {
    if (message.role !== 'assistant' || message.replay === undefined || isOwn(message, target)) return message
    notice({ code: 'foreign-replay', path: `messages[${at}]`, action: 'dropped', from: 'message' })
    const { replay: _replay, ...plain } = message
    return plain
  })
  const changed = messages.some((message, at) => message !== request.messages[at])
  return changed ? { ...request, messages } : request
}

/** One rule for a part of an assistant message; `undefined` removes the part. */
type PartRule = (
  part: AssistantPart,
  path: string,
  message: Extract<Message, { role: 'assistant' }>,
  target: FitTarget,
  notice: (notice: Notice) => void,
) => AssistantPart | undefined

const PART_RULES: readonly PartRule[] = [dropForeignPart, dropBlankText]

// All in one pass: after a removal, the paths of another would be those of the changed request.
function dropParts(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  return mapAssistantParts(request, (given, path, message) =>
    PART_RULES.reduce<AssistantPart | undefined>(
      (part, rule) => part && rule(part, path, message, target, notice),
      given,
    ),
  )
}

function dropForeignPart(...[part, path, message, target, notice]: Parameters<PartRule>): AssistantPart | undefined {
  if (part.replay === undefined && part.type !== 'reasoning') return part
  if (isOwn(message, target)) return part
  if (part.type === 'reasoning' || part.type === 'opaque') {
    notice({ code: `foreign-${part.type}`, path, action: 'dropped', from: part.type })
    return undefined
  }
  notice({ code: 'foreign-replay', path, action: 'dropped', from: part.type })
  const { replay: _replay, ...plain } = part
  return plain
}

function isOwn(message: Extract<Message, { role: 'assistant' }>, target: FitTarget): boolean {
  const { origin } = message
  return (
    origin !== undefined &&
    origin.provider === target.provider &&
    origin.wire === target.wire &&
    origin.model === target.model
  )
}

function dropBlankText(...[part, path, , target, notice]: Parameters<PartRule>): AssistantPart | undefined {
  if (target.capabilities.blankText || part.type !== 'text' || part.text.trim() !== '') return part
  notice({ code: 'blank-text', path, action: 'dropped', from: 'text' })
  return undefined
}

function dropForeignHostedTools(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  const tools = request.tools.filter((tool, index) => {
    if (tool.type !== 'hosted' || tool.wire === target.wire) return true
    notice({ code: 'foreign-hosted-tool', path: `tools[${index}]`, action: 'dropped', from: tool.name })
    return false
  })
  return tools.length === request.tools.length ? request : { ...request, tools }
}

const SAMPLING = ['temperature', 'topP', 'stop', 'seed'] as const

function dropSampling(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  const refused = SAMPLING.filter(
    (name) => request.settings[name] !== undefined && !target.capabilities.sampling.includes(name),
  )
  if (refused.length === 0) return request
  for (const name of refused) {
    notice({ code: 'unsupported-setting', path: `settings.${name}`, action: 'dropped', from: name })
  }
  const kept = Object.entries(request.settings).filter(([name]) => !refused.some((other) => other === name))
  return { ...request, settings: Object.fromEntries(kept) as Settings } // a subset of the same optional fields
}

const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

function nearestEffort(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  const { effort: asked, ...rest } = request.settings
  const levels = target.capabilities.effort
  if (asked === undefined || levels.includes(asked)) return request
  const distance = (level: Effort): number => Math.abs(EFFORTS.indexOf(level) - EFFORTS.indexOf(asked))
  const nearest = levels.toSorted((a, b) => distance(a) - distance(b))[0]
  if (nearest === undefined) {
    notice({ code: 'unsupported-setting', path: 'settings.effort', action: 'dropped', from: asked })
    return { ...request, settings: rest }
  }
  notice({ code: 'nearest-effort', path: 'settings.effort', action: 'downgraded', from: asked, to: nearest })
  return { ...request, settings: { ...rest, effort: nearest } }
}

function dropReasoningSetting(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  const { reasoning, ...rest } = request.settings
  if (reasoning === undefined || target.capabilities.reasoning.includes(reasoning)) return request
  notice({ code: 'unsupported-setting', path: 'settings.reasoning', action: 'dropped', from: reasoning })
  return { ...request, settings: rest }
}

function relaxToolChoice(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  const { toolChoice } = request
  if (toolChoice === 'auto' || toolChoice === 'none') return request
  const { forcedToolChoice } = target.capabilities
  const thinks = (request.settings.effort ?? 'none') !== 'none'
  const isTaken = forcedToolChoice === 'yes' || (forcedToolChoice === 'without-thinking' && !thinks)
  if (isTaken && hasChosen(request)) return request
  const from = typeof toolChoice === 'string' ? toolChoice : toolChoice.tool
  notice({ code: 'unsupported-tool-choice', path: 'toolChoice', action: 'downgraded', from, to: 'auto' })
  return { ...request, toolChoice: 'auto' }
}

// A hosted tool may have been dropped.
function hasChosen({ tools, toolChoice }: ModelRequest): boolean {
  return typeof toolChoice === 'string' ? tools.length > 0 : tools.some((tool) => tool.name === toolChoice.tool)
}

function relaxParallelCalls(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  if (request.parallelToolCalls !== false || target.capabilities.parallelToolCalls) return request
  notice({ code: 'unsupported-setting', path: 'parallelToolCalls', action: 'dropped' })
  const { parallelToolCalls: _dropped, ...rest } = request
  return rest
}

function relaxStrict(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  if (target.capabilities.strict) return request
  if (!request.tools.some((tool) => tool.type === 'function' && tool.strict)) return request
  const tools = request.tools.map((tool, index) => {
    if (tool.type !== 'function' || !tool.strict) return tool
    notice({ code: 'unsupported-strict', path: `tools[${index}]`, action: 'downgraded', from: 'strict' })
    return { ...tool, strict: false }
  })
  return { ...request, tools }
}

function adviseReasoningWire(...[request, target, notice]: Parameters<Rule>): ModelRequest {
  const { reasoningWire } = target.capabilities
  if (reasoningWire === undefined || request.tools.length === 0) return request
  notice({ code: 'reasoning-not-kept', path: 'model', action: 'advice', from: target.wire, to: reasoningWire })
  return request
}

/** Replaces or removes (`undefined`) assistant parts; a message that loses its last part goes too. */
function mapAssistantParts(
  request: ModelRequest,
  map: (
    part: AssistantPart,
    path: string,
    message: Extract<Message, { role: 'assistant' }>,
  ) => AssistantPart | undefined,
): ModelRequest {
  let changed = false
  const messages = request.messages.flatMap((message, at): Message[] => {
    if (message.role !== 'assistant') return [message]
    const parts = message.parts.flatMap((part, index) => {
      const mapped = map(part, `messages[${at}].parts[${index}]`, message)
      if (mapped !== part) changed = true
      return mapped === undefined ? [] : [mapped]
    })
    if (parts.length === message.parts.length && parts.every((part, i) => part === message.parts[i])) {
      return [message]
    }
    return parts.length === 0 ? [] : [{ ...message, parts }]
  })
  return changed ? { ...request, messages } : request
}
