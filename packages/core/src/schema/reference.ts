import { isJsonObject, type JsonObject, type JsonValue } from '../neutral/json.ts'
import { mapInner, schemasIn } from './keywords.ts'

/** What is wrong with a schema, and where, as a JSON Pointer. */
export interface Fault {
  readonly path: string
  readonly found: string
}

/** The value that a local reference, `#` or `#/…`, leads to; `undefined` where it leads nowhere. */
export function resolveReference(root: JsonValue, reference: string): JsonValue | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined
  return reference
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>((value, step) => childOf(value, unescapeStep(step)), root)
}

/** Turns references by `$id` and `$anchor` into JSON Pointers, the only ones that every wire reads. */
export function withPointers(root: JsonValue): JsonValue {
  const targets = new Map<string, string>()
  let isNamed = false
  for (const { schema, path } of schemasIn(root)) {
    if (!isJsonObject(schema)) continue
    const { $id, $anchor } = schema
    if (typeof $id === 'string') targets.set($id.replace(/#$/, ''), `#${path}`)
    if (typeof $anchor === 'string') targets.set(`#${$anchor}`, `#${path}`)
    isNamed ||= $anchor !== undefined || ($id !== undefined && path !== '')
  }
  const { $id } = isJsonObject(root) ? root : {}
  const isAddressed = typeof $id === 'string' && [...schemasIn(root)].some(refersTo($id))
  return isNamed || isAddressed ? pointed(root, '', '', targets) : root
}

/** The same schema where it stands `under` a JSON Pointer of another. */
export function movedUnder(schema: JsonValue, under: string): JsonValue {
  if (!isJsonObject(schema)) return schema
  const { $ref } = schema
  const inner = mapInner(schema, (child) => movedUnder(child, under))
  return typeof $ref === 'string' ? { ...inner, $ref: `#${under}${$ref.slice(1)}` } : inner
}

/** The references that no wire could follow: to elsewhere, to nowhere, or in a circle. */
export function findBadReference(root: JsonValue): Fault | undefined {
  for (const { schema, path } of schemasIn(root)) {
    const found = isJsonObject(schema) && badReference(schema, root)
    if (found) return { path, found }
  }
  return undefined
}

function badReference(schema: JsonObject, root: JsonValue): string | undefined {
  const passed = new Set<JsonValue>()
  let next: JsonValue | undefined = schema
  while (isJsonObject(next) && next['$ref'] !== undefined) {
    const { $ref } = next
    const named = `refers to ${JSON.stringify($ref)}`
    if (passed.has(next)) return `${named}, which leads back to itself`
    passed.add(next)
    const local = typeof $ref === 'string' && $ref.startsWith('#') ? $ref : undefined
    if (local === undefined) return `${named}, which is not in the schema itself`
    next = resolveReference(root, local)
    if (next === undefined) return `${named}, which is not there`
  }
  return undefined
}

function refersTo($id: string): (place: { readonly schema: JsonValue }) => boolean {
  return ({ schema }) =>
    isJsonObject(schema) && typeof schema['$ref'] === 'string' && schema['$ref'].startsWith($id)
}

// A pointer starts at the nearest schema around it that has an `$id`.
function pointed(
  schema: JsonValue,
  path: string,
  base: string,
  targets: ReadonlyMap<string, string>,
): JsonValue {
  if (!isJsonObject(schema)) return schema
  const { $id, $anchor: _anchor, $ref, ...rest } = schema
  const nearest = $id === undefined ? base : path
  const inner = mapInner(rest, (child, step) => pointed(child, path + step, nearest, targets))
  if (typeof $ref !== 'string') return inner
  return { $ref: pointerOf($ref, nearest, targets), ...inner }
}

function pointerOf(reference: string, base: string, targets: ReadonlyMap<string, string>): string {
  if (reference === '#' || reference.startsWith('#/')) return `#${base}${reference.slice(1)}`
  const [id = '', pointer = ''] = reference.split('#')
  const target = targets.get(reference) ?? targets.get(id)
  return target === undefined ? reference : `${target}${targets.has(reference) ? '' : pointer}`
}

/** What an object or a list holds under its own name; `undefined` where it holds nothing there. */
export function childOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as JsonObject)[name] // an own property, seen in the line above
}

/** The name in a step of a JSON Pointer that stands in a URI; one that is badly encoded is its own name. */
export function unescapeStep(step: string): string {
  return decoded(step).replaceAll('~1', '/').replaceAll('~0', '~')
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
