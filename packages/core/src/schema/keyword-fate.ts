import type { Dialect } from '../neutral/capabilities.ts'
import type { JsonObject, JsonValue } from '../neutral/json.ts'
import { typesOf } from './keywords.ts'

/**
 * What becomes of a keyword: written anew with the kind of value; sent; moved to the description, and checked here;
 * told there; or left out, because it rules nothing.
 */
export type Fate = 'rewritten' | 'sent' | 'moved' | 'told' | 'left-out'

/** What becomes of one keyword of a schema in a strict mode. */
export function fateOf(keyword: string, value: JsonValue, schema: JsonObject, dialect: Dialect): Fate {
  if (REWRITTEN.has(keyword)) return 'rewritten'
  if (keyword === 'format' && !ofText(schema)) return 'left-out'
  const isKnown = dialect.keywords?.includes(keyword) ?? true
  if (isKnown && fitsRule(keyword, value, dialect)) return 'sent'
  if (RULES.has(keyword)) return 'moved'
  return HINTS.has(keyword) ? 'told' : 'left-out'
}

/** A schema whose description tells the model what the provider does not enforce. */
export function withHints(
  schema: JsonObject,
  hints: readonly (readonly [string, JsonValue, ...unknown[]])[],
): JsonObject {
  if (hints.length === 0) return schema
  const { description, ...rest } = schema
  const told = `{${hints.map(([keyword, value]) => `${keyword}: ${JSON.stringify(value)}`).join(', ')}}`
  const text = typeof description === 'string' && description !== '' ? `${description}\n${told}` : told
  return { ...rest, description: text }
}

/** Keywords that say what kind a value is. */
const REWRITTEN = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'anyOf',
  'oneOf',
  '$defs',
  'definitions',
])

/** Keywords that decide whether a value fits. */
const RULES = new Set([
  'allOf',
  'const',
  'contains',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'else',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'if',
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'not',
  'pattern',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'uniqueItems',
  '$dynamicRef',
])

/** Keywords that rule nothing, and help a model. */
const HINTS = new Set(['default', 'examples', 'contentEncoding', 'contentMediaType'])

function fitsRule(
  keyword: string,
  value: JsonValue,
  { formats, lookaround = true, mostMinItems }: Dialect,
): boolean {
  switch (keyword) {
    case 'format':
      return formats?.some((format) => format === value) ?? true
    case 'pattern':
      return lookaround || !/\(\?<?[=!]/.test(JSON.stringify(value))
    case 'minItems':
      return mostMinItems === undefined || Number(value) <= mostMinItems
    default:
      return true
  }
}

// A format rules texts only; for numbers it is a storage class of some generator.
function ofText(schema: JsonObject): boolean {
  return schema['type'] === undefined || typesOf(schema).includes('string')
}
