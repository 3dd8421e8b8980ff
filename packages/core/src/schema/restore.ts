import type { JsonObject, JsonValue } from '../neutral/json.ts'

/** Takes back out of a value what rewriting its schema brought in; gives back the value itself where there is nothing. */
export type Restore = (value: JsonValue) => JsonValue

/** Restores the values of an object, without the nulls that stand for properties left out. */
export function restoreObject(
  value: JsonObject,
  restores: ReadonlyMap<string, Restore>,
  introduced: ReadonlySet<string>,
): JsonValue {
  const kept = Object.entries(value).filter(([name, inner]) => inner !== null || !introduced.has(name))
  const restored = kept.map(([name, inner]) => [name, restores.get(name)?.(inner) ?? inner] as const)
  const isSame =
    kept.length === Object.keys(value).length && restored.every(([, inner], at) => inner === kept[at]?.[1])
  return isSame ? value : Object.fromEntries(restored)
}

/** Restores the items of a list. */
export function restoreItems(items: readonly JsonValue[], restore: Restore): JsonValue {
  const restored = items.map((item) => restore(item))
  return restored.every((item, at) => item === items[at]) ? items : restored
}
