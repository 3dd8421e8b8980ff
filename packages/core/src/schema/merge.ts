import { isJsonObject, type JsonObject, type JsonValue } from '../neutral/json.ts'
import { listOf } from './keywords.ts'
import { resolveReference } from './reference.ts'

/**
 * The one schema that says what a schema and its `allOf` say together, references among them followed.
 * `undefined` where no single schema says it.
 */
export function mergeAllOf(
  schema: JsonObject,
  root: JsonValue,
  budget: Budget = { left: MOST_MEMBERS },
): JsonObject | undefined {
  const { allOf, ...rest } = schema
  if (!Array.isArray(allOf)) return schema
  const members = listOf(allOf).filter((member) => member !== true)
  const [only] = members
  // A reference stays one where nothing but words stand beside it.
  if (members.length === 1 && isJsonObject(only) && Object.keys(rest).every(isWord)) {
    return 'allOf' in only ? mergeAllOf({ ...only, ...rest }, root, budget) : { ...only, ...rest }
  }
  return [rest, ...members].reduce<JsonObject | undefined>((merged, member) => {
    const plain = merged && followed(member, root, budget)
    return merged && plain && merge(merged, plain, root, budget)
  }, {})
}

/** True for a keyword that rules nothing. */
export function isWord(keyword: string): boolean {
  return WORDS.has(keyword)
}

const WORDS = new Set(['title', 'description', 'default', 'examples', '$comment', '$defs', 'definitions'])
// References may fan out, or never end.
const MOST_MEMBERS = 1_000

/** How many members may still be followed. */
interface Budget {
  left: number
}

function followed(member: JsonValue, root: JsonValue, budget: Budget): JsonObject | undefined {
  budget.left -= 1
  if (!isJsonObject(member) || budget.left < 0) return undefined
  const { $ref, ...rest } = member
  if (typeof $ref !== 'string') return 'allOf' in member ? mergeAllOf(member, root, budget) : member
  const target = resolveReference(root, $ref)
  const plain = target === undefined ? undefined : followed(target, root, budget)
  return plain && merge(rest, plain, root, budget)
}

function merge(one: JsonObject, other: JsonObject, root: JsonValue, budget: Budget): JsonObject | undefined {
  // What one closes, the properties of the other would open.
  if ((isClosed(one) && 'properties' in other) || (isClosed(other) && 'properties' in one)) return undefined
  return mergeEntries(one, other, (keyword, known, value) =>
    mergeKeyword(keyword, known, value, root, budget),
  )
}

function mergeEntries(
  one: JsonObject,
  other: JsonObject,
  mergeValues: (name: string, known: JsonValue, value: JsonValue) => JsonValue | undefined,
): JsonObject | undefined {
  const merged = new Map(Object.entries(one))
  for (const [name, value] of Object.entries(other)) {
    const known = merged.get(name)
    const both = known === undefined ? value : mergeValues(name, known, value)
    if (both === undefined) return undefined
    merged.set(name, both)
  }
  return Object.fromEntries(merged)
}

function isClosed(schema: JsonObject): boolean {
  return ['additionalProperties', 'patternProperties', 'unevaluatedProperties'].some((name) => name in schema)
}

function mergeKeyword(
  keyword: string,
  one: JsonValue,
  other: JsonValue,
  root: JsonValue,
  budget: Budget,
): JsonValue | undefined {
  if (JSON.stringify(one) === JSON.stringify(other) || WORDS.has(keyword)) return one
  if (keyword === 'properties' && isJsonObject(one) && isJsonObject(other)) {
    return mergeEntries(one, other, (_name, known, schema) =>
      mergeAllOf({ allOf: [known, schema] }, root, budget),
    )
  }
  if (keyword === 'required') return [...new Set([...listOf(one), ...listOf(other)])]
  if (keyword !== 'enum') return undefined
  const texts = listOf(other).map((value) => JSON.stringify(value))
  return listOf(one).filter((value) => texts.includes(JSON.stringify(value)))
}
