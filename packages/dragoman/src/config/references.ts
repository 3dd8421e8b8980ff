import { isProviderName, readModelName } from '@dragoman/core'
import type { Path } from './problem.ts'
import type { Config, ModelConfig } from './schema.ts'

export type Entries = NonNullable<Config['models']>

/** The name of a model, where it stands. */
export interface Reference {
  readonly path: Path
  readonly name: string
}

/** What the configuration says about a name: a mere name is a model without settings. */
export function entryOf(entries: Entries, name: string): ModelConfig | undefined {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
  return typeof entry === 'string' ? { model: entry } : entry
}

/** The models that an entry names. */
export function referencesOf(entries: Entries, name: string): readonly Reference[] {
  const path = ['models', name]
  const { model, fallback = [] } = entryOf(entries, name) ?? {}
  const isShort = typeof entries[name] === 'string'
  return [
    ...(model === undefined ? [] : [{ path: isShort ? path : [...path, 'model'], name: model }]),
    ...fallback.map((next, index) => ({ path: [...path, 'fallback', index], name: next })),
  ]
}

/** The models of providers that a name may ask, each once, however many chains lead to it. */
export function targetsOf(name: string, entries: Entries): readonly string[] {
  const names = new Set([name])
  // A set also gives what is added while it is read.
  for (const each of names) for (const next of referencesOf(entries, each)) names.add(next.name)
  return [...names].filter((each) => !isProviderName(each))
}

/** The providers that a model of that name may ask. */
export function providersOf(name: string, entries: Entries): readonly string[] {
  return [...new Set(targetsOf(name, entries).map((target) => readModelName(target).provider))]
}
