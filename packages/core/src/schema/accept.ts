import type { Static as StaticOf } from 'typebox'
import { DragomanError } from '../neutral/error.ts'
import { isJsonObject, type JsonSchema } from '../neutral/json.ts'
import { checkValue } from './check.ts'

/** What describes a tool's arguments: a TypeBox schema (0.34 or 1.x), or raw JSON Schema. */
export type Schema = TypeBox34 | TypeBox1 | object

/** The type of the values that a schema describes; `unknown` where its library does not carry one. */
export type Infer<S extends Schema> = S extends TypeBox34
  ? (S & { params: [] })['static']
  : S extends TypeBox1
    ? StaticOf<S>
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

const UNIONS = ['anyOf', 'oneOf', 'allOf', '$ref', 'enum', 'const', 'not'] as const

/** The plain JSON Schema of a tool's arguments. Throws `config` for one that does not describe an object. */
export function acceptInput(schema: unknown, tool: string): JsonSchema {
  const plain = toPlainJson(schema, tool)
  if (!isJsonObject(plain)) {
    throw badSchema(tool, `is ${nameKind(plain)}`)
  }
  const isUntyped = plain['type'] === undefined && !UNIONS.some((keyword) => keyword in plain)
  const input: JsonSchema = isUntyped ? { type: 'object', properties: {}, ...plain } : plain
  if (input['type'] !== 'object') {
    const found = input['type'] ?? UNIONS.find((keyword) => keyword in input)
    throw badSchema(tool, `has ${JSON.stringify(found)} at its root`)
  }
  requireCheckable(input, tool)
  return input
}

function toPlainJson(schema: unknown, tool: string): unknown {
  if (schema === undefined || typeof schema === 'function') return schema
  try {
    return JSON.parse(JSON.stringify(schema))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DragomanError('config', `The input schema of tool "${tool}" is not JSON: ${reason}`, {
      cause,
    })
  }
}

// Here rather than at the first call of the tool, which may be far into a run.
function requireCheckable(schema: JsonSchema, tool: string): void {
  try {
    checkValue(schema, {})
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DragomanError(
      'config',
      `The input schema of tool "${tool}" cannot be checked against: ${reason}`,
      {
        cause,
      },
    )
  }
}

function badSchema(tool: string, found: string): DragomanError {
  return new DragomanError(
    'config',
    `The input schema of tool "${tool}" ${found}, but arguments are always an object: ` +
      'give Type.Object({ … }) or { type: "object", properties: { … } }.',
  )
}

function nameKind(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`
}
