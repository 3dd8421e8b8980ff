import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { isJsonObject, type JsonSchema } from '@dragoman/core'
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

/** Checks bodies against a shape. The first body takes some hundred milliseconds: the schema is compiled for it. */
export function shapeCheck(shape: Shape): (body: unknown) => readonly Finding[] {
  let validate: ValidateFunction | undefined
  return (body) => {
    validate ??= compile(shape)
    return validate(body) ? [] : findings(validate.errors ?? [], shape.SDK)
  }
}

function compile({ SCHEMA, allowances }: Shape): ValidateFunction {
  const { root, definitions }: { root: JsonSchema; definitions: Definitions } = JSON.parse(SCHEMA)
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
    const isOutside = ({ instancePath }: ErrorObject): boolean => !instancePath.startsWith(error.instancePath)
    const furthest = before.filter((other) => !isOutside(other)).reduce(further, error)
    return [...before.filter(isOutside), furthest]
  }, [])
  const all = own.map((error) => describe(error, sdk))
  return [...new Map(all.map((finding) => [`${finding.rule} ${finding.path}`, finding])).values()]
}

function further(a: ErrorObject, b: ErrorObject): ErrorObject {
  return b.instancePath.split('/').length > a.instancePath.split('/').length ? b : a
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
    const name = String(additionalProperty)
    return {
      rule: 'foreign-field',
      path: pathOf(`${instancePath}/${name}`),
      message: 'is no field of the wire',
      source,
    }
  }
  if (keyword === 'required') {
    const name = String(missingProperty)
    return { rule: 'missing-field', path: pathOf(`${instancePath}/${name}`), message: 'is missing', source }
  }
  const values = Array.isArray(allowedValues) ? `: ${allowedValues.map(String).join(', ')}` : ''
  return { rule: 'wrong-value', path, message: `${message}${values}`, source }
}

/** A JSON pointer, as the path that the rules write. */
function pathOf(pointer: string): string {
  const names = pointer.split('/').slice(1)
  return names.reduce((path, escaped) => {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
    if (/^\d+$/.test(name)) return `${path}[${name}]`
    return path === '' ? name : `${path}.${name}`
  }, '')
}
