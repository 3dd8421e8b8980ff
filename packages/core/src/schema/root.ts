import { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
import { movedUnder, resolveReference } from './reference.ts'

/** The schema of an object, and whether the given one stands in it as the property `value`. */
export interface ObjectRoot {
  readonly schema: JsonSchema
  readonly isWrapped: boolean
}

/**
 * Arguments are always an object, and no wire takes a union or a reference at the root of their schema.
 * What is neither keeps its meaning as the one property of an object.
 */
export function objectRoot(given: JsonObject | true): ObjectRoot {
  const root = given === true ? {} : inlined(given)
  if (given !== true && isPlainRoot(root)) {
    const isComplete = 'type' in root && 'properties' in root
    return { schema: isComplete ? root : { type: 'object', properties: {}, ...root }, isWrapped: false }
  }
  const { $schema, $id: _id, ...inner } = given === true ? {} : given
  const schema = {
    ...($schema !== undefined && { $schema }),
    type: 'object',
    properties: { [WRAPPED]: movedUnder(inner, `/properties/${WRAPPED}`) },
    required: [WRAPPED],
  }
  return { schema, isWrapped: true }
}

/** What the property of a wrapped root holds. */
export function unwrap(input: unknown): unknown {
  // Checked against the wrapped schema, which requires it.
  return (input as JsonObject)[WRAPPED]
}

const WRAPPED = 'value'
const REFUSED_AT_ROOT = ['anyOf', 'oneOf', 'allOf', 'not', 'enum', 'const', '$ref', '$dynamicRef']

function isPlainRoot(root: JsonObject): boolean {
  const { type = 'object' } = root
  return type === 'object' && !REFUSED_AT_ROOT.some((keyword) => keyword in root)
}

const BESIDE_REFERENCE = ['$schema', '$id', '$comment', '$defs', 'definitions', 'title', 'description']

// A reference to an object, with nothing but names and definitions beside it, is that object.
function inlined(root: JsonObject): JsonObject {
  const { $ref, ...beside } = root
  if (typeof $ref !== 'string' || Object.keys(beside).some((name) => !BESIDE_REFERENCE.includes(name))) {
    return root
  }
  const target: JsonValue | undefined = resolveReference(root, $ref)
  return isJsonObject(target) && isPlainRoot(target) && target['type'] !== undefined
    ? { ...target, ...beside }
    : root
}
