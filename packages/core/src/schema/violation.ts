import { isJsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
import { childOf, resolveReference, unescapeStep } from './reference.ts'

/** One way in which a value breaks its schema. `path` is a JSON Pointer; the value itself has `''`. */
export interface Violation {
  readonly path: string
  readonly message: string
}

/** What the validator says of one broken keyword. */
export interface SchemaError {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

/** Says what is wrong in words that name what would be right. */
export function describeErrors(errors: readonly SchemaError[], schema: JsonSchema): readonly Violation[] {
  const forbidden = new Set(
    errors.flatMap(({ keyword, instancePath }) => (keyword === 'boolean' ? [instancePath] : [])),
  )
  const told = new Set(errors.flatMap(additionalPaths))
  return errors.flatMap((error) => {
    const { keyword, instancePath: path, schemaPath } = error
    if (keyword === 'boolean') return told.has(path) ? [] : [{ path, message: 'must not be there' }]
    if (keyword !== 'additionalProperties') return [{ path, message: messageOf(error) }]
    // The others have a schema of their own, which says what is wrong.
    const unknown = additionalPaths(error).filter((at) => forbidden.has(at))
    return unknown.map((at) => ({ path: at, message: unknownProperty(schema, schemaPath) }))
  })
}

// A property too many is reported twice: at itself as a schema that is false, and at the object that holds it.
function additionalPaths({ keyword, instancePath, params }: SchemaError): readonly string[] {
  if (keyword !== 'additionalProperties' || !('additionalProperties' in params)) return []
  const names: unknown = params.additionalProperties
  if (!Array.isArray(names)) return []
  return names.map((name) => `${instancePath}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

function unknownProperty(root: JsonSchema, schemaPath: string): string {
  const names = propertiesAt(root, schemaPath)
  return names.length > 0 ? `must not be there: the properties are ${names.join(', ')}` : 'must not be there'
}

function propertiesAt(root: JsonSchema, schemaPath: string): readonly string[] {
  let schema: JsonValue | undefined = root
  for (const step of schemaPath.split('/').slice(1)) {
    schema = followed(root, childOf(schema, unescapeStep(step)))
  }
  return isJsonObject(schema) && isJsonObject(schema['properties']) ? Object.keys(schema['properties']) : []
}

function followed(root: JsonSchema, schema: JsonValue | undefined): JsonValue | undefined {
  const reference = isJsonObject(schema) ? schema['$ref'] : undefined
  return typeof reference === 'string' ? resolveReference(root, reference) : schema
}

function messageOf({ keyword, params, message }: SchemaError): string {
  if (keyword === 'const' && 'allowedValue' in params) return `must be ${JSON.stringify(params.allowedValue)}`
  if (keyword === 'enum' && 'allowedValues' in params && Array.isArray(params.allowedValues)) {
    const values = params.allowedValues.map((value) => JSON.stringify(value))
    const shown = values.slice(0, SHOWN_VALUES).join(', ')
    return `must be one of ${shown}${values.length > SHOWN_VALUES ? ', …' : ''}`
  }
  return message
}

const SHOWN_VALUES = 50
