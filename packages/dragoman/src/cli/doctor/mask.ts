import type { JsonValue } from '@dragoman/core'
import { variable, variablesIn, type Environment } from '../../config/environment.ts'
import type { Path } from '../../config/problem.ts'
import { isSecretName, isUnderSecretName } from '../../config/secret-name.ts'
import { textsIn } from '../../config/texts.ts'

/** A key as it may be shown: that there is one, and of a long one what tells it from others. */
export function masked(key: string): string {
  if (key.length < LONG) return 'set'
  return `${/^sk-/.exec(key)?.[0] ?? ''}…${key.slice(-SHOWN)}`
}

/** An address without what it may hold of secrets: users, passwords, queries. */
export function maskedAddress(address: string): string {
  if (!URL.canParse(address)) return 'set'
  const { protocol, username, host, pathname, search } = new URL(address)
  const path = pathname === '/' ? '' : pathname
  return `${protocol}//${username === '' ? '' : '…@'}${host}${path}${search === '' ? '' : '?…'}`
}

/** Whether what stands there may be a secret. */
export function isSecretPlace(path: Path): boolean {
  return isUnderSecretName(path) || path.includes('headers')
}

/** Everything that must not be shown: what keys and headers stand for, in the file and in the environment. */
export function secretsIn(value: JsonValue, environment: Environment): readonly string[] {
  const named = Object.keys(environment).filter((name) => isSecretName(name) || name.endsWith('_HEADERS'))
  const found = [...named, ...textsIn(value, []).flatMap(([, text]) => variablesIn(text))].flatMap(
    (name) => variable(environment, name) ?? [],
  )
  const literal = textsIn(value, []).flatMap(([path, text]) => (isSecretPlace(path) ? [text] : []))
  const all = [...found, ...literal].flatMap((text) => [text, ...text.split(/\s+/), ...passwordsIn(text)])
  return [...new Set(all)].filter((text) => text.length >= SHORTEST && !URL.canParse(text))
}

/** The text without the secrets, wherever they stand in it. */
export function scrubbed(text: string, secrets: readonly string[]): string {
  // The longest first: a shorter one may be its beginning.
  const longest = secrets.toSorted((one, other) => other.length - one.length)
  return longest.reduce((rest, secret) => rest.replaceAll(secret, masked(secret)), text)
}

const LONG = 20
const SHOWN = 4
// Shorter ones are words that stand in many lines.
const SHORTEST = 8

function passwordsIn(text: string): readonly string[] {
  if (!URL.canParse(text)) return []
  const { username, password, searchParams } = new URL(text)
  return [username, password, ...searchParams.values()]
}
