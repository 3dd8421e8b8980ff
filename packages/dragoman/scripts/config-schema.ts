// Writes the JSON Schema of dragoman.config.json, and the table of its keys in docs/configuration.md, from the type of
// the configuration; with --check it only compares.
import { readFile, writeFile } from 'node:fs/promises'
import { isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'
import { CONFIG_SCHEMA } from '../src/config/schema.ts'

const ROOT = new URL('../../../', import.meta.url)

/** The schema, as a path from the root. */
export const SCHEMA_FILE = 'packages/dragoman/config.schema.json'

/** The page with the table, as a path from the root. */
export const PAGE = 'docs/configuration.md'

/** The text of the schema. */
export function schemaText(): string {
  return `${layOut(CONFIG_SCHEMA, '')}\n`
}

/** A key of the configuration, as the table has it. */
export interface Key {
  readonly path: string
  readonly type: string
  readonly description: string
  /** Whether the format itself names it: what stands within settings, limits and the like has its names from `run`. */
  readonly isOwn: boolean
}

/** The keys that a configuration may have, as its schema describes them. */
export function configKeys(): readonly Key[] {
  return keysOf(CONFIG_SCHEMA, '', true)
}

/** The page with its table as it should be. */
export function fillTable(page: string): string {
  const rows = configKeys().map(({ path, type, description }) => `| \`${path}\` | ${type} | ${description} |`)
  const table = ['| key | value | |', '| --- | --- | --- |', ...rows].join('\n')
  return page.replace(TABLE, () => `<!-- keys -->\n\n${table}\n\n<!-- end keys -->`)
}

const TABLE = /^<!-- keys -->\n[^]*?^<!-- end keys -->$/m

/** The objects whose keys are not the format's own. */
const BORROWED = ['settings', 'limits', 'deadlines', 'on', 'capabilities', 'extra', 'options']
/** The one that is described elsewhere. */
const ELSEWHERE = 'capabilities'

function keysOf(schema: JsonObject, above: string, isOwn: boolean): readonly Key[] {
  return Object.entries(objectAt(schema, 'properties')).flatMap(([name, value]) => {
    if (!isJsonObject(value)) return []
    const path = above === '' ? name : `${above}.${name}`
    const own: Key = { path, type: typeOf(value), description: descriptionOf(value), isOwn }
    const [entry] = Object.values(objectAt(value, 'patternProperties'))
    if (isJsonObject(entry)) return [own, ...keysOf(entryOf(entry), `${path}.<name>`, isOwn)]
    if (name === ELSEWHERE) return [own]
    return [own, ...keysOf(value, path, isOwn && !BORROWED.includes(name))]
  })
}

/** What stands under a name of one's own: of several forms, the object. */
function entryOf(entry: JsonObject): JsonObject {
  const { anyOf } = entry
  const forms = Array.isArray(anyOf) ? anyOf : [entry]
  return forms.find((form: JsonValue) => isJsonObject(form) && form['type'] === 'object') as JsonObject // as just asked
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = schema[key]
  return isJsonObject(value) ? value : {}
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'object',
}

function typeOf(schema: JsonObject): string {
  const { type, enum: words } = schema
  if (Array.isArray(words)) return words.map((word: JsonValue) => `\`${JSON.stringify(word)}\``).join(', ')
  if (type === 'array') return `list of ${typeOf(objectAt(schema, 'items'))}s`
  return TYPES[typeof type === 'string' ? type : ''] ?? 'any'
}

function descriptionOf({ description }: JsonObject): string {
  return typeof description === 'string' ? description.replaceAll('|', String.raw`\|`) : ''
}

/** JSON as the formatter lays it out: a list on one line where it fits. */
function layOut(value: JsonValue, indent: string, prefix = 0): string {
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue) => layOut(item, inner))
    const line = `[${items.join(', ')}]`
    const fits = indent.length + prefix + line.length < WIDTH && !line.includes('\n')
    return fits ? line : `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`
  }
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, item]) => {
    const name = `${JSON.stringify(key)}: `
    return `${inner}${name}${layOut(item, inner, name.length)}`
  })
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
}

const WIDTH = 110

async function main(isCheck: boolean): Promise<void> {
  const page = await readFile(new URL(PAGE, ROOT), 'utf8')
  const files = { [SCHEMA_FILE]: schemaText(), [PAGE]: fillTable(page) }
  for (const [file, text] of Object.entries(files)) {
    const path = new URL(file, ROOT)
    if (text === (await readFile(path, 'utf8').catch(() => ''))) continue
    if (isCheck) {
      process.exitCode = 1
      console.error(
        `${file} is stale: run node --conditions=source packages/dragoman/scripts/config-schema.ts`,
      )
    } else {
      await writeFile(path, text)
      console.log(`${file} is written.`)
    }
  }
}

if (import.meta.main) await main(process.argv.includes('--check'))
