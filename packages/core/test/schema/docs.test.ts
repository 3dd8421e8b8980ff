import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isJsonObject, rewriteStrict, type Dialect, type JsonObject, type JsonValue } from '@dragoman/core'
import { MESSAGES, OPENAI } from './dialects.ts'

const DOCS = readFileSync(new URL('../../../../docs/schemas.md', import.meta.url), 'utf8')

const TEXT = { type: 'string' }
const LIST = { type: 'array', items: TEXT }
const OBJECT = { type: 'object', properties: { b: TEXT }, required: ['b'], additionalProperties: false }

/** Each keyword, in a schema that has use for it. */
const SAMPLES: Readonly<Record<string, JsonObject>> = {
  type: TEXT,
  enum: { ...TEXT, enum: ['x'] },
  const: { const: 'x' },
  properties: OBJECT,
  required: OBJECT,
  additionalProperties: OBJECT,
  items: LIST,
  anyOf: { anyOf: [TEXT, LIST] },
  $ref: { $ref: '#/$defs/text' },
  title: { ...TEXT, title: 'T' },
  description: { ...TEXT, description: 'D' },
  default: { ...TEXT, default: 'x' },
  examples: { ...TEXT, examples: ['x'] },
  format: { ...TEXT, format: 'date' },
  'format: uri': { ...TEXT, format: 'uri' },
  'format: any other': { ...TEXT, format: 'json-pointer' },
  pattern: { ...TEXT, pattern: '^x' },
  'pattern: (?=…)': { ...TEXT, pattern: '(?=x)' },
  minLength: { ...TEXT, minLength: 1 },
  maxLength: { ...TEXT, maxLength: 1 },
  minimum: { type: 'number', minimum: 1 },
  maximum: { type: 'number', maximum: 1 },
  exclusiveMinimum: { type: 'number', exclusiveMinimum: 1 },
  exclusiveMaximum: { type: 'number', exclusiveMaximum: 1 },
  multipleOf: { type: 'number', multipleOf: 2 },
  minItems: { ...LIST, minItems: 1 },
  'minItems: 2': { ...LIST, minItems: 2 },
  maxItems: { ...LIST, maxItems: 1 },
  uniqueItems: { ...LIST, uniqueItems: true },
  contains: { ...LIST, contains: TEXT },
  minContains: { ...LIST, minContains: 1 },
  maxContains: { ...LIST, maxContains: 1 },
  unevaluatedItems: { ...LIST, unevaluatedItems: false },
  minProperties: { ...OBJECT, minProperties: 1 },
  maxProperties: { ...OBJECT, maxProperties: 1 },
  propertyNames: { ...OBJECT, propertyNames: TEXT },
  dependentRequired: { ...OBJECT, dependentRequired: { b: [] } },
  dependentSchemas: { ...OBJECT, dependentSchemas: {} },
  dependencies: { ...OBJECT, dependencies: {} },
  not: { ...TEXT, not: { const: 'x' } },
  if: { ...TEXT, if: { const: 'x' } },
  oneOf: { oneOf: [TEXT, LIST] },
  'oneOf: alike': { oneOf: [TEXT, { enum: ['x'] }] },
  allOf: { allOf: [TEXT, { title: 'T' }] },
  'allOf: at odds': { allOf: [{ type: 'string' }, { type: 'number' }] },
  prefixItems: { ...LIST, prefixItems: [TEXT] },
  'items: none': { type: 'array' },
  patternProperties: { ...OBJECT, patternProperties: {} },
  'additionalProperties: a schema, or true': { ...OBJECT, additionalProperties: TEXT },
  unevaluatedProperties: { ...OBJECT, unevaluatedProperties: {} },
  'no keyword': {},
  contentEncoding: { ...TEXT, contentEncoding: 'base64' },
  contentMediaType: { ...TEXT, contentMediaType: 'text/html' },
  $comment: { ...TEXT, $comment: 'x' },
  deprecated: { ...TEXT, deprecated: true },
  readOnly: { ...TEXT, readOnly: true },
  'x-anything': { ...TEXT, 'x-anything': 1 },
}

test('the table of keywords in the docs is what happens', () => {
  const rows = Object.entries(SAMPLES).map(
    ([name, sample]) =>
      `| \`${name}\` | ${fateOf(name, sample, OPENAI)} | ${fateOf(name, sample, MESSAGES)} |`,
  )
  expect(rows.filter((row) => !DOCS.includes(row))).toEqual([])
})

test.each<{ wire: string; dialect: Dialect }>([
  { wire: 'openai', dialect: OPENAI },
  { wire: 'anthropic', dialect: MESSAGES },
])('the docs name the formats and limits of $wire', ({ dialect }) => {
  const { formats = [], schemaLimits = {}, requestLimits = {} } = dialect
  const limits = [...Object.entries(schemaLimits), ...Object.entries(requestLimits)]
  const named = [formats.join(', '), ...limits.map(([name, most]) => `${name}: ${most}`)]
  expect(named.filter((text) => !DOCS.includes(text))).toEqual([])
})

function fateOf(name: string, sample: JsonObject, dialect: Dialect): string {
  const keyword = name.split(':')[0] ?? name
  const rewritten = rewriteStrict(
    {
      type: 'object',
      properties: { a: sample },
      required: ['a'],
      additionalProperties: false,
      $defs: { text: TEXT },
    },
    dialect,
  )
  if (!rewritten.ok) return `not strict: ${rewritten.reason}`
  const { properties } = rewritten.schema
  const sent: JsonValue | undefined = isJsonObject(properties) ? properties['a'] : undefined
  if (!isJsonObject(sent)) return 'lost'
  const isMoved = rewritten.moved.includes(keyword)
  if (isMoved) return `${keyword === 'oneOf' ? '`anyOf`' : 'told'}, and checked here`
  if (keyword in sent) return 'sent'
  if (keyword === 'oneOf') return '`anyOf`'
  if (keyword === 'allOf') return 'merged'
  return 'description' in sent ? 'told' : 'left out'
}
