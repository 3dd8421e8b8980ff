import type { Static as StaticOf } from 'typebox'
import { DragomanError, reasonOf } from '../neutral/error.ts'
import { isJsonObject, type JsonSchema } from '../neutral/json.ts'
import { checkValue, trustNoPattern } from './check.ts'
import { plainSchema } from './plain.ts'
import { findBadReference, withPointers } from './reference.ts'
import { objectRoot, type ObjectRoot } from './root.ts'
import { isStandard, isStandardJson, type StandardJsonSchema, type StandardSchema } from './standard.ts'

/** What describes a tool's arguments: a TypeBox schema (0.34 or 1.x), a Standard Schema that carries a JSON Schema, or raw JSON Schema. */
export type Schema = TypeBox34 | TypeBox1 | StandardJsonSchema | object

/** The type of the values that a schema describes; `unknown` where its library does not carry one. */
export type Infer<S extends Schema> = S extends StandardSchema
  ? NonNullable<S['~standard']['types']>['output']
  : S extends TypeBox34
    ? (S & { params: [] })['static']
    : S extends TypeBox1
      ? StaticOf<S>
      : unknown

/** What a schema must be besides: a Standard Schema without a JSON Schema cannot be sent to a model. */
export type Sendable<S> = S extends StandardSchema
  ? S extends StandardJsonSchema
    ? unknown
    : {
        readonly '~standard': {
          readonly jsonSchema: 'This library needs a converter, such as toStandardJsonSchema of @valibot/to-json-schema.'
        }
      }
  : unknown

/** How `@sinclair/typebox` 0.34 marks its schemas: `TSchema` there. */
interface TypeBox34 {
  static: unknown
  params: unknown[]
}

/** How `typebox` 1.x marks its schemas. */
interface TypeBox1 {
  '~kind': string
}

/**
 * The plain JSON Schema that a model is given, of type object. Throws `config` for one that cannot be sent and checked;
 * `what` names it there.
 */
export function acceptSchema(schema: unknown, what: string, untrusted = false): ObjectRoot {
  const result = plainSchema(isStandard(schema) ? jsonSchemaOf(schema, what) : schema)
  if ('fault' in result) {
    const { path, found } = result.fault
    throw unfit(what, `cannot travel as JSON: ${path || 'it'} ${found}.`)
  }
  const { plain } = result
  if (plain === false) throw unfit(what, 'is false, which no value fits: give one that some value fits.')
  if (plain !== true && !isJsonObject(plain)) {
    throw unfit(
      what,
      `is ${nameKind(plain)}, but a schema is an object: give Type.Object({ … }) or { type: "object", properties: { … } }.`,
    )
  }
  const root = withPointers(plain)
  const bad = findBadReference(root)
  if (bad) throw unfit(what, `cannot be sent: ${bad.path || 'its root'} ${bad.found}.`)
  const accepted = objectRoot(isJsonObject(root) ? root : true)
  requireCheckable(accepted.schema, what, untrusted)
  return accepted
}

function jsonSchemaOf(schema: StandardSchema, what: string): unknown {
  const { vendor } = schema['~standard']
  if (!isStandardJson(schema)) {
    throw unfit(
      what,
      `is one of ${vendor} that carries no JSON Schema: use a version that does, or a converter such as toStandardJsonSchema of @valibot/to-json-schema.`,
    )
  }
  try {
    const { $schema: _dialect, ...plain } = jsonSchemaIn(schema) as JsonSchema & { $schema?: string } // what it is asked for
    return plain
  } catch (cause) {
    const path = unsayablePath(schema)
    const reason = reasonOf(cause).replace(/\.$/, '')
    throw unfit(what, `cannot travel as JSON${path && `: ${path}`}: ${reason}.`, cause)
  }
}

function jsonSchemaIn(schema: StandardJsonSchema): object {
  return schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' })
}

// Libraries do not say where. Those that show the parts of an object or a list can be asked part by part.
function unsayablePath(schema: object): string {
  const { shape, element } = schema as { readonly shape?: unknown; readonly element?: unknown } // maybe
  const parts = typeof shape === 'object' && shape !== null ? Object.entries(shape) : []
  for (const [step, part] of [
    ...parts.map(([name, inner]) => [`/properties/${name}`, inner] as const),
    ['/items', element] as const,
  ]) {
    if (!isStandard(part) || !isStandardJson(part)) continue
    try {
      jsonSchemaIn(part)
    } catch {
      return step + unsayablePath(part)
    }
  }
  return ''
}

// Here rather than at the first call of the tool, which may be far into a run.
function requireCheckable(schema: JsonSchema, what: string, untrusted: boolean): void {
  try {
    if (untrusted) trustNoPattern(schema)
    checkValue(schema, {})
  } catch (cause) {
    throw unfit(what, `cannot be checked against: ${reasonOf(cause)}`, cause)
  }
}

function unfit(what: string, problem: string, cause?: unknown): DragomanError {
  const details = cause === undefined ? {} : { cause }
  return new DragomanError('config', `The ${what} ${problem}`, details)
}

function nameKind(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`
}
