import { user, type Message, type SystemMessage } from '../neutral/message.ts'
import type { Entry, Pass } from './draft.ts'
import type { Report } from './target.ts'

/**
 * Puts system messages of the middle of a conversation where the model takes them: once, behind what the user says
 * before the assistant's next turn, or else said by the user. Those that lead the conversation are every wire's own
 * matter. What was placed once stays there when the conversation goes on.
 */
export function placeSystem(...[entries, { capabilities }, report]: Parameters<Pass>): readonly Entry[] {
  const { systemMidway } = capabilities
  const lead = entries.findIndex((entry) => !isSystem(entry))
  const rest = lead === -1 ? [] : entries.slice(lead)
  if (systemMidway === 'anywhere' || !rest.some(isSystem)) return entries
  const placed =
    systemMidway === 'no'
      ? rest.map((entry) => sayAsUser(entry, report))
      : turnsOf(rest).flatMap((turn) => placeInTurn(turn, report))
  return [...entries.slice(0, lead), ...placed]
}

function sayAsUser(entry: Entry, report: Report): Entry {
  if (!isSystem(entry)) return entry
  const { message, path, partPaths } = entry
  report({ code: 'system-midway', path, action: 'downgraded', from: 'system', to: 'user' })
  const cache = message.parts.findLast((part) => part.cache)?.cache
  const text = `<system>\n${message.parts.map((part) => part.text).join('\n')}\n</system>`
  const said = user([{ type: 'text', text, ...(cache && { cache }) }])
  return { message: said, path, partPaths: partPaths.slice(0, 1) }
}

/** What stands between two answers, with the answer before it. */
function turnsOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const turns: Entry[][] = []
  for (const entry of entries) {
    const last = turns.at(-1)
    if (last && entry.message.role !== 'assistant') last.push(entry)
    else turns.push([entry])
  }
  return turns
}

function placeInTurn(turn: readonly Entry[], report: Report): readonly Entry[] {
  const systems = turn.filter(isSystem)
  const [first, second] = systems
  if (!first || (!second && first === turn.at(-1) && isOpenToSystem(turn.at(-2)?.message))) return turn
  const others = turn.filter((entry) => !isSystem(entry))
  if (!isOpenToSystem(others.at(-1)?.message)) return turn.map((entry) => sayAsUser(entry, report))
  for (const { path } of systems) {
    report({ code: 'system-midway', path, action: 'downgraded', from: 'system' })
  }
  const parts = systems.flatMap(({ message }) => message.parts)
  const merged: SystemMessage = { role: 'system', parts }
  const partPaths = systems.flatMap((entry) => entry.partPaths)
  return [...others, { message: merged, path: first.path, partPaths }]
}

// A hosted tool's result ends an assistant's turn like a user's.
function isOpenToSystem(message: Message | undefined): boolean {
  if (message?.role === 'assistant') return message.parts.at(-1)?.type === 'opaque'
  return message?.role === 'user' || message?.role === 'tool'
}

function isSystem(entry: Entry): entry is Entry<SystemMessage> {
  return entry.message.role === 'system'
}
