import { readFile } from 'node:fs/promises'
import { judge } from '@dragoman/conformance/judge'
import { checkValue, isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'
import { describe, expect, test } from 'vitest'
import { configKeys, fillTable, PAGE, SCHEMA_FILE, schemaText } from '../../scripts/config-schema.ts'
import { checkShapes } from '../../src/config/check.ts'
import { BROKEN_ADAPTERS } from './broken-adapters.ts'
import { BROKEN_KEYS } from './broken-keys.ts'
import { BROKEN_MODELS } from './broken-models.ts'
import { BROKEN_SHAPE } from './broken-shape.ts'

const SCHEMA = JSON.parse(await readPage(SCHEMA_FILE)) as JsonObject // as written

const WORKING: readonly JsonObject[] = [
  {},
  { $schema: './config.schema.json', model: 'openai:gpt-5-mini' },
  { models: { fast: 'openai:a', smart: { model: 'openai:b', settings: { effort: 'low' } } } },
  {
    models: { safe: { fallback: ['a:b'], on: { refusal: true }, cooldownMs: 0, restart: true, attempts: 2 } },
  },
  { models: { mine: { model: 'a:b', extra: { any: [1] }, capabilities: { images: false, strict: false } } } },
  { providers: { local: { adapter: 'x', export: 'y', baseURL: 'z', apiKey: '{env:A}', options: {} } } },
  { limits: { steps: 1, outputRepairs: 0 }, deadlines: { runMs: 0.5 }, literalKeys: ['local'] },
]

describe('the published schema', () => {
  test('is what the type of the configuration says', async () => {
    expect(await readPage(SCHEMA_FILE)).toBe(schemaText())
  })

  test('is a JSON Schema of draft 2020-12', () => {
    expect(SCHEMA['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(brokenSchemas(SCHEMA)).toEqual([])
    expect(brokenSchemas({ type: 'object', properties: { model: { type: 'text' } } })).toHaveLength(1)
  })

  test.each(configurations())('says of %s what the loader says', (_text, config) => {
    expect(checkValue(SCHEMA, config).length > 0).toBe(checkShapes(config).length > 0)
  })

  test.each(BROKEN_SHAPE.filter(({ kind }) => !/name/.test(kind)))('refuses $kind', ({ text = '' }) => {
    expect(checkValue(SCHEMA, JSON.parse(text))).not.toEqual([])
  })

  test.each(WORKING.map((config) => [JSON.stringify(config), config] as const))(
    'takes %s',
    (_text, config) => {
      expect(checkValue(SCHEMA, config)).toEqual([])
    },
  )
})

describe('docs/configuration.md', () => {
  test('has each key with its description', async () => {
    const page = await readPage(PAGE)
    expect(page).toBe(fillTable(page))
    expect(configKeys().filter(({ description }) => description === '')).toEqual([])
  })

  test('counts the keys of the format, which are at most 25', async () => {
    const count = configKeys().filter(({ isOwn }) => isOwn).length
    expect(count).toBeLessThanOrEqual(25)
    expect(await readPage(PAGE)).toContain(`These are ${count} keys of the format itself`)
  })
})

/** All broken configurations that are JSON objects, and those that work. */
function configurations(): readonly (readonly [string, JsonObject])[] {
  const texts = [...BROKEN_SHAPE, ...BROKEN_ADAPTERS, ...BROKEN_KEYS, ...BROKEN_MODELS].map(
    ({ text = '' }) => text,
  )
  const broken = texts.map((text) => JSON.parse(text) as JsonValue) // as written
  return [...broken, ...WORKING].filter(isJsonObject).map((config) => [JSON.stringify(config), config])
}

/** What a validator of that draft finds: providers refuse a tool whose input is no schema of it. */
function brokenSchemas(schema: JsonObject): readonly unknown[] {
  const request = {
    model: 'any',
    messages: [{ role: 'user', content: 'Hello' }],
    tools: [{ type: 'function', function: { name: 'any', parameters: schema } }],
  }
  return judge('openai.chat', request)
}

function readPage(path: string): Promise<string> {
  return readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8')
}
