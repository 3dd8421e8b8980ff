import { user, type Message, type SystemMessage } from '../neutral/message.ts'
import type { Entry, FitTarget, Report } from './target.ts'

/**
 * Puts system messages of the middle of a conversation where the model takes them: merged with their neighbours and
 * behind the user's turn, or else said by the user. Those that lead the conversation are every wire's own matter.
 */
export function placeSystem(entries: readonly Entry[], target: FitTarget, report: Report): readonly Entry[] {
  const { systemMidway } = target.capabilities
  if (systemMidway === 'anywhere') return entries
  const lead = entries.findIndex(({ message }) => message.role !== 'system')
  const rest = lead === -1 ? [] : entries.slice(lead)
  if (!rest.some(({ message }) => message.role === 'system')) return entries
  const leading = entries.slice(0, lead)
  if (systemMidway === 'no') return [...leading, ...rest.map((entry) => sayAsUser(entry, report))]
  return [...leading, ...placeBehindUser(rest, report)]
}

function sayAsUser(entry: Entry, report: Report): Entry {
  const { message, path } = entry
  if (message.role !== 'system') return entry
  report({ code: 'system-midway', path, action: 'downgraded', from: 'system', to: 'user' })
  return { ...entry, message: user([{ type: 'text', text: `<system>\n${textsOf(message)}\n</system>` }]) }
}

// Between the user's turn and the assistant's, once: what stands elsewhere waits for the next such place.
function placeBehindUser(entries: readonly Entry[], report: Report): Entry[] {
  const placed: Entry[] = []
  let waiting: Entry[] = []
  for (const [at, entry] of entries.entries()) {
    if (entry.message.role === 'system') {
      waiting.push(entry)
    } else {
      placed.push(entry)
    }
    const next = entries.slice(at + 1).find(({ message }) => message.role !== 'system')
    const isTurnOver = !isUserTurn(next?.message) && isOpenToSystem(placed.at(-1)?.message)
    const isLastOfRun = entries[at + 1]?.message.role !== 'system'
    if (waiting.length === 0 || !isTurnOver || !isLastOfRun) continue
    placed.push(mergeSystem(waiting, isInPlace(entries, at, waiting), report))
    waiting = []
  }
  // The conversation ends with the assistant: nobody's turn is left but the user's own.
  return [...placed, ...waiting.map((entry) => sayAsUser(entry, report))]
}

function isUserTurn(message: Message | undefined): boolean {
  return message?.role === 'user' || message?.role === 'tool'
}

// A hosted tool's result ends an assistant's turn like a user's.
function isOpenToSystem(message: Message | undefined): boolean {
  return isUserTurn(message) || (message?.role === 'assistant' && message.parts.at(-1)?.type === 'opaque')
}

// In place: the last of the waiting is where it was given, and nothing was carried over another turn.
function isInPlace(entries: readonly Entry[], at: number, waiting: readonly Entry[]): boolean {
  return waiting.every((entry, index) => entries[at - waiting.length + 1 + index] === entry)
}

function mergeSystem(waiting: readonly Entry[], isGivenPlace: boolean, report: Report): Entry {
  const [first] = waiting
  if (first && waiting.length === 1 && isGivenPlace) return first
  for (const { path } of waiting)
    report({ code: 'system-midway', path, action: 'downgraded', from: 'system' })
  const parts = waiting.flatMap(({ message }) => (message.role === 'system' ? message.parts : []))
  return { message: { role: 'system', parts }, path: first?.path ?? '' }
}

function textsOf({ parts }: SystemMessage): string {
  return parts.map(({ text }) => text).join('\n')
}
