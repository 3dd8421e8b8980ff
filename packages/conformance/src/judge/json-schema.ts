import { at, fieldsOf, isSet, itemsOf, type Place } from './place.ts'

/** A JSON Schema and all schemas in it, outermost first. */
export function* schemasIn(root: Place): Generator<Place> {
  yield root
  for (const inner of innerSchemas(root)) yield* schemasIn(inner)
}

/** How many objects stand in each other in a schema, references not followed. */
export function levelsOf(schema: Place): number {
  return Math.max(0, ...innerSchemas(schema).map(levelsOf)) + (isObjectSchema(schema) ? 1 : 0)
}

/** The types that a schema names. */
export function typesOf(schema: Place): readonly unknown[] {
  const { value } = at(schema, 'type')
  return Array.isArray(value) ? value : [value]
}

/** True for a schema of objects, also where its type is left out. */
export function isObjectSchema(schema: Place): boolean {
  return typesOf(schema).includes('object') || (!isSet(at(schema, 'type')) && isSet(at(schema, 'properties')))
}

/** The place that a local reference names. `value` is undefined where it names none. */
export function resolveReference(root: Place, reference: string): Place {
  const names = reference.replace(/^#\/?/, '').split('/').filter(Boolean)
  return names.reduce((place, name) => step(place, unescaped(name)), root)
}

function innerSchemas(schema: Place): readonly Place[] {
  return fieldsOf(schema).flatMap(schemasUnder)
}

const SCHEMA_MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
const SCHEMA_LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const SCHEMAS = new Set(['items', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'])
/** Keywords whose booleans open or close a schema, and are no schemas to look into. */
const OPENINGS = new Set([
  'additionalProperties',
  'additionalItems',
  'unevaluatedProperties',
  'unevaluatedItems',
])

function schemasUnder(keyword: Place & { readonly name: string }): readonly Place[] {
  const { name, value } = keyword
  if (SCHEMA_MAPS.has(name)) return fieldsOf(keyword)
  if (SCHEMA_LISTS.has(name) || (name === 'items' && Array.isArray(value))) return itemsOf(keyword)
  if (SCHEMAS.has(name)) return [keyword]
  return OPENINGS.has(name) && typeof value === 'object' ? [keyword] : []
}

function step(place: Place, name: string): Place {
  return itemsOf(place)[Number(name)] ?? at(place, name)
}

function unescaped(name: string): string {
  return percentDecoded(name).replaceAll('~1', '/').replaceAll('~0', '~')
}

function percentDecoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
