import { checkValue, isJsonObject, type JsonSchema, type JsonValue } from '@dragoman/core'
import { nearest } from './nearest.ts'
import type { Path, Problem } from './problem.ts'
import { SETTING_NAMES } from './schema.ts'
import { isUnderSecretName } from './secret-name.ts'

/** What a schema refuses in a value that stands at a path, in the words of the file. */
export function checkShape(
  schema: JsonSchema,
  value: JsonValue,
  at: Path,
  kind: Kind = 'key',
): readonly Problem[] {
  return checkValue(schema, value).map((violation) => {
    const { path, found } = follow(value, violation.path)
    return { ...describe(violation.message, found, [...at, ...path], kind), path: [...at, ...path] }
  })
}

/** What was found, as far as it may be shown: what stands under a provider may be a secret. */
export function showFound(value: JsonValue, path: Path): string {
  if (Array.isArray(value)) return 'a list'
  if (isJsonObject(value)) return 'an object'
  if (typeof value !== 'string') return JSON.stringify(value)
  if (isUnderSecretName(path) || path[0] === 'providers') return value === '' ? 'an empty text' : 'a text'
  return value.length > SHOWN_LETTERS
    ? `${JSON.stringify(value.slice(0, SHOWN_LETTERS))}…`
    : JSON.stringify(value)
}

const SHOWN_LETTERS = 60

/** What the names of an object are: keys of the file, or options that an adapter says it takes. */
type Kind = 'key' | 'option'

const UNKNOWN: Readonly<Record<Kind, string>> = {
  key: 'is not a key here',
  option: 'is not an option of this adapter',
}

/** The validator's words, and ours. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^must be string$/, 'must be a text'],
  [/^must be number$/, 'must be a number'],
  [/^must be integer$/, 'must be a whole number'],
  [/^must be boolean$/, 'must be true or false'],
  [/^must be array$/, 'must be a list [ … ]'],
  [/^must be object$/, 'must be an object { … }'],
  [/^must be >= (.+)$/, 'must be $1 or more'],
  [/^must be <= (.+)$/, 'must be $1 or less'],
  [/^must be > (.+)$/, 'must be more than $1'],
  [/^must be < (.+)$/, 'must be less than $1'],
]

function describe(
  message: string,
  found: JsonValue,
  path: Path,
  kind: Kind,
): Pick<Problem, 'message' | 'remedy'> {
  const keys = /^must not be there(?:: the properties are (?<keys>.+))?$/.exec(message)
  if (keys) return unknownKey(String(path.at(-1)), keys.groups?.['keys']?.split(', ') ?? [], kind)
  if (/^must not have fewer than 1 (?:characters|items)$/.test(message)) {
    return { message: 'must not be empty' }
  }
  const missing = /^must have required properties (?<keys>.+)$/.exec(message)?.groups?.['keys']
  if (missing !== undefined) return { message: `lacks ${missing}`, remedy: `Add ${missing}.` }
  const [pattern, words] = WORDS.find(([known]) => known.test(message)) ?? [/^.*$/s, message]
  return { message: `${message.replace(pattern, words)}, found ${showFound(found, path)}` }
}

function unknownKey(key: string, keys: readonly string[], kind: Kind): Pick<Problem, 'message' | 'remedy'> {
  if (keys.length === 0) return { message: UNKNOWN[kind], remedy: 'Remove it.' }
  const meant = nearest(key, keys)
  const isSetting = keys.includes('settings') && SETTING_NAMES.includes(key)
  if (isSetting) return { message: UNKNOWN[kind], remedy: `It belongs in "settings".` }
  const guess = meant === undefined ? '' : `Did you mean ${JSON.stringify(meant)}? `
  return { message: UNKNOWN[kind], remedy: `${guess}The ${kind}s are: ${keys.join(', ')}.` }
}

function follow(value: JsonValue, pointer: string): { readonly path: Path; readonly found: JsonValue } {
  const path: (string | number)[] = []
  let found = value
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(found)) {
      path.push(Number(key))
      found = found[Number(key)] ?? null
    } else {
      path.push(key)
      found = (isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined) ?? null
    }
  }
  return { path, found }
}
