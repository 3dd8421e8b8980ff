import type { AssistantMessage, AssistantPart } from '../neutral/message.ts'
import type { Notice } from '../neutral/notice.ts'
import { identityOf } from './identity.ts'

/**
 * Gives every call of an answer an id of its own, because results are paired by id: an empty id gets one, a repeated
 * call (same id, name and arguments) stands once, and another call under a used id gets a new id.
 */
export function settleCallIds(
  message: AssistantMessage,
  step: number,
): { readonly message: AssistantMessage; readonly notices: readonly Notice[] } {
  const notices: Notice[] = []
  const asked = new Set<string>()
  const taken = new Set<string>()
  const parts = message.parts.flatMap((part, index): AssistantPart[] => {
    if (part.type !== 'tool-call') return [part]
    const path = `parts[${index}]`
    const call = JSON.stringify([part.id, identityOf(part)])
    if (part.id !== '' && asked.has(call)) {
      notices.push({ code: 'repeated-call', path, action: 'dropped', from: part.id })
      return []
    }
    asked.add(call)
    const isFree = part.id !== '' && !taken.has(part.id)
    const id = isFree ? part.id : freeId(`${part.id || 'call'}_${step}_${index}`, taken)
    taken.add(id)
    if (isFree) return [part]
    const action = part.id === '' ? 'synthesized' : 'renamed'
    notices.push({ code: 'call-id', path, action, from: part.id, to: id })
    return [{ ...part, id }]
  })
  return { message: notices.length === 0 ? message : { ...message, parts }, notices }
}

/** The same for every attempt at a call, and for no other call. */
export function idempotencyKey(runId: string, step: number, callId: string): string {
  return `${runId}:${step}:${callId}`
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  return taken.has(wanted) ? freeId(`${wanted}_`, taken) : wanted
}
