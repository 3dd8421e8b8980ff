import type { Message } from '../neutral/message.ts'
import type { ModelRequest } from '../neutral/request.ts'
import type { FitTarget, Report } from './target.ts'

/** A request on its way to the model: its messages stand in `entries`, each with its place in the given request. */
export interface Draft {
  readonly request: ModelRequest
  readonly entries: readonly Entry[]
}

/** A message, and where it, or what it was made from, stands in the given history. */
export interface Entry<M extends Message = Message> {
  readonly message: M
  readonly path: string
  /** The same for each of its parts. */
  readonly partPaths: readonly string[]
  /** Why its replays cannot be sent. */
  readonly strangeness?: Strangeness
  /** Whether the model that is asked gave this answer, and to just the conversation before it. */
  readonly isReply?: boolean
}

/** `foreign`: another model's; `stale`: the conversation before it was edited; `unfinished`: cut short. */
export type Strangeness = 'foreign' | 'stale' | 'unfinished'

/** One repair: pure, deterministic, idempotent, and silent where it changes nothing. */
export type Pass = (entries: readonly Entry[], target: FitTarget, report: Report) => readonly Entry[]

export function entryOf<M extends Message>(message: M, at: number): Entry<M> {
  const path = `messages[${at}]`
  return { message, path, partPaths: message.parts.map((_part, index) => `${path}.parts[${index}]`) }
}

/** The entry with what the rule leaves of its parts; the same entry where that is all of them. */
export function mapParts<M extends Message>(
  entry: Entry<M>,
  rule: (part: M['parts'][number], path: string) => M['parts'][number] | undefined,
): Entry<M> {
  const { message, path, partPaths } = entry
  const given: readonly M['parts'][number][] = message.parts
  const kept = given.flatMap((part, index) => {
    const partPath = partPaths[index] ?? path
    const left = rule(part, partPath)
    return left === undefined ? [] : [{ part: left, path: partPath }]
  })
  if (kept.length === given.length && kept.every(({ part }, at) => part === given[at])) return entry
  const parts = kept.map(({ part }) => part)
  return { ...entry, message: { ...message, parts }, partPaths: kept.map((one) => one.path) }
}

/** The request with the messages of the entries; the given one where they are the same. */
export function requestOf({ request, entries }: Draft): ModelRequest {
  const given = request.messages
  const isSame = entries.length === given.length && entries.every(({ message }, at) => message === given[at])
  return isSame ? request : { ...request, messages: entries.map(({ message }) => message) }
}
