import { parse } from 'secure-json-parse'
import type { JsonSchema, JsonValue } from '../neutral/json.ts'
import { checkValue } from './check.ts'

export type CheckedInput =
  | { readonly ok: true; readonly input: JsonValue }
  /** `problem` is written for the model: what was wrong, where, and what is allowed. */
  | { readonly ok: false; readonly problem: string }

// The checker stops at 8: one less is shown, to tell whether there are more.
const SHOWN_VIOLATIONS = 7
const SHOWN_LETTERS = 200

/** Parses the text of a call's arguments and checks it. Blank text means no arguments. */
export function checkInput(inputText: string, schema: JsonSchema): CheckedInput {
  const parsed = parseInput(inputText)
  if (!parsed.ok) return parsed
  const violations = checkValue(schema, parsed.input)
  if (violations.length === 0) return parsed
  const lines = violations
    .slice(0, SHOWN_VIOLATIONS)
    .map(({ path, message }) => `- ${path || 'the arguments'}: ${message}${found(parsed.input, path)}`)
  if (violations.length > lines.length) lines.push('- and others')
  return { ok: false, problem: `The arguments do not fit the schema:\n${lines.join('\n')}` }
}

/** Parses the text of a call's arguments. `__proto__` and `constructor.prototype` keys are refused. */
export function parseInput(inputText: string): CheckedInput {
  if (inputText.trim() === '') return { ok: true, input: {} }
  try {
    return { ok: true, input: parse(inputText, { protoAction: 'error', constructorAction: 'error' }) }
  } catch (error) {
    if (isJson(inputText)) return { ok: false, problem: FORBIDDEN_KEY }
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, problem: `The arguments are not valid JSON: ${reason}` }
  }
}

const FORBIDDEN_KEY =
  'The arguments were refused: a key "__proto__", or "prototype" in a key "constructor", is never allowed. Leave it out.'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function found(input: JsonValue, path: string): string {
  let value: unknown = input
  for (const key of path.split('/').slice(1)) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return ''
    value = (value as Record<string, unknown>)[name] // an own property, seen in the line above
  }
  const text = JSON.stringify(value)
  return ` (found ${text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text})`
}
