import { isJsonObject, type JsonObject, type JsonValue } from '../neutral/json.ts'

/** A schema that stands in another, and the JSON Pointer to it from there. */
export interface InnerSchema {
  readonly schema: JsonValue
  readonly path: string
}

/** The schemas that stand directly in a schema. */
export function innerSchemas(schema: JsonValue): readonly InnerSchema[] {
  if (!isJsonObject(schema)) return []
  return Object.entries(schema).flatMap(([keyword, value]) =>
    placesIn(keyword, value).map(([inner, path]) => ({ schema: inner, path })),
  )
}

/** A schema and all schemas in it, outermost first. */
export function* schemasIn(schema: JsonValue, path = ''): Generator<InnerSchema> {
  yield { schema, path }
  for (const inner of innerSchemas(schema)) yield* schemasIn(inner.schema, path + inner.path)
}

/** The same schema with each schema that stands directly in it replaced. */
export function mapInner(
  schema: JsonObject,
  replace: (inner: JsonValue, path: string) => JsonValue,
): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (MAPS.has(keyword) && isJsonObject(value)) {
        return [keyword, mapValues(value, (inner, name) => replace(inner, `/${keyword}/${escapeName(name)}`))]
      }
      if (Array.isArray(value) && (LISTS.has(keyword) || keyword === 'items')) {
        return [keyword, value.map((inner: JsonValue, at) => replace(inner, `/${keyword}/${at}`))]
      }
      return [keyword, SINGLES.has(keyword) && isSchema(value) ? replace(value, `/${keyword}`) : value]
    }),
  )
}

/** The types that a schema names; none where it leaves them out. */
export function typesOf(schema: JsonObject): readonly JsonValue[] {
  const { type } = schema
  return type === undefined || Array.isArray(type) ? listOf(type) : [type]
}

/** The items of a list; none of anything else. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  const list: readonly JsonValue[] = Array.isArray(value) ? value : []
  return list
}

/** The names in a list, such as that of `required`. */
export function namesIn(value: JsonValue | undefined): readonly string[] {
  return listOf(value).filter((name) => typeof name === 'string')
}

/** True for a schema of objects, also where its type is left out. */
export function describesObject(schema: JsonObject): boolean {
  return schema['type'] === undefined ? 'properties' in schema : typesOf(schema).includes('object')
}

/** The same keys, in the same order, with other values. Safe for a key such as `__proto__`. */
export function mapValues<From, To>(
  object: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]))
}

/** A name as a step of a JSON Pointer. */
export function escapeName(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
const LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const SINGLES = new Set([
  'items',
  'additionalItems',
  'unevaluatedItems',
  'contains',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
])

function placesIn(keyword: string, value: JsonValue): readonly (readonly [JsonValue, string])[] {
  if (MAPS.has(keyword) && isJsonObject(value)) {
    return Object.entries(value).map(([name, inner]) => [inner, `/${keyword}/${escapeName(name)}`])
  }
  if (Array.isArray(value) && (LISTS.has(keyword) || keyword === 'items')) {
    return value.map((inner: JsonValue, at) => [inner, `/${keyword}/${at}`] as const)
  }
  return SINGLES.has(keyword) && isSchema(value) ? [[value, `/${keyword}`]] : []
}

function isSchema(value: JsonValue): boolean {
  return isJsonObject(value) || typeof value === 'boolean'
}
