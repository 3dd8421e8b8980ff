import type { Dialect } from '../neutral/capabilities.ts'
import { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
import { describesObject, innerSchemas, listOf, schemasIn } from './keywords.ts'

/** True for a schema that keeps the limits of a strict mode. */
export function isSmall(schema: JsonSchema, { schemaLimits = {} }: Dialect): boolean {
  const { properties = Infinity, enumValues = Infinity, levels = Infinity } = schemaLimits
  const { letters = Infinity, longEnum = Infinity, longEnumLetters = Infinity } = schemaLimits
  const schemas = [...schemasIn(schema)].map((place) => place.schema).filter(isJsonObject)
  const enums = schemas.map((inner) => listOf(inner['enum']))
  const longEnums = enums.filter((values) => values.length > longEnum)
  const counts = [
    [sum(schemas.map((inner) => namesOf(inner['properties']).length)), properties],
    [sum(enums.map((values) => values.length)), enumValues],
    [levelsOf(schema), levels],
    [sum(schemas.map(lettersOf)), letters],
    [Math.max(0, ...longEnums.map(lettersIn)), longEnumLetters],
  ] as const
  return counts.every(([count, most]) => count <= most)
}

function namesOf(schemas: JsonValue | undefined): readonly string[] {
  return Object.keys(schemas ?? {})
}

function levelsOf(schema: JsonValue): number {
  const inner = innerSchemas(schema).map((place) => levelsOf(place.schema))
  return Math.max(0, ...inner) + (isJsonObject(schema) && describesObject(schema) ? 1 : 0)
}

// Those of the schema itself, not of the schemas in it.
function lettersOf({ properties, $defs, enum: values, const: only = null }: JsonObject): number {
  return lettersIn([...namesOf(properties), ...namesOf($defs), ...listOf(values), only])
}

function lettersIn(values: readonly JsonValue[]): number {
  return sum(values.map((value) => (typeof value === 'string' ? value.length : 0)))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
