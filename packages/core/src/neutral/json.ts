/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** A JSON object: string keys, JSON values. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** A JSON Schema document (draft 7 or 2020-12) as plain JSON. */
export type JsonSchema = JsonObject

/** Types what a JSON parser returned. The one cast from an SDK's parsed JSON to {@link JsonValue}: it checks nothing. */
export function json(value: unknown): JsonValue {
  // SDK response types describe parsed JSON, but interfaces without an index signature do not assign to JsonObject.
  return value as JsonValue
}

/** The same text for equal values, whatever the order of their keys. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_key, inner: JsonValue) =>
    isJsonObject(inner) ? withSortedKeys(inner) : inner,
  )
}

export function withSortedKeys(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** True for a non-null object that is not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same fields, without those that are undefined. */
export function present<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined)
  // A subset of the same fields.
  return Object.fromEntries(known) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }
}
