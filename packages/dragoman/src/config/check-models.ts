import { isProviderName, readModelName } from '@dragoman/core'
import { BUILTINS } from '../providers/builtin.ts'
import { nearest } from './nearest.ts'
import { variablesIn } from './environment.ts'
import type { Path, Problem } from './problem.ts'
import { entryOf, referencesOf, type Entries, type Reference } from './references.ts'
import type { Config, ModelConfig } from './schema.ts'
import { textsIn } from './texts.ts'

/** What is wrong in the names of models and in what stands beside them. */
export function checkModels(config: Config): readonly Problem[] {
  const { models = {}, model } = config
  const problems = [
    ...(model === undefined ? [] : checkReference({ path: ['model'], name: model }, config)),
    ...Object.entries(models).flatMap(([name, entry]) => [
      ...(typeof entry === 'string' ? [] : checkEntry(['models', name], entry)),
      ...(typeof entry === 'string' ? [] : checkExtra(['models', name, 'extra'], entry)),
      ...referencesOf(models, name).flatMap((reference) => checkReference(reference, config)),
    ]),
  ]
  return problems.length > 0 ? problems : [...checkCircles(models), ...checkTargets(models)]
}

// Nothing fills them in there: the provider would read the braces.
function checkExtra(path: Path, { extra = {} }: ModelConfig): readonly Problem[] {
  return textsIn(extra, path)
    .filter(([, text]) => variablesIn(text).length > 0)
    .map(([at]) => ({
      path: at,
      message: 'refers to a variable, and texts under providers alone may',
      remedy: 'Write it under "options" of the provider, in "extra" or in "headers".',
    }))
}

const OF_MODELS = ['extra', 'capabilities'] as const
const OF_CHAINS = ['on', 'cooldownMs', 'restart', 'attempts'] as const

function checkEntry(path: Path, entry: ModelConfig): readonly Problem[] {
  const { model, fallback } = entry
  if (model === undefined && fallback === undefined) {
    return [
      {
        path,
        message: 'names no model',
        remedy: 'Add "model": "provider:model", or "fallback": a list of them.',
      },
    ]
  }
  if (model !== undefined && fallback !== undefined) {
    return [
      {
        path,
        message: 'has "model" and "fallback"',
        remedy: 'Keep one: the first of "fallback" is the model.',
      },
    ]
  }
  return fallback
    ? misplacedIn(path, entry, OF_MODELS, 'a chain')
    : misplacedIn(path, entry, OF_CHAINS, 'a single model')
}

function misplacedIn(
  path: Path,
  entry: ModelConfig,
  keys: readonly (keyof ModelConfig)[],
  kind: string,
): readonly Problem[] {
  return keys
    .filter((key) => entry[key] !== undefined)
    .map((key) => ({
      path: [...path, key],
      message: `does not go with ${kind}`,
      remedy:
        kind === 'a chain'
          ? 'Give each model of the chain a name of its own, and say it there.'
          : 'It goes with "fallback" only: remove it, or write "fallback": [ … ] in place of "model".',
    }))
}

function checkReference(
  { path, name }: Reference,
  { models = {}, providers = {} }: Config,
): readonly Problem[] {
  if (isProviderName(name)) {
    if (Object.hasOwn(models, name)) return []
    return [
      {
        path,
        message: `names ${JSON.stringify(name)}, which is not among the models`,
        remedy: nameHelp(models, name),
      },
    ]
  }
  const known = [...new Set([...Object.keys(providers), ...Object.keys(BUILTINS)])]
  const provider = /^(.+?)[:/]./s.exec(name)?.[1]
  if (provider === undefined) {
    return [
      {
        path,
        message: `is not the name of a model, found ${JSON.stringify(name)}`,
        remedy: nameHelp(models),
      },
    ]
  }
  if (known.includes(readModelName(name).provider)) return []
  return [
    {
      path,
      message: `names the provider ${JSON.stringify(readModelName(name).provider)}, which is not configured`,
      remedy: `Add it to providers, or take one of: ${known.join(', ')}.`,
    },
  ]
}

function nameHelp(models: object, given = 'gpt-5-mini'): string {
  const names = Object.keys(models)
  if (names.length === 0) return `Write "provider:model", such as "openai:${given}".`
  const meant = nearest(given, names)
  const guess = meant === undefined ? '' : `Did you mean ${JSON.stringify(meant)}? `
  return `${guess}Write "provider:model", or one of: ${names.join(', ')}.`
}

function checkCircles(entries: Entries): readonly Problem[] {
  return circlesIn(entries).map((circle) => ({
    path: ['models', circle[0] ?? ''],
    message: `leads back to itself: ${circle.join(' → ')}`,
    remedy: 'Name a "provider:model" in its place.',
  }))
}

function circlesIn(entries: Entries): readonly (readonly string[])[] {
  const circles: (readonly string[])[] = []
  // Each name once: chains that share a model would else be followed as often as there are ways to it.
  const followed = new Set<string>()

  function follow(name: string, passed: readonly string[]): void {
    const start = passed.indexOf(name)
    if (start !== -1) circles.push([...passed.slice(start), name])
    if (start !== -1 || followed.has(name)) return
    const next = new Set(referencesOf(entries, name).map((reference) => reference.name))
    for (const each of next) follow(each, [...passed, name])
    followed.add(name)
  }

  for (const name of Object.keys(entries)) follow(name, [])
  return circles
}

// What belongs to one wire or one model cannot hold for all of a chain.
function checkTargets(entries: Entries): readonly Problem[] {
  return Object.keys(entries).flatMap((name) => {
    const entry = entryOf(entries, name)
    const isChain = entry?.model !== undefined && leadsToChain(entry.model, entries)
    return isChain ? misplacedIn(['models', name], entry, OF_MODELS, 'a chain') : []
  })
}

function leadsToChain(name: string, entries: Entries): boolean {
  const names = new Set([name])
  // A set also gives what is added while it is read.
  for (const each of names) {
    const { model, fallback } = entryOf(entries, each) ?? {}
    if (fallback) return true
    if (model !== undefined) names.add(model)
  }
  return false
}
