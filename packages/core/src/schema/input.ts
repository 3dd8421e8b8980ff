import { parse } from 'secure-json-parse'
import type { JsonSchema, JsonValue } from '../neutral/json.ts'
import { checkValue } from './check.ts'
import { DEEPEST, depthOf, findInexact } from './text.ts'

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

/**
 * Parses the text of a call's arguments. Of two equal keys the last counts. Refused, each with what to do instead:
 * `__proto__` and `constructor.prototype` keys, halves of surrogate pairs, integers that would be rounded, nesting
 * deeper than 512, and more than 10 Mi letters.
 */
export function parseInput(inputText: string): CheckedInput {
  if (inputText.trim() === '') return { ok: true, input: {} }
  const problem = inputText.length > MOST_LETTERS ? TOO_LONG : deepProblem(inputText)
  if (problem !== undefined) return { ok: false, problem }
  try {
    const input: JsonValue = parse(inputText, { protoAction: 'error', constructorAction: 'error' })
    const unfit = numberProblem(inputText) ?? surrogateProblem(inputText, input)
    return unfit === undefined ? { ok: true, input } : { ok: false, problem: unfit }
  } catch (error) {
    if (isJson(inputText)) return { ok: false, problem: FORBIDDEN_KEY }
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, problem: `The arguments are not valid JSON: ${reason}` }
  }
}

const MOST_LETTERS = 10 * 2 ** 20

const TOO_LONG = `The arguments were refused: they are longer than ${MOST_LETTERS} letters. Send less at a time.`

function deepProblem(text: string): string | undefined {
  if (text.length <= DEEPEST || depthOf(text) <= DEEPEST) return undefined
  return `The arguments were refused: they are nested deeper than ${DEEPEST} levels. Send them flatter.`
}

function numberProblem(text: string): string | undefined {
  const number = findInexact(text)
  if (number === undefined) return undefined
  const shown = number.length > SHOWN_LETTERS ? `${number.slice(0, SHOWN_LETTERS)}…` : number
  return `The arguments were refused: the number ${shown} would arrive as ${Number(number)}. Exact are integers up to ${Number.MAX_SAFE_INTEGER}; send a longer one as a string where the schema takes one.`
}

function surrogateProblem(text: string, input: JsonValue): string | undefined {
  if (text.isWellFormed() && !/\\u[dD][89a-fA-F]/.test(text)) return undefined
  return isWellFormed(input) ? undefined : LONE_SURROGATE
}

const LONE_SURROGATE =
  'The arguments were refused: a text holds half of a surrogate pair (\\ud800 to \\udfff). Write the whole character.'

function isWellFormed(value: JsonValue): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWellFormed(inner))
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
