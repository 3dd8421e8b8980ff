import type { JsonObject, JsonValue, Message } from '@dragoman/core'
import type { RecordedResponse } from '../corpus.ts'

/**
 * How one wire writes a history, read without any codec: as a list of blocks, which are what the wire orders. A block
 * is a message on Chat, an item on Responses, a content block with its role on Messages.
 */
export interface WireBlocks {
  /** The provider's own blocks of an answer, in order. */
  readAnswer(response: RecordedResponse): readonly JsonObject[]
  /** The blocks of a request's history, its instructions included: one for each part that a user says, and for each result. */
  readRequest(body: JsonObject): readonly JsonObject[]
  /** The name of a block's kind in removals. */
  kindOf(block: JsonObject): string
  readonly spellings: readonly Spelling[]
  readonly removals: readonly Removal[]
}

/** What recordings need beside. */
export interface RecordedBlocks extends WireBlocks {
  /** A whole answer that holds these blocks of an assistant. */
  writeAnswer(blocks: readonly JsonObject[]): JsonObject
  /** The turns that blocks make. */
  readTurns(blocks: readonly JsonObject[]): readonly Turn[]
  /** The name of what the neutral model has no place for, where a block is such a thing. */
  beyond(block: JsonObject, blocks: readonly JsonObject[]): string | undefined
  /** What an answer holds beside the blocks of its turn: the codes of the notices that tell of it. */
  readonly beside: Readonly<Record<string, string>>
}

/** A message as a program has it, or the blocks of an assistant, which only a codec makes a message. */
export type Turn =
  | Exclude<Message, { readonly role: 'assistant' }>
  | { readonly role: 'assistant'; readonly blocks: readonly JsonObject[] }

/** Two ways in which a wire says the same. */
export interface Spelling {
  readonly says: string
  /** Brings blocks into one of the two. */
  spell(block: JsonObject): JsonObject
}

/** Something that does not go back. */
export interface Removal {
  /** Names it in counts. */
  readonly name: string
  /** The kinds of blocks that have it. Absent for all. */
  readonly kinds?: readonly string[]
  /** The places where it stands, such as `content[].logprobs`, or `*` for any. Absent for a whole block. */
  readonly paths?: readonly string[]
  /** What stands there, as JSON. Absent for anything. */
  readonly holds?: RegExp
  readonly reason: string
  /** The code of the notice that tells of it, where something is lost. */
  readonly notice?: string
}

export interface Difference {
  readonly kind: string
  readonly path: string
  readonly recorded: JsonValue | undefined
  readonly sent: JsonValue | undefined
}

export interface BlockComparison {
  /** What no removal explains. */
  readonly differences: readonly Difference[]
  /** The removals that explain the rest, once for each use. */
  readonly removals: readonly Removal[]
}

/** Compares recorded blocks with those that were sent in their place. */
export function compareBlocks(
  wire: WireBlocks,
  recorded: readonly JsonObject[],
  sent: readonly JsonObject[],
): BlockComparison {
  const spelled = recorded.map((block) => spell(wire, block))
  const gone = spelled.flatMap((block) => findRemoval(wire, wholeOf(wire, block)) ?? [])
  const kept = spelled.filter((block) => !findRemoval(wire, wholeOf(wire, block)))
  const found = sent.map((block) => spell(wire, block))
  const pairs = Array.from({ length: Math.max(kept.length, found.length) }, (_, at) => [kept[at], found[at]])
  const differences = pairs.flatMap(([one, other]) =>
    findDifferences(wire.kindOf(one ?? other ?? {}), '', one, other),
  )
  return {
    differences: differences.filter((difference) => !findRemoval(wire, difference)),
    removals: [...gone, ...differences.flatMap((difference) => findRemoval(wire, difference) ?? [])],
  }
}

function wholeOf(wire: WireBlocks, block: JsonObject): Partial<Difference> {
  return { kind: wire.kindOf(block), recorded: block }
}

function spell({ spellings }: WireBlocks, block: JsonObject): JsonObject {
  return spellings.reduce((known, spelling) => spelling.spell(known), block)
}

function findRemoval(
  { removals }: WireBlocks,
  { kind = '', path, recorded, sent }: Partial<Difference>,
): Removal | undefined {
  if (recorded === undefined || sent !== undefined) return undefined
  return removals.find(
    ({ kinds, paths, holds }) =>
      (kinds?.includes(kind) ?? true) &&
      (path === undefined ? paths === undefined : paths?.some((known) => known === path || known === '*')) &&
      (holds?.test(JSON.stringify(recorded)) ?? true),
  )
}

function findDifferences(
  kind: string,
  path: string,
  recorded: JsonValue | undefined,
  sent: JsonValue | undefined,
): Difference[] {
  if (isList(recorded) && isList(sent)) {
    return Array.from({ length: Math.max(recorded.length, sent.length) }, (_, at) =>
      findDifferences(kind, `${path}[]`, recorded[at], sent[at]),
    ).flat()
  }
  if (isObject(recorded) && isObject(sent)) {
    const fields = [...new Set([...Object.keys(recorded), ...Object.keys(sent)])]
    return fields.flatMap((field) =>
      findDifferences(kind, path === '' ? field : `${path}.${field}`, recorded[field], sent[field]),
    )
  }
  return recorded === sent ? [] : [{ kind, path, recorded, sent }]
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value)
}
