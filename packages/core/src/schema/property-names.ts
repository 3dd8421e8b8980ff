import { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
import { mapInner, mapValues, namesIn, schemasIn } from './keywords.ts'
import { unescapeStep } from './reference.ts'
import type { Restore } from './restore.ts'

/** A schema whose properties have other names, and what gives a value the given names back. */
export interface RenamedProperties {
  readonly schema: JsonSchema
  readonly restore: Restore
  /** What each name became. */
  readonly names: ReadonlyMap<string, string>
}

/** Renames the properties that `isValid` does not take, wherever they stand; `undefined` where it takes all. */
export function renameProperties(
  schema: JsonSchema,
  isValid: (name: string) => boolean,
): RenamedProperties | undefined {
  const all = new Set([...schemasIn(schema)].flatMap(({ schema: inner }) => propertiesOf(inner)))
  const names = new Map<string, string>()
  for (const name of all) {
    if (!isValid(name)) names.set(name, freeName(name, isValid, new Set([...all, ...names.values()])))
  }
  if (names.size === 0) return undefined
  const original = new Map(Array.from(names, ([from, to]) => [to, from]))
  const renamed = renameIn(schema, names)
  return {
    schema: isJsonObject(renamed) ? renamed : schema,
    restore: (value) => renameKeys(value, original),
    names,
  }
}

function propertiesOf(schema: JsonValue): readonly string[] {
  if (!isJsonObject(schema)) return []
  const { properties, required } = schema
  return [...(isJsonObject(properties) ? Object.keys(properties) : []), ...namesIn(required)]
}

function freeName(name: string, isValid: (name: string) => boolean, taken: ReadonlySet<string>): string {
  const letters = Array.from(name, (letter) => (isValid(letter) ? letter : '_')).join('')
  for (let copy = 1; ; copy++) {
    const end = copy === 1 ? '' : `_${copy}`
    const made = shortened(letters || '_', end, isValid)
    if (!taken.has(made)) return made
  }
}

function shortened(text: string, end: string, isValid: (name: string) => boolean): string {
  let kept = text
  while (kept.length > 1 && !isValid(kept + end)) kept = kept.slice(0, -1)
  return kept + end
}

function renameIn(schema: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (!isJsonObject(schema)) return schema
  const inner = mapInner(schema, (one) => renameIn(one, names))
  return mapValues(inner, (value, keyword): JsonValue => {
    switch (keyword) {
      case 'properties':
        return isJsonObject(value) ? namedAnew(value, names) : value
      case 'dependentSchemas':
        return isJsonObject(value) ? renameOwnKeys(value, names) : value
      case 'dependentRequired':
        return isJsonObject(value)
          ? renameOwnKeys(
              mapValues(value, (list) => renameItems(list, names)),
              names,
            )
          : value
      case 'required':
        return renameItems(value, names)
      case 'const':
      case 'enum':
      case 'default':
      case 'examples':
        return renameKeys(value, names)
      case '$ref':
        return typeof value === 'string' ? renameSteps(value, names) : value
      default:
        return value
    }
  })
}

// The model still reads what a property was called.
function namedAnew(properties: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const described = mapValues(properties, (schema, name) =>
    names.has(name) && isJsonObject(schema) && !('$ref' in schema)
      ? { description: name, ...schema }
      : schema,
  )
  return renameOwnKeys(described, names)
}

function renameOwnKeys(object: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]))
}

function renameItems(list: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (!Array.isArray(list)) return list
  return list.map((name: JsonValue) => (typeof name === 'string' ? (names.get(name) ?? name) : name))
}

function renameKeys(value: JsonValue, names: ReadonlyMap<string, string>): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => renameKeys(item, names))
  if (!isJsonObject(value)) return value
  return renameOwnKeys(
    mapValues(value, (inner) => renameKeys(inner, names)),
    names,
  )
}

function renameSteps($ref: string, names: ReadonlyMap<string, string>): string {
  const steps = $ref.split('/')
  return steps
    .map((step, at) => (steps[at - 1] === 'properties' ? (names.get(unescapeStep(step)) ?? step) : step))
    .join('/')
}
