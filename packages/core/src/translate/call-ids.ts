import type { Alphabet } from '../neutral/capabilities.ts'
import type { Message } from '../neutral/message.ts'
import { validator } from './alphabet.ts'
import { digest } from './digest.ts'
import { mapParts, type Entry } from './draft.ts'
import type { FitTarget, Report } from './target.ts'

/**
 * Gives every call, and its result, an id that the wire allows and no other call has. An id depends on those before it
 * only, so a longer history keeps the ids of a shorter one: prompt caches hit.
 */
export function renameCallIds(
  entries: readonly Entry[],
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
  let asked: string[] = []
  const renamed = entries.map((entry) => {
    if (entry.message.role === 'assistant') asked = []
    let result = 0
    return mapParts<Message>(entry, (part, path) => {
      if (part.type === 'tool-call') {
        const id = claim(part.id, path)
        asked.push(id)
        return id === part.id ? part : { ...part, id }
      }
      if (part.type !== 'tool-result') return part
      const callId = asked[result++] ?? part.callId
      return callId === part.callId ? part : { ...part, callId }
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
