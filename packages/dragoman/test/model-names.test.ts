import { readFileSync } from 'node:fs'
import { readModelName } from '@dragoman/core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Config } from '../src/config/schema.ts'
import { models, type Models } from '../src/models.ts'

/** The public ids, written down from the documentation of their providers, by provider. */
const IDS = readIds(readFileSync(new URL('model-ids.txt', import.meta.url), 'utf8'))
const ALL = [...IDS].flatMap(([provider, ids]) => ids.map((id) => ({ provider, id })))
const BUILTIN = ['openai', 'anthropic']

describe('the name of every public model', () => {
  let provide: Models
  beforeAll(async () => {
    const others = [...IDS.keys()].filter((provider) => !BUILTIN.includes(provider))
    const server = { adapter: '@dragoman/openai', export: 'openai.chat', baseURL: 'http://localhost/v1' }
    const config: Config = { providers: Object.fromEntries(others.map((name) => [name, server])) }
    const environment = { OPENAI_API_KEY: 'any', ANTHROPIC_API_KEY: 'any' }
    provide = await models({ config, environment })
  })

  test('there are at least 500, and of many providers', () => {
    expect(ALL.length).toBeGreaterThanOrEqual(500)
    expect(IDS.size).toBeGreaterThanOrEqual(20)
  })

  test.each([':', '/'])('is split at the first "%s" into its provider and its id', (separator) => {
    const wrong = ALL.filter(({ provider, id }) => {
      const name = readModelName(`${provider}${separator}${id}`)
      return name.provider !== provider || name.id !== id
    })
    expect(wrong).toEqual([])
  })

  test.each([':', '/'])('gives a model with that id, written with "%s"', (separator) => {
    const wrong = ALL.filter(({ provider, id }) => {
      const model = provide(`${provider}${separator}${id}`)
      return model.provider !== provider || model.id !== id
    })
    expect(wrong).toEqual([])
  })

  test('gives a model under an alias with that id', async () => {
    const aliases = ALL.map(({ provider, id }, index) => [`m${index}`, `${provider}:${id}`] as const)
    const server = { adapter: '@dragoman/openai', export: 'openai.chat', baseURL: 'http://localhost/v1' }
    const providers = Object.fromEntries([...IDS.keys()].map((name) => [name, server]))
    const named = await models({
      config: { providers, models: Object.fromEntries(aliases) },
      environment: {},
    })
    const wrong = ALL.filter(({ id }, index) => named(`m${index}`).id !== id)
    expect(wrong).toEqual([])
  })
})

function readIds(text: string): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>()
  let provider = ''
  for (const line of text.split('\n')) {
    // Some ids begin with "#" or "@"; only "# " begins a comment.
    if (line.startsWith('# ')) provider = /^# ([^:]+):/.exec(line)?.[1] ?? provider
    else if (line !== '') ids.set(provider, [...(ids.get(provider) ?? []), line])
  }
  return ids
}
