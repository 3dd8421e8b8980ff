import type { Alphabet } from '../neutral/capabilities.ts'
import type { WireEvent } from '../neutral/event.ts'
import type { ModelRequest } from '../neutral/request.ts'
import { validator } from './alphabet.ts'
import { renameCalls } from './call-ids.ts'
import { digest } from './digest.ts'
import type { Draft, Entry } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

export interface Renamed {
  readonly draft: Draft
  /** Gives an event of the answer the names and ids of the given request. */
  readonly restore: (event: WireEvent) => WireEvent
}

/**
 * Gives tools and calls names that the wire allows: in definitions, choice and history alike. The same request is
 * always renamed in the same way, and a longer history keeps the names of a shorter one, so that prompt caches hit.
 */
export function renameForWire(draft: Draft, target: FitTarget, report: Report): Renamed {
  const names = wireNames(draft, target.capabilities.toolName, report)
  const { entries, originals } = renameCalls(draft.entries, names, target, report)
  return {
    draft: { request: renameTools(draft.request, names), entries },
    restore: restorer(inverse(names), originals),
  }
}

/** The names that must change, with what they become. */
function wireNames(
  { request, entries }: Draft,
  alphabet: Alphabet,
  report: Report,
): ReadonlyMap<string, string> {
  const isValid = validator(alphabet)
  const renamed = new Map<string, string>()
  // Names that differ only by case are one name to some providers.
  const taken = new Set<string>()

  function claim(name: string, path: string, wanted: string): void {
    if (renamed.has(name)) return
    const to = freeName(wanted, name, alphabet.max, taken)
    taken.add(to.toLowerCase())
    renamed.set(name, to)
    if (to !== name) report({ code: 'tool-name', path, action: 'renamed', from: name, to })
  }

  const tools = request.tools.map((tool, at) => ({ ...tool, path: `tools[${at}]` }))
  // A hosted tool's name is the wire's own.
  for (const { type, name } of tools) {
    if (type !== 'hosted') continue
    taken.add(name.toLowerCase())
    renamed.set(name, name)
  }
  // Declared names come first, and right ones before others: no later turn takes a name from them.
  for (const { name, path } of tools) if (isValid(name)) claim(name, path, name)
  for (const { name, path } of tools) claim(name, path, sanitize(name, alphabet))
  for (const { name, path } of entries.flatMap(namesCalled)) {
    claim(name, path, isValid(name) ? name : sanitize(name, alphabet))
  }
  return new Map([...renamed].filter(([from, to]) => from !== to))
}

function sanitize(name: string, alphabet: Alphabet): string {
  const isValid = validator({ ...alphabet, max: Infinity })
  const clean = Array.from(name, (letter) => (isValid(`a${letter}`) ? letter : '_')).join('') || 'tool'
  // Some wires want a letter at the beginning.
  return isValid(clean) ? clean : `tool_${clean}`
}

// A hash of the whole, never a plain cut: two long names may begin alike.
function freeName(wanted: string, name: string, max: number, taken: ReadonlySet<string>): string {
  if (wanted.length <= max && !taken.has(wanted.toLowerCase())) return wanted
  for (let attempt = 0; ; attempt++) {
    const mark = digest(`${name}#${attempt}`)
    const made = `${wanted.slice(0, Math.max(0, max - mark.length - 1)).toWellFormed()}_${mark}`.slice(-max)
    if (!taken.has(made.toLowerCase())) return made
  }
}

function namesCalled({
  message,
  path,
  partPaths,
}: Entry): readonly { readonly name: string; readonly path: string }[] {
  return message.parts.flatMap((part, index) =>
    part.type === 'tool-call' ? [{ name: part.name, path: partPaths[index] ?? path }] : [],
  )
}

function renameTools(request: ModelRequest, names: ReadonlyMap<string, string>): ModelRequest {
  const { tools, toolChoice } = request
  if (!tools.some(({ name }) => names.has(name))) return request
  return {
    ...request,
    tools: tools.map((tool) => {
      const name = names.get(tool.name)
      return name === undefined ? tool : { ...tool, name }
    }),
    ...(typeof toolChoice === 'object' && {
      toolChoice: { tool: names.get(toolChoice.tool) ?? toolChoice.tool },
    }),
  }
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
