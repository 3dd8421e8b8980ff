import { isJsonObject, type JsonObject, type JsonValue, type Usage } from '@dragoman/core'

/** Types what a provider documents. */
export function parseJson<Value>(text: string): Value {
  const value: Value = JSON.parse(text)
  return value
}

/** The value of a call's arguments: `{}` for blank ones, the text itself where it is not JSON. */
export function readArguments(text: string): JsonValue {
  if (text.trim() === '') return {}
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

/** The counts that a wire reported: those that are numbers. */
export function readCounts(
  counts: Readonly<Record<Exclude<keyof Usage, 'raw'>, number | null | undefined>>,
): Usage {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => typeof count === 'number'))
}

/** The objects of a list; none where it is not there. */
export function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Runs of neighbours that have the same key, each with its key. */
export function groupBy<Value>(
  values: readonly Value[],
  keyOf: (value: Value, at: number) => string,
): readonly (readonly [string, readonly Value[]])[] {
  return values.reduce<(readonly [string, readonly Value[]])[]>((groups, value, at) => {
    const key = keyOf(value, at)
    const last = groups.at(-1)
    if (last?.[0] !== key) return [...groups, [key, [value]]]
    return [...groups.slice(0, -1), [key, [...last[1], value]]]
  }, [])
}
