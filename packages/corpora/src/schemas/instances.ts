import fc from 'fast-check'
import { checkValue, isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '@dragoman/core'

/** Values that a schema accepts, the same at every run. Fewer than `count` where they are hard to hit on. */
export function instancesOf(schema: JsonSchema, count: number): readonly JsonValue[] {
  const drawn = fc.sample(arbitrary(schema, schema, 6), { numRuns: count * 3, seed: 7 })
  return drawn.filter((value) => checkValue(schema, value).length === 0).slice(0, count)
}

/** A value in the shape of a schema that requires every property: those that are left out are null. */
export function withNulls(value: JsonValue, schema: JsonValue | undefined, root: JsonSchema): JsonValue {
  if (!isJsonObject(schema)) return value
  const { $ref, anyOf, properties = {}, items } = schema
  if (typeof $ref === 'string') return withNulls(value, resolveReference(root, $ref), root)
  if (Array.isArray(anyOf)) {
    const filled = listOf(anyOf).map((branch) => ({ branch, shape: withNulls(value, branch, root) }))
    return filled.find(({ branch, shape }) => accepts(branch, shape, root))?.shape ?? value
  }
  if (Array.isArray(value)) return value.map((item: JsonValue) => withNulls(item, items, root))
  if (!isJsonObject(value) || !isJsonObject(properties)) return value
  const required = listOf(schema['required'])
  const known = Object.entries(properties).flatMap(([name, property]): [string, JsonValue][] => {
    if (Object.hasOwn(value, name)) return [[name, withNulls(value[name] ?? null, property, root)]]
    return required.includes(name) ? [[name, null]] : []
  })
  const more = Object.entries(value).filter(([name]) => !Object.hasOwn(properties, name))
  return Object.fromEntries([...known, ...more])
}

function accepts(branch: JsonValue, value: JsonValue, { $defs = {} }: JsonSchema): boolean {
  return isJsonObject(branch) && checkValue({ ...branch, $defs }, value).length === 0
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-11-23T12:00:00Z',
  date: '2026-11-23',
  time: '12:00:00Z',
  duration: 'P1D',
  email: 'a@example.com',
  hostname: 'example.com',
  ipv4: '127.0.0.1',
  ipv6: '::1',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  uri: 'https://example.com/a',
}

function arbitrary(given: JsonValue, root: JsonSchema, depth: number): fc.Arbitrary<JsonValue> {
  if (!isJsonObject(given)) return fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<JsonValue> // JSON by contract
  const schema = merged(given)
  const { $ref, const: only, enum: values, anyOf = schema['oneOf'] } = schema
  if (only !== undefined) return fc.constant(only)
  if (Array.isArray(values)) return fc.constantFrom(...listOf(values))
  if (typeof $ref === 'string') return arbitrary(resolveReference(root, $ref), root, depth - 1)
  if (Array.isArray(anyOf) && !('properties' in schema)) {
    const branches = listOf(anyOf)
    const isNull = (branch: JsonValue): boolean => isJsonObject(branch) && branch['type'] === 'null'
    const ending = branches.find(isNull) ?? branches[0] ?? {}
    return depth <= 0
      ? arbitrary(ending, root, depth)
      : fc.oneof(...branches.map((branch) => arbitrary(branch, root, depth - 1)))
  }
  const types = schema['type'] === undefined && 'properties' in schema ? ['object'] : typesOf(schema)
  if (types.length === 0) return fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<JsonValue> // JSON by contract
  // At the end of a recursion, null where it may be.
  if (depth <= 0 && types.includes('null')) return fc.constant(null)
  return fc.oneof(...types.map((type) => ofType(type, schema, root, depth)))
}

function ofType(
  type: JsonValue,
  schema: JsonObject,
  root: JsonSchema,
  depth: number,
): fc.Arbitrary<JsonValue> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numbers(schema, type === 'integer')
    case 'string':
      return texts(schema)
    case 'array': {
      const min = Number(schema['minItems'] ?? 0)
      const max = Math.max(min, Math.min(Number(schema['maxItems'] ?? 3), depth <= 0 ? min : 3))
      if (max === 0) return fc.constant([])
      return fc.array(arbitrary(schema['items'] ?? {}, root, depth - 1), { minLength: min, maxLength: max })
    }
    default:
      return objects(schema, root, depth)
  }
}

function numbers(schema: JsonObject, isInteger: boolean): fc.Arbitrary<number> {
  const min = Math.ceil(Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? -100))
  const max = Math.floor(Number(schema['maximum'] ?? schema['exclusiveMaximum'] ?? Math.max(100, min + 9)))
  const integers = fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(Math.max(min, max), 2 ** 31) })
  return isInteger || min === max
    ? integers
    : fc.oneof(
        integers,
        integers.map((value) => value + 0.5),
      )
}

function texts({ minLength, maxLength, format, pattern }: JsonObject): fc.Arbitrary<string> {
  if (typeof format === 'string' && format in FORMATS) return fc.constant(FORMATS[format] ?? '')
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern))
  const min = Number(minLength ?? 0)
  return fc.string({ minLength: min, maxLength: Math.max(min, Math.min(Number(maxLength ?? 8), min + 8)) })
}

// Only properties that are named: what else an open object may hold is what closing it excludes.
function objects(schema: JsonObject, root: JsonSchema, depth: number): fc.Arbitrary<JsonValue> {
  const { properties = {} } = schema
  const required = listOf(schema['required'])
  const named = Object.entries(isJsonObject(properties) ? properties : {})
  const kept = named.filter(([name, inner]) => inner !== false && (depth > 0 || required.includes(name)))
  const arbitraries = kept.map(([name, inner]) => {
    const value = arbitrary(inner, root, depth - 1)
    const entry = value.map((drawn): [string, JsonValue][] => [[name, drawn]])
    return required.includes(name) ? entry : fc.oneof(entry, fc.constant([]))
  })
  return fc.tuple(...arbitraries).map((entries) => Object.fromEntries(entries.flat()))
}

// Roughly: what does not fit the original is left out behind this.
function merged({ allOf, ...rest }: JsonObject): JsonObject {
  return listOf(allOf).reduce<JsonObject>(
    (all, member) => (isJsonObject(member) ? { ...all, ...member } : all),
    rest,
  )
}

function resolveReference(root: JsonSchema, reference: string): JsonValue {
  const steps = reference.split('/').slice(1)
  return steps.reduce<JsonValue>((value, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(value)) return listOf(value)[Number(name)] ?? {}
    return (isJsonObject(value) ? value[name] : undefined) ?? {}
  }, root)
}

function typesOf({ type }: JsonObject): readonly JsonValue[] {
  if (type === undefined) return []
  return Array.isArray(type) ? listOf(type) : [type]
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  const list: readonly JsonValue[] = Array.isArray(value) ? value : []
  return list
}
