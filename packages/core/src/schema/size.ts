import type { Dialect } from '../neutral/capabilities.ts'
import { isJsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
import { describesObject, innerSchemas, listOf, schemasIn } from './keywords.ts'

/** True for a schema that keeps the limits of a strict mode. */
export function isSmall(schema: JsonSchema, { schemaLimits = {} }: Dialect): boolean {
  const schemas = [...schemasIn(schema)].map((place) => place.schema).filter(isJsonObject)
  const { properties = Infinity, enumValues = Infinity, levels = Infinity } = schemaLimits
  const counts = [
    [schemas.reduce((sum, inner) => sum + Object.keys(inner['properties'] ?? {}).length, 0), properties],
    [schemas.reduce((sum, inner) => sum + listOf(inner['enum']).length, 0), enumValues],
    [levelsOf(schema), levels],
  ] as const
  return counts.every(([count, most]) => count <= most)
}

function levelsOf(schema: JsonValue): number {
  const inner = innerSchemas(schema).map((place) => levelsOf(place.schema))
  return Math.max(0, ...inner) + (isJsonObject(schema) && describesObject(schema) ? 1 : 0)
}
