import type { Alphabet } from '../neutral/capabilities.ts'
import type { Message, ToolCallPart } from '../neutral/message.ts'
import { validator } from './alphabet.ts'
import { digest } from './digest.ts'
import { mapParts, type Entry } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

/**
 * Gives every call, and its result, its new name, and an id that the wire allows and no other call has. An id depends
 * on those before it only, so a longer history keeps the ids of a shorter one: prompt caches hit.
 */
export function renameCalls(
  entries: readonly Entry[],
  names: ReadonlyMap<string, string>,
  { capabilities }: FitTarget,
  report: Report,
): {
  readonly entries: readonly Entry[]
  /** What each new id stands for. */
  readonly originals: ReadonlyMap<string, string>
} {
  const isValid = validator(capabilities.callId)
  const makeId = idMaker(capabilities.callId)
  const taken = new Set<string>()
  const originals = new Map<string, string>()

  function claim(id: string, path: string): string {
    const to = isValid(id) && !taken.has(id) ? id : makeId(id, taken)
    taken.add(to)
    if (to === id) return id
    originals.set(to, id)
    report({ code: 'call-id', path, action: 'renamed', from: id, to })
    return to
  }

  // Results stand behind their calls, in call order: two of one id are told apart by their places.
  let asked: { readonly given: ToolCallPart; readonly sent: ToolCallPart }[] = []
  const renamed = entries.map((entry) => {
    if (entry.message.role === 'assistant') asked = []
    let result = 0
    return mapParts<Message>(entry, (part, path) => {
      if (part.type === 'tool-call') {
        const id = claim(part.id, path)
        const name = names.get(part.name) ?? part.name
        const sent = id === part.id && name === part.name ? part : { ...part, id, name }
        asked.push({ given: part, sent })
        return sent
      }
      const call = part.type === 'tool-result' ? asked[result++] : undefined
      if (part.type !== 'tool-result' || !call) return part
      // A result that names another tool than its call does keeps what it says.
      const name = part.name === call.given.name ? call.sent.name : part.name
      const callId = call.sent.id
      return callId === part.callId && name === part.name ? part : { ...part, callId, name }
    })
  })
  return { entries: renamed, originals }
}

/** Makes ids that are the same for the same given id, as often as it came before. */
function idMaker(alphabet: Alphabet): (id: string, taken: ReadonlySet<string>) => string {
  const isValid = validator(alphabet)
  const uses = new Map<string, number>()
  return (id, taken) => {
    for (;;) {
      const use = uses.get(id) ?? 0
      uses.set(id, use + 1)
      const mark = digest(`${id}#${use}`)
      const ends = Array.from(mark, (_letter, at) => mark.slice(at))
      const made = [`call_${mark}`, ...ends].find(isValid) ?? mark
      if (!taken.has(made)) return made
    }
  }
}
