import type {
  AssistantMessage,
  Message,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
} from '../neutral/message.ts'
import type { Entry, Pass } from './draft.ts'
import { fitTurn } from './said.ts'
import type { Report } from './target.ts'

/**
 * Every call gets one result, right behind it and in call order: its own, also from further on, or one that says it
 * never ran. What no call takes goes.
 */
export function pairResults(...[entries, target, report]: Parameters<Pass>): readonly Entry[] {
  const shelf = shelve(entries)
  const paired: Entry[] = []
  let overtaken = 0
  for (const [at, entry] of entries.entries()) {
    if (isAnswering(entry)) {
      reportUntaken(entry, shelf, report)
    } else if (isSaid(entry)) {
      // What was said before a late result came was said without it.
      const asking = at < overtaken ? fitTurn(entry, 'stale', target, report) : entry
      if (!asking) continue
      paired.push(asking)
      const calls = callsOf(asking).map((call) => ({ call, result: shelf.take(call.part.id, at) }))
      overtaken = Math.max(overtaken, ...calls.map(({ result }) => result?.at ?? 0))
      if (calls.length > 0) paired.push(answer(calls, entries, at, report))
    } else {
      paired.push(entry)
    }
  }
  return paired
}

/** A part of an entry, and where it stands. */
interface Placed<Part> {
  readonly part: Part
  readonly path: string
  /** The place of its entry, and its own place in it. */
  readonly at: number
  readonly index: number
}

interface Shelf {
  /** The first result that stands behind `at` for this id, up to where the id is used for another call. */
  take(id: string, at: number): Placed<ToolResultPart> | undefined
  isTaken(path: string): boolean
}

function shelve(entries: readonly Entry[]): Shelf {
  const results = groupById(entries, resultsOf, ({ callId }) => callId)
  const calls = groupById(entries, callsOf, ({ id }) => id)
  const taken = new Set<string>()
  return {
    take(id, at) {
      const result = firstBehind(results.get(id), at)
      const reuse = firstBehind(calls.get(id), at)
      if (!result || (reuse && reuse.at < result.at)) return undefined
      results.get(id)?.shift()
      taken.add(result.path)
      return result
    },
    isTaken: (path) => taken.has(path),
  }
}

function groupById<Part>(
  entries: readonly Entry[],
  partsOf: (entry: Entry, at: number) => readonly Placed<Part>[],
  idOf: (part: Part) => string,
): Map<string, Placed<Part>[]> {
  return Map.groupBy(entries.flatMap(partsOf), ({ part }) => idOf(part))
}

// Asked for with a growing `at`: what stands before it is never asked for again.
function firstBehind<Part>(placed: Placed<Part>[] = [], at: number): Placed<Part> | undefined {
  while (placed[0] && placed[0].at <= at) placed.shift()
  return placed[0]
}

interface Answered {
  readonly call: Placed<ToolCallPart>
  readonly result: Placed<ToolResultPart> | undefined
}

/** The one message with the results of all calls; the given one where that is what it holds. */
function answer(calls: readonly Answered[], entries: readonly Entry[], at: number, report: Report): Entry {
  const next = entries[at + 1]
  const isInPlace = calls.every(({ result }, index) => result?.at === at + 1 && result.index === index)
  if (isInPlace && next?.message.parts.length === calls.length) return next
  let last = -1
  const results = calls.map(({ call, result }) => {
    if (!result) {
      report({ code: 'orphan-call', path: call.path, action: 'synthesized', from: call.part.id })
      return { part: notRun(call.part), path: call.path }
    }
    const isLate = entries.slice(at + 1, result.at).some((entry) => !isAnswering(entry))
    if (result.at !== at + 1 || result.index < last) {
      const code = isLate ? 'late-result' : 'moved-result'
      report({ code, path: result.path, action: 'downgraded', from: call.part.id })
    }
    last = Math.max(last, result.index)
    return result
  })
  return {
    message: { role: 'tool', parts: results.map(({ part }) => part) },
    path: next && isAnswering(next) ? next.path : (entries[at]?.path ?? ''),
    partPaths: results.map(({ path }) => path),
  }
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
function reportUntaken(entry: Entry<ToolMessage>, shelf: Shelf, report: Report): void {
  for (const { part, path } of resultsOf(entry)) {
    if (!shelf.isTaken(path)) report({ code: 'orphan-result', path, action: 'dropped', from: part.callId })
  }
}

function isSaid(entry: Entry): entry is Entry<AssistantMessage> {
  return entry.message.role === 'assistant'
}

function isAnswering(entry: Entry): entry is Entry<ToolMessage> {
  return entry.message.role === 'tool'
}

function callsOf(entry: Entry, at = 0): readonly Placed<ToolCallPart>[] {
  return placeParts(entry, at).flatMap(({ part, ...place }) =>
    part.type === 'tool-call' ? [{ part, ...place }] : [],
  )
}

function resultsOf(entry: Entry, at = 0): readonly Placed<ToolResultPart>[] {
  return placeParts(entry, at).flatMap(({ part, ...place }) =>
    part.type === 'tool-result' ? [{ part, ...place }] : [],
  )
}

function placeParts({ message, path, partPaths }: Entry, at: number): Placed<Message['parts'][number]>[] {
  return message.parts.map((part, index) => ({ part, path: partPaths[index] ?? path, at, index }))
}
