import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonValue, ModelRequest } from '@dragoman/core'
import type { Fixture } from './subject.ts'

/**
 * Reads a folder of fixtures: one folder for each turn, with `request.json` (the neutral request), `response.json`
 * (the whole answer), `stream.sse` (the streamed one) and `meta.json` (`{ "source": how it was made }`).
 */
export function readFixtures(folder: string): Fixture[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return names
    .map(({ name }) => readFixture(join(folder, name), name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function readFixture(folder: string, name: string): Fixture {
  const read = (file: string): string | undefined => {
    const path = join(folder, file)
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  }
  const { source } = JSON.parse(read('meta.json') ?? '{}') as { source?: string } // checked in the next line
  if (!source) throw new Error(`${name}/meta.json: give "source", how the fixture was made.`)
  const request = JSON.parse(read('request.json') ?? 'null') as ModelRequest | null // written for this reader
  if (!request) throw new Error(`${name}/request.json is missing: give the neutral request.`)
  const response = read('response.json')
  const stream = read('stream.sse')
  return {
    name,
    request,
    source,
    ...(response !== undefined && { response: JSON.parse(response) as JsonValue }), // what JSON.parse returns
    ...(stream !== undefined && { stream }),
  }
}
