import type { Message, ToolCallPart, ToolResultPart } from '../neutral/message.ts'
import { user } from '../neutral/message.ts'
import { placeSystem } from './system.ts'
import type { Entry, FitTarget, Report } from './target.ts'

/**
 * Makes a history one that the model accepts: every call answered once and right behind it, system messages where
 * they may stand, the user's turn where the model wants it. A valid history comes back as it is.
 */
export function repairHistory(
  entries: readonly Entry[],
  target: FitTarget,
  report: Report,
): readonly Entry[] {
  return PASSES.reduce((repaired, pass) => pass(repaired, target, report), entries)
}

/** One repair: pure, deterministic, idempotent, and silent where it changes nothing. */
export type Pass = (entries: readonly Entry[], target: FitTarget, report: Report) => readonly Entry[]

const PASSES: readonly Pass[] = [pairResults, placeSystem, openWithUser, trimPrefill, closeWithUser]

/** Every call gets one result, right behind it: its own, also from further on, or one that says it never ran. */
function pairResults(...[entries, , report]: Parameters<Pass>): readonly Entry[] {
  const taken = new Set<ToolResultPart>()
  const paired: Entry[] = []
  let at = 0
  for (let entry = entries[at]; entry; entry = entries[at]) {
    const behind = toolMessagesFrom(entries, at + 1)
    const calls = callsOf(entry.message)
    at += 1
    if (entry.message.role === 'tool') {
      dropResults(entry, taken, report)
    } else if (calls.length === 0 || isAnswered(calls, behind)) {
      paired.push(entry, ...(calls.length === 0 ? [] : behind))
      at += calls.length === 0 ? 0 : behind.length
    } else {
      const path = behind[0]?.path ?? entry.path
      const results = calls.map((call) => resultFor(call, entries, at, taken, path, report))
      paired.push(entry, { message: { role: 'tool', parts: results }, path })
    }
  }
  return paired
}

function callsOf(message: Message): readonly ToolCallPart[] {
  return message.role === 'assistant' ? message.parts.filter((part) => part.type === 'tool-call') : []
}

function toolMessagesFrom(entries: readonly Entry[], at: number): readonly Entry[] {
  let end = at
  while (entries[end]?.message.role === 'tool') end += 1
  return entries.slice(at, end)
}

function isAnswered(calls: readonly ToolCallPart[], behind: readonly Entry[]): boolean {
  const answered = behind.flatMap(({ message }) => (message.role === 'tool' ? message.parts : []))
  const ids = new Set(answered.map((result) => result.callId))
  return answered.length === calls.length && calls.every((call) => ids.has(call.id))
}

// A result may stand further on, up to where its id is used for another call.
function resultFor(
  call: ToolCallPart,
  entries: readonly Entry[],
  from: number,
  taken: Set<ToolResultPart>,
  path: string,
  report: Report,
): ToolResultPart {
  const rest = entries.slice(from)
  const end = rest.findIndex(({ message }) => callsOf(message).some(({ id }) => id === call.id))
  const near = toolMessagesFrom(entries, from).length
  for (const [distance, { message }] of (end === -1 ? rest : rest.slice(0, end)).entries()) {
    const found = message.role === 'tool' ? message.parts.find((part) => isFor(part, call, taken)) : undefined
    if (!found) continue
    taken.add(found)
    if (distance >= near) report({ code: 'late-result', path, action: 'advice', from: call.id })
    return found
  }
  report({ code: 'orphan-call', path, action: 'synthesized', from: call.id })
  return notRun(call)
}

function isFor(result: ToolResultPart, call: ToolCallPart, taken: ReadonlySet<ToolResultPart>): boolean {
  return result.callId === call.id && !taken.has(result)
}

function notRun({ id: callId, name }: ToolCallPart): ToolResultPart {
  const text = 'Not run: this call was never answered.'
  return {
    type: 'tool-result',
    callId,
    name,
    parts: [{ type: 'text', text }],
    isError: true,
    reason: 'not-run',
  }
}

// What no call took: it has no call, or another result came first.
function dropResults({ message, path }: Entry, taken: ReadonlySet<ToolResultPart>, report: Report): void {
  if (message.role !== 'tool') return
  for (const [index, part] of message.parts.entries()) {
    if (taken.has(part)) continue
    report({ code: 'orphan-result', path: `${path}.parts[${index}]`, action: 'dropped', from: part.callId })
  }
}

/** Where the model wants the user to begin. */
function openWithUser(...[entries, target, report]: Parameters<Pass>): readonly Entry[] {
  const { assistantFirst, systemOnly } = target.capabilities
  const first = entries.findIndex(({ message }) => message.role !== 'system')
  const entry = entries[first]
  if (entry ? assistantFirst || entry.message.role !== 'assistant' : systemOnly) return entries
  const path = entry?.path ?? 'messages'
  report({ code: 'no-user-turn', path, action: 'synthesized', to: 'user' })
  const at = entry ? first : entries.length
  return [...entries.slice(0, at), { message: user(GO_ON), path }, ...entries.slice(at)]
}

/** What a model goes on from must not end in white space. */
function trimPrefill(...[entries, target, report]: Parameters<Pass>): readonly Entry[] {
  const last = entries.at(-1)
  if (last?.message.role !== 'assistant' || target.capabilities.blankText) return entries
  const part = last.message.parts.at(-1)
  if (part?.type !== 'text' || part.text.trimEnd() === part.text) return entries
  if (last.message.stop?.reason === 'pause' || !target.capabilities.prefill) return entries
  report({ code: 'prefill-space', path: last.path, action: 'downgraded', from: 'text' })
  const parts = [...last.message.parts.slice(0, -1), { ...part, text: part.text.trimEnd() }]
  return [...entries.slice(0, -1), { ...last, message: { ...last.message, parts } }]
}

/** Where the model cannot go on with a turn of its own, the user asks it to. A paused turn is sent back as it is. */
function closeWithUser(...[entries, target, report]: Parameters<Pass>): readonly Entry[] {
  const last = entries.at(-1)
  if (!last || last.message.role !== 'assistant' || target.capabilities.prefill) return entries
  if (last.message.stop?.reason === 'pause') return entries
  report({ code: 'no-user-turn', path: last.path, action: 'synthesized', to: 'user' })
  return [...entries, { message: user(GO_ON), path: last.path }]
}

const GO_ON = 'Continue.'
