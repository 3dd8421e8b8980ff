import { isJsonObject, type JsonValue } from '../neutral/json.ts'
import { escapeName, schemasIn, typesOf } from './keywords.ts'
import type { Fault } from './reference.ts'
import { DEEPEST } from './text.ts'

/** A schema as plain JSON, or what cannot travel in it. Marks of the library that made it stay behind. */
export function plainSchema(
  schema: unknown,
): { readonly plain: JsonValue | undefined } | { readonly fault: Fault } {
  const faults: Fault[] = []
  const plain = copy(schema, '', [], faults)
  const fault = faults[0] ?? (plain === undefined ? undefined : findOddType(plain))
  return fault ? { fault } : { plain }
}

function copy(
  value: unknown,
  path: string,
  around: readonly object[],
  faults: Fault[],
): JsonValue | undefined {
  const found = unfitKind(value, around)
  if (found !== undefined) faults.push({ path, found })
  if (found !== undefined || value === undefined || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value as JsonValue // the other kinds were found unfit
  const inside = [...around, value]
  const copied = (child: unknown, step: string): JsonValue | undefined =>
    copy(child, `${path}/${escapeName(step)}`, inside, faults)
  if (Array.isArray(value)) return value.map((item, at) => copied(item, String(at)) ?? null)
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => {
      const plain = copied(child, name)
      return plain === undefined ? [] : [[name, plain]]
    }),
  )
}

function unfitKind(value: unknown, around: readonly object[]): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `is ${value}`
  if (typeof value === 'function' || typeof value === 'bigint') return `is a ${typeof value}`
  if (typeof value !== 'object' || value === null) return undefined
  if (around.includes(value)) return 'holds itself'
  if (around.length >= DEEPEST) return `is nested deeper than ${DEEPEST} levels`
  if (isTransform(value)) return 'is a transform: declare what the model sends, and transform it in `execute`'
  const isBuiltin = value instanceof Date || value instanceof RegExp || ArrayBuffer.isView(value)
  return isBuiltin || value instanceof Map || value instanceof Set
    ? `is a ${value.constructor.name}`
    : undefined
}

// How TypeBox 1.x and 0.34 mark a schema that decodes.
function isTransform(schema: object): boolean {
  const marks = Object.getOwnPropertySymbols(schema).map(({ description }) => description)
  return Object.hasOwn(schema, '~codec') || marks.includes('TypeBox.Transform')
}

const TYPES: readonly JsonValue[] = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']

function findOddType(root: JsonValue): Fault | undefined {
  for (const { schema, path } of schemasIn(root)) {
    if (!isJsonObject(schema)) continue
    const odd = typesOf(schema).find((type) => !TYPES.includes(type))
    if (odd !== undefined) return { path, found: describeOddType(odd) }
  }
  return undefined
}

function describeOddType(odd: JsonValue): string {
  const meant = typeof odd === 'string' ? TYPES.find((type) => type === odd.toLowerCase()) : undefined
  const remedy = meant === undefined ? '' : `: write ${JSON.stringify(meant)}`
  return `has type ${JSON.stringify(odd)}, which JSON does not have${remedy}`
}
