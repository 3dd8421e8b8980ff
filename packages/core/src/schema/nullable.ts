import { isJsonObject, type JsonObject, type JsonValue } from '../neutral/json.ts'
import { typesOf } from './keywords.ts'
import { resolveReference } from './reference.ts'

/** True where a schema lets `null` pass. Of what it holds besides, only its kind is read. */
export function acceptsNull(
  schema: JsonValue,
  root: JsonValue,
  known: Map<JsonValue, boolean> = new Map(),
): boolean {
  if (!isJsonObject(schema)) return schema === true
  const before = known.get(schema)
  if (before !== undefined) return before
  // What leads back to itself says nothing of its own.
  known.set(schema, true)
  const accepts = (inner: JsonValue): boolean => acceptsNull(inner, root, known)
  const { $ref, enum: values, const: only, anyOf, oneOf, allOf } = schema
  const target = typeof $ref === 'string' ? resolveReference(root, $ref) : undefined
  const isAccepted =
    (schema['type'] === undefined || typesOf(schema).includes('null')) &&
    (!Array.isArray(values) || values.includes(null)) &&
    (only === undefined || only === null) &&
    (!Array.isArray(anyOf) || anyOf.some(accepts)) &&
    (!Array.isArray(oneOf) || oneOf.some(accepts)) &&
    (!Array.isArray(allOf) || allOf.every(accepts)) &&
    (target === undefined || accepts(target))
  known.set(schema, isAccepted)
  return isAccepted
}

/** A schema that also lets `null` pass. */
export function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values, const: only, anyOf, description } = schema
  if (only === undefined && type !== undefined && anyOf === undefined) {
    const types = [...typesOf(schema), 'null']
    return { ...schema, type: types, ...(Array.isArray(values) && { enum: [...values, null] }) }
  }
  if (Array.isArray(anyOf) && type === undefined && only === undefined && values === undefined) {
    return { ...schema, anyOf: [...anyOf, { type: 'null' }] }
  }
  const { description: _said, ...kind } = schema
  return { anyOf: [kind, { type: 'null' }], ...(description !== undefined && { description }) }
}
