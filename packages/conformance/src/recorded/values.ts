import type { JsonValue, Usage } from '@dragoman/core'

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
