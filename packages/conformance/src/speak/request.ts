import { isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'

/** The call ids that each item of a request answers; none for any other item. */
export type Answered = readonly (readonly string[])[]

/** How often a result stands first, or behind something else: the results of one step stand together. */
export function countSteps(items: Answered): number {
  return items.filter((ids, at) => ids.length > 0 && !items[at - 1]?.length).length
}

export function isStream(request: JsonObject): boolean {
  return request['stream'] === true
}

/** The objects of a list; none where there is no list. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** The text in a field; nothing where there is none. */
export function textIn(object: JsonObject, field: string): readonly string[] {
  const value = object[field]
  return typeof value === 'string' ? [value] : []
}
