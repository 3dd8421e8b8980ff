import { isJsonObject, type JsonObject, type JsonValue } from '../neutral/json.ts'
import { listOf, namesIn, typesOf } from './keywords.ts'

/** True where no value fits two of the schemas: they differ by type, or by a required property's only value. */
export function isExclusive(schemas: readonly JsonValue[]): boolean {
  const objects = schemas.filter(isJsonObject)
  if (objects.length < schemas.length) return false
  const types = objects.flatMap((schema) => {
    const named = typesOf(schema)
    return named.length > 0 ? named.map((type) => (type === 'integer' ? 'number' : type)) : ['any', 'any']
  })
  if (new Set(types).size === types.length) return true
  const [first] = objects
  return namesIn(first?.['required']).some((name) => {
    const values = objects.map((schema) => tagOf(schema, name))
    return values.every((value) => value !== undefined) && new Set(values).size === values.length
  })
}

function tagOf(schema: JsonObject, name: string): string | undefined {
  const { properties, required } = schema
  const property = isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
  const isTag = isJsonObject(property) && namesIn(required).includes(name) && schema['type'] === 'object'
  if (!isTag) return undefined
  const { const: only, enum: values } = property
  const [tag, ...more] = only === undefined ? listOf(values) : [only]
  return tag === undefined || more.length > 0 ? undefined : JSON.stringify(tag)
}
