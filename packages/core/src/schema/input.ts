import { parse } from 'secure-json-parse'
import { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
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
  return checkParsed(parseInput(inputText), schema, ARGUMENTS)
}

/** Parses the text of a structured answer and checks it. Its problem is written for the model. */
export function checkAnswer(text: string, schema: JsonSchema): CheckedInput {
  return checkParsed(parseText(text, ANSWER), schema, ANSWER)
}

/**
 * Parses the text of a call's arguments. Of two equal keys the last counts. Refused, each with what to do instead:
 * `__proto__` and `constructor.prototype` keys, halves of surrogate pairs, integers that would be rounded, nesting
 * deeper than 512, and more than 10 Mi letters.
 */
export function parseInput(inputText: string): CheckedInput {
  return inputText.trim() === '' ? { ok: true, input: {} } : parseText(inputText, ARGUMENTS)
}

/**
 * The arguments of a past call, for a wire that holds them as an object. Where `objectInputs` says so, fit has made
 * objects of all others before: what a model broke stands under one key, so that later turns can be sent.
 */
export function inputObject(inputText: string): JsonObject {
  return parseObject(inputText) ?? { rawInvalidInput: inputText }
}

/** The arguments, where they are an object. */
export function parseObject(inputText: string): JsonObject | undefined {
  const parsed = parseInput(inputText)
  return parsed.ok && isJsonObject(parsed.input) ? parsed.input : undefined
}

export const ARGUMENTS = 'The arguments'
export const ANSWER = 'The answer'

/** What the model reads of its own text. */
export type Subject = typeof ARGUMENTS | typeof ANSWER

function checkParsed(parsed: CheckedInput, schema: JsonSchema, subject: Subject): CheckedInput {
  if (!parsed.ok) return parsed
  const violations = checkValue(schema, parsed.input)
  if (violations.length === 0) return parsed
  const lines = violations
    .slice(0, SHOWN_VIOLATIONS)
    .map(({ path, message }) => `- ${path || subject.toLowerCase()}: ${message}${found(parsed.input, path)}`)
  if (violations.length > lines.length) lines.push('- and others')
  return { ok: false, problem: `${subject} must fit the schema:\n${lines.join('\n')}` }
}

function parseText(text: string, subject: Subject): CheckedInput {
  const problem = text.length > MOST_LETTERS ? TOO_LONG : deepProblem(text)
  if (problem !== undefined) return { ok: false, problem: `${subject} ${problem}` }
  try {
    const input: JsonValue = parse(text, { protoAction: 'error', constructorAction: 'error' })
    const unfit = numberProblem(text) ?? surrogateProblem(text, input)
    return unfit === undefined ? { ok: true, input } : { ok: false, problem: `${subject} ${unfit}` }
  } catch (error) {
    if (isJson(text)) return { ok: false, problem: `${subject} ${FORBIDDEN_KEY}` }
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, problem: `${subject} must be valid JSON: ${reason}` }
  }
}

const MOST_LETTERS = 10 * 2 ** 20

const TOO_LONG = `must not be longer than ${MOST_LETTERS} letters: send less at a time.`

function deepProblem(text: string): string | undefined {
  if (text.length <= DEEPEST || depthOf(text) <= DEEPEST) return undefined
  return `must not be nested deeper than ${DEEPEST} levels: send a flatter form.`
}

function numberProblem(text: string): string | undefined {
  const number = findInexact(text)
  if (number === undefined) return undefined
  const shown = number.length > SHOWN_LETTERS ? `${number.slice(0, SHOWN_LETTERS)}…` : number
  return `must not hold the number ${shown}, which would arrive as ${Number(number)}. Exact are integers up to ${Number.MAX_SAFE_INTEGER}; send a longer one as a string where the schema takes one.`
}

function surrogateProblem(text: string, input: JsonValue): string | undefined {
  if (text.isWellFormed() && !/\\u[dD][89a-fA-F]/.test(text)) return undefined
  return isWellFormed(input) ? undefined : LONE_SURROGATE
}

const LONE_SURROGATE =
  'must not hold half of a surrogate pair (\\ud800 to \\udfff): write the whole character.'

const FORBIDDEN_KEY = 'must not hold a key "__proto__", or "prototype" in a key "constructor": leave it out.'

function isWellFormed(value: JsonValue): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWellFormed(inner))
}

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
