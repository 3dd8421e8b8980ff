import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { isJsonObject, type JsonSchema } from '@dragoman/core'
import { pathTo } from '../place.ts'
import type { Finding } from '../rule.ts'
import { allow, type Allowance } from './allowances.ts'
import { narrow, type Definitions } from './narrow.ts'

/** The types of a wire's request, and what else the wire takes. */
export interface Shape {
  /** The SDK that the types are of. */
  readonly SDK: string
  /** `{ root, definitions }` as JSON. */
  readonly SCHEMA: string
  readonly allowances: readonly Allowance[]
}

/** The names of the findings that a shape gives. */
export const SHAPE_RULES = ['foreign-field', 'missing-field', 'wrong-value'] as const

/** The schema of a request: as generated, with what else the wire takes. */
export function requestSchema({ SCHEMA, allowances }: Shape): JsonSchema {
  const { root, definitions } = parseSchema(SCHEMA)
  return { ...root, definitions: allow(definitions, allowances) }
}

/** Checks bodies against a shape. The first body takes some hundred milliseconds: the schema is compiled for it. */
export function shapeCheck(shape: Shape): (body: unknown) => readonly Finding[] {
  let validate: ValidateFunction | undefined
  return (body) => {
    validate ??= compile(shape)
    return validate(body) ? [] : findings(validate.errors ?? [], shape.SDK)
  }
}

function parseSchema(text: string): { readonly root: JsonSchema; readonly definitions: Definitions } {
  const schema: ReturnType<typeof parseSchema> = JSON.parse(text)
  return schema
}

function compile({ SCHEMA, allowances }: Shape): ValidateFunction {
  const { root, definitions } = parseSchema(SCHEMA)
  const allowed = allow(definitions, allowances)
  const narrowed = Object.entries(allowed).map(([title, definition]) => {
    return [title, { ...narrow(definition, allowed), title }] as const
  })
  // The schema is generated, so it needs no check of its own; optimizing it would take longer than it saves.
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    code: { optimize: false },
  })
  return ajv.compile({ ...root, definitions: Object.fromEntries(narrowed) })
}

/** Each place once: what is wrong in all members of a union is told of the member that went furthest. */
function findings(errors: readonly ErrorObject[], sdk: string): readonly Finding[] {
  const own = errors.reduce<readonly ErrorObject[]>((before, error) => {
    if (error.keyword === 'if') return before
    if (error.keyword !== 'anyOf') return [...before, error]
    const furthest = before.filter((other) => isWithin(other, error)).reduce(further, error)
    return [...before.filter((other) => !isWithin(other, error)), furthest]
  }, [])
  const all = own.map((error) => describe(error, sdk))
  return [...new Map(all.map((finding) => [`${finding.rule} ${finding.path}`, finding])).values()]
}

function isWithin(inner: ErrorObject, outer: ErrorObject): boolean {
  return `${inner.instancePath}/`.startsWith(`${outer.instancePath}/`)
}

/** Of two errors the one that is deeper in the body; of equals the one that does not only doubt the kind. */
function further(a: ErrorObject, b: ErrorObject): ErrorObject {
  if (depthOf(a) !== depthOf(b)) return depthOf(a) > depthOf(b) ? a : b
  return b.keyword === 'enum' ? a : b
}

function depthOf({ keyword, instancePath }: ErrorObject): number {
  const namesField = keyword === 'additionalProperties' || keyword === 'required'
  return instancePath.split('/').length + (namesField ? 1 : 0)
}

function describe(
  { keyword, instancePath, params, message = '', parentSchema }: ErrorObject,
  sdk: string,
): Finding {
  const title: unknown = isJsonObject(parentSchema) ? parentSchema['title'] : undefined
  const source = typeof title === 'string' ? `${sdk}: ${title}` : sdk
  const path = pathOf(instancePath)
  const { additionalProperty, missingProperty, allowedValues }: Readonly<Record<string, unknown>> = params
  if (keyword === 'additionalProperties') {
    const field = pathTo(path, String(additionalProperty))
    return { rule: 'foreign-field', path: field, message: 'is no field of the wire', source }
  }
  if (keyword === 'required') {
    return {
      rule: 'missing-field',
      path: pathTo(path, String(missingProperty)),
      message: 'is missing',
      source,
    }
  }
  const values = Array.isArray(allowedValues) ? `: ${allowedValues.map(String).join(', ')}` : ''
  return { rule: 'wrong-value', path, message: `${message}${values}`, source }
}

/** A JSON pointer, as the path that the rules write. */
function pathOf(pointer: string): string {
  const names = pointer.split('/').slice(1)
  return names.reduce((path, escaped) => {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
    return /^\d+$/.test(name) ? `${path}[${name}]` : pathTo(path, name)
  }, '')
}
