import type { Alphabet } from '../neutral/capabilities.ts'
import type { WireEvent } from '../neutral/event.ts'
import type { Message, ToolMessage } from '../neutral/message.ts'
import type { ModelRequest } from '../neutral/request.ts'
import { digest } from './digest.ts'
import type { FitTarget, Report } from './target.ts'

export interface Renamed {
  readonly request: ModelRequest
  /** Gives an event of the answer the names and ids of the given request. */
  readonly restore: (event: WireEvent) => WireEvent
}

/**
 * Gives tools and calls names that the wire allows: in definitions, choice and history alike. The same request is
 * always renamed in the same way, and a longer history keeps the names of a shorter one, so that prompt caches hit.
 */
export function renameForWire(request: ModelRequest, target: FitTarget, report: Report): Renamed {
  const names = wireNames(request, target, report)
  const { messages, ids } = renameCalls(request.messages, names, target, report)
  const isSame = names.size === 0 && ids.size === 0
  if (isSame) return { request, restore: (event) => event }
  const { toolChoice } = request
  return {
    request: {
      ...request,
      messages,
      tools: request.tools.map((tool) => {
        const name = tool.type === 'function' ? names.get(tool.name) : undefined
        return name === undefined ? tool : { ...tool, name }
      }),
      ...(typeof toolChoice === 'object' && {
        toolChoice: { tool: names.get(toolChoice.tool) ?? toolChoice.tool },
      }),
    },
    restore: restorer(inverse(names), inverse(ids)),
  }
}

/** The names that must change, with what they become. */
function wireNames(
  { tools, messages }: ModelRequest,
  target: FitTarget,
  report: Report,
): Map<string, string> {
  const { toolName } = target.capabilities
  const isValid = validator(toolName)
  const declared = tools.map((tool, at) => ({
    name: tool.name,
    path: `tools[${at}]`,
    isOwn: tool.type === 'hosted',
  }))
  const used = namesInHistory(messages)
  const taken = new Set<string>()
  const renamed = new Map<string, string>()
  const all = [...declared, ...used.map((name) => ({ name, path: 'messages', isOwn: false }))]
  // Names that are right as they are come first, so that no other takes them.
  for (const { name, isOwn } of all) if (isOwn || isValid(name)) claim(name, name, taken, renamed)
  for (const { name, path, isOwn } of all) {
    if (!isOwn && !renamed.has(name)) claim(name, sanitize(name, toolName), taken, renamed, toolName)
    const to = renamed.get(name) ?? name
    if (to !== name && path !== 'messages')
      report({ code: 'tool-name', path, action: 'renamed', from: name, to })
  }
  return new Map([...renamed].filter(([from, to]) => from !== to))
}

// Names that differ only by case are one name to some providers.
function claim(
  name: string,
  wanted: string,
  taken: Set<string>,
  renamed: Map<string, string>,
  alphabet?: Alphabet,
): void {
  if (renamed.has(name)) return
  const isFree = !taken.has(wanted.toLowerCase())
  if (!isFree && !alphabet) return
  const to = isFree ? wanted : hashed(wanted, name, alphabet?.max ?? wanted.length)
  taken.add(to.toLowerCase())
  renamed.set(name, to)
}

function namesInHistory(messages: readonly Message[]): string[] {
  return messages.flatMap((message) => {
    if (message.role === 'tool') return message.parts.map(({ name }) => name)
    if (message.role !== 'assistant') return []
    return message.parts.flatMap((part) => (part.type === 'tool-call' ? [part.name] : []))
  })
}

function sanitize(name: string, alphabet: Alphabet): string {
  const isValid = validator(alphabet)
  const clean = Array.from(name, (letter) => (isValid(letter) ? letter : '_')).join('') || 'tool'
  return clean.length > alphabet.max ? hashed(clean, name, alphabet.max) : clean
}

// A hash of the whole, never a plain cut: two long names may begin alike.
function hashed(clean: string, name: string, max: number): string {
  const mark = digest(name)
  return `${clean.slice(0, Math.max(0, max - mark.length - 1))}_${mark}`.slice(-max)
}

function renameCalls(
  messages: readonly Message[],
  names: ReadonlyMap<string, string>,
  { capabilities: { callId } }: FitTarget,
  report: Report,
): { readonly messages: readonly Message[]; readonly ids: ReadonlyMap<string, string> } {
  const isValid = validator(callId)
  const taken = new Set<string>()
  const ids = new Map<string, string>()
  // What each id stands for now: servers that count from zero use one id in every turn.
  const current = new Map<string, string>()

  function claimId(id: string, path: string): string {
    const to = isValid(id) && !taken.has(id) ? id : freeId(id, callId, taken)
    taken.add(to)
    current.set(id, to)
    if (to !== id) {
      ids.set(id, to)
      report({ code: 'call-id', path, action: 'renamed', from: id, to })
    }
    return to
  }

  const renamed = messages.map((message, at): Message => {
    if (message.role === 'tool') return renameResults(message, names, current)
    if (message.role !== 'assistant') return message
    const parts = message.parts.map((part, index) => {
      if (part.type !== 'tool-call') return part
      const id = claimId(part.id, `messages[${at}].parts[${index}]`)
      const name = names.get(part.name) ?? part.name
      return id === part.id && name === part.name ? part : { ...part, id, name }
    })
    return parts.every((part, index) => part === message.parts[index]) ? message : { ...message, parts }
  })
  return { messages: renamed, ids }
}

function renameResults(
  message: ToolMessage,
  names: ReadonlyMap<string, string>,
  ids: ReadonlyMap<string, string>,
): ToolMessage {
  const parts = message.parts.map((part) => {
    const callId = ids.get(part.callId) ?? part.callId
    const name = names.get(part.name) ?? part.name
    return callId === part.callId && name === part.name ? part : { ...part, callId, name }
  })
  return parts.every((part, index) => part === message.parts[index]) ? message : { ...message, parts }
}

function freeId(id: string, alphabet: Alphabet, taken: ReadonlySet<string>, use = 0): string {
  const mark = digest(`${id}#${use}`)
  const isValid = validator(alphabet)
  const wanted = [`call_${mark}`, mark, mark.slice(0, alphabet.max)].find(isValid) ?? mark
  return taken.has(wanted) ? freeId(id, alphabet, taken, use + 1) : wanted
}

function validator({ pattern, max }: Alphabet): (text: string) => boolean {
  const whole = new RegExp(pattern)
  return (text) => text.length <= max && whole.test(text)
}

function inverse(map: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...map].map(([from, to]) => [to, from]))
}

function restorer(
  names: ReadonlyMap<string, string>,
  ids: ReadonlyMap<string, string>,
): (event: WireEvent) => WireEvent {
  return (event) => {
    if (event.type !== 'part-start' || event.part.type !== 'tool-call') return event
    const { id, name } = event.part
    return { ...event, part: { ...event.part, id: ids.get(id) ?? id, name: names.get(name) ?? name } }
  }
}
