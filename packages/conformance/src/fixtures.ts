import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { JsonValue } from '@dragoman/core'
import { readRequest } from './read-request.ts'
import { MAKINGS, type Fixture, type Making } from './subject.ts'

/**
 * Reads a folder of fixtures: one folder for each turn, with `request.json` (the neutral request), `response.json`
 * (the whole answer), `stream.sse` or `stream.ndjson` (the streamed one) and `meta.json`, which says how it was made.
 */
export function readFixtures(folder: string | URL): Fixture[] {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder)
  const names = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map(({ name }) => readFixture(join(path, name), name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** What a fixture's `meta.json` holds. */
export interface FixtureMeta {
  /** Default `by-hand`. */
  readonly made?: Making
  /** From what, and what it shows. */
  readonly source: string
  /** The page of the provider's documentation that it was made from. */
  readonly page?: string
  /** How many bytes came at a time, where it was recorded. */
  readonly chunks?: readonly number[]
}

function readFixture(folder: string, name: string): Fixture {
  const read = (file: string): string | undefined => {
    const path = join(folder, file)
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  }
  const { source, made, page, chunks } = readMeta(name, read('meta.json'))
  const request = read('request.json')
  if (request === undefined) throw new Error(`${name}/request.json is missing: give the neutral request.`)
  const response = read('response.json')
  const stream = read('stream.sse') ?? read('stream.ndjson')
  return {
    name,
    request: readRequest(`${name}/request.json`, parse(`${name}/request.json`, request)),
    source: page === undefined ? source : `${source} (${page})`,
    ...(made && { made }),
    ...(chunks && { chunks }),
    ...(response !== undefined && { response: parse(`${name}/response.json`, response) }),
    ...(stream !== undefined && { stream }),
  }
}

function readMeta(name: string, text = '{}'): FixtureMeta {
  const { source, made, ...meta } = parse(`${name}/meta.json`, text) as Partial<FixtureMeta> // checked in the next lines
  if (!source) throw new Error(`${name}/meta.json: give "source", from what the fixture was made.`)
  if (made !== undefined && !MAKINGS.includes(made)) {
    const known = MAKINGS.map((making) => `"${making}"`).join(', ')
    throw new Error(`${name}/meta.json: "made" is ${JSON.stringify(made)}; expected one of ${known}.`)
  }
  return { ...meta, source, ...(made && { made }) }
}

function parse(file: string, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue // what JSON.parse returns
  } catch (cause) {
    throw new Error(`${file} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}
