import { isDeepStrictEqual } from 'node:util'
import type { CheckedInput } from '@dragoman/core'

/** Whether a text was taken for what `JSON.parse` makes of it, `{}` where there is none. */
export function isAsParsed(parsed: CheckedInput, text: string): boolean {
  const written = text.replace(/^\uFEFF/, '')
  const expected: unknown = written.trim() === '' ? {} : tryParse(written)
  return parsed.ok && isDeepStrictEqual(parsed.input, expected)
}

/** Whether `JSON.parse` takes a text. */
export function isParsed(text: string): boolean {
  return tryParse(text) !== undefined
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
