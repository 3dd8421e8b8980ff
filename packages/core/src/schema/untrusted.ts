import { isJsonObject, type JsonValue } from '../neutral/json.ts'
import { mapInner, schemasIn } from './keywords.ts'

/** True for a schema that holds regular expressions. */
export function hasPatterns(root: JsonValue): boolean {
  return [...schemasIn(root)].some(
    ({ schema }) => isJsonObject(schema) && ('pattern' in schema || 'patternProperties' in schema),
  )
}

/**
 * A schema that never runs a regular expression, and accepts all that the given one accepts: without them, a rule
 * that holds where an inner one fails would refuse more, so those go too.
 */
export function withoutPatterns(root: JsonValue): JsonValue {
  return hasPatterns(root) ? loosened(root) : root
}

function loosened(schema: JsonValue): JsonValue {
  if (!isJsonObject(schema)) return schema
  const refused = 'patternProperties' in schema ? [...UNSAFE, 'additionalProperties'] : UNSAFE
  const kept = Object.entries(schema).filter(([keyword]) => !refused.includes(keyword))
  const inner = mapInner(Object.fromEntries(kept), loosened)
  const { oneOf } = schema
  return Array.isArray(oneOf) ? { allOf: [inner, { anyOf: oneOf.map(loosened) }] } : inner
}

const UNSAFE = [
  'pattern',
  'patternProperties',
  'not',
  'if',
  'then',
  'else',
  'oneOf',
  'maxContains',
  'unevaluatedProperties',
  'unevaluatedItems',
]
