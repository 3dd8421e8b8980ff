import { isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

const REFERENCE = /\{env:([^{}]*)\}/g
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
// How providers begin their keys.
const KEY = /^(sk|gsk|hf|xai|pplx|nvapi|key)_/

/** A variable that is set to something. */
export function variable(environment: Environment, name: string): string | undefined {
  // What an object inherits, such as its constructor, is no variable.
  const value: unknown = environment[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** The names in the references of a text: `{env:NAME}`. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].map(([, name = '']) => name)
}

/** Whether a text is the name of a variable, and not a key in its place. */
export function isVariableName(name: string): boolean {
  return NAME.test(name) && !KEY.test(name)
}

/** Puts in what the references in an object stand for; `missing` are the variables that are not set. */
export function fillIn(
  value: JsonObject,
  environment: Environment,
): { readonly value: JsonObject; readonly missing: readonly string[] } {
  const missing = new Set<string>()
  const filled = fillObject(value, (name) => {
    const found = variable(environment, name)
    if (found === undefined) missing.add(name)
    return found ?? ''
  })
  return { value: filled, missing: [...missing] }
}

/** The same of one text; `undefined` where a variable is not set. */
export function fillText(text: string, environment: Environment): string | undefined {
  const { value, missing } = fillIn({ text }, environment)
  return missing.length === 0 && typeof value['text'] === 'string' ? value['text'] : undefined
}

type LookUp = (name: string) => string

function fillObject(object: JsonObject, lookUp: LookUp): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, fill(value, lookUp)]))
}

function fill(value: JsonValue, lookUp: LookUp): JsonValue {
  if (typeof value === 'string') return value.replaceAll(REFERENCE, (_all, name: string) => lookUp(name))
  if (Array.isArray(value)) return value.map((item: JsonValue) => fill(item, lookUp))
  return isJsonObject(value) ? fillObject(value, lookUp) : value
}
