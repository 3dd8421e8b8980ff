import type { Dialect } from '../neutral/capabilities.ts'
import { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from '../neutral/json.ts'
import { checkValue } from './check.ts'
import { isExclusive } from './exclusive.ts'
import { fateOf, withHints } from './keyword-fate.ts'
import { describesObject, escapeName, listOf, namesIn, typesOf } from './keywords.ts'
import { isWord, mergeAllOf } from './merge.ts'
import { acceptsNull, withNull } from './nullable.ts'
import { movedUnder, resolveReference } from './reference.ts'
import { restoreItems, restoreObject, type Restore } from './restore.ts'
import { isSmall } from './size.ts'

/** A schema in the words of a strict mode, or why there are none that keep its meaning. */
export type StrictRewrite =
  | {
      readonly ok: true
      readonly schema: JsonSchema
      /** Takes back out of a value what the rewriting brought in; the value itself where there is nothing. */
      readonly restore: Restore
      /** Whether an object that leaves `additionalProperties` out was closed, or a value without type got one. */
      readonly isNarrowed: boolean
      /** The rules that the mode does not know: told in descriptions, and checked here. */
      readonly moved: readonly string[]
    }
  | { readonly ok: false; readonly reason: UnfitReason; readonly path: string }

export type UnfitReason =
  | 'open-object'
  | 'untyped'
  | 'tuple'
  | 'all-of'
  | 'recursion'
  | 'reference'
  | 'never'
  | 'too-large'

/** Says a schema in the words of a strict mode. The same schema always gives the same words; it is not changed. */
export function rewriteStrict(schema: JsonSchema, dialect: Dialect): StrictRewrite {
  const known = rewrites.get(schema)?.get(dialect)
  if (known) return known
  const made = rewriteOnce(schema, dialect)
  const ofSchema = rewrites.get(schema) ?? new WeakMap<Dialect, StrictRewrite>()
  rewrites.set(schema, ofSchema.set(dialect, made))
  return made
}

const rewrites = new WeakMap<JsonSchema, WeakMap<Dialect, StrictRewrite>>()

function rewriteOnce(schema: JsonSchema, dialect: Dialect): StrictRewrite {
  if (!dialect.keywords) return { ok: true, schema, restore: same, isNarrowed: false, moved: [] }
  const state: State = {
    root: schema,
    dialect,
    definitions: new Map(),
    moved: new Set(),
    branches: new Map(),
    isNarrowed: false,
    count: 0,
  }
  try {
    const { schema: body, restore } = rewrite(schema, '', state)
    if (body['type'] !== 'object') return { ok: false, reason: 'untyped', path: '' }
    state.restoreRoot = restore
    const definitions = [...state.definitions.values()].map(({ name, node }) => [name, node?.schema ?? {}])
    const $defs: JsonObject = Object.fromEntries(definitions)
    state.rewritten = { ...body, ...(definitions.length > 0 && { $defs }) }
    if (!isSmall(state.rewritten, dialect)) return { ok: false, reason: 'too-large', path: '' }
    const moved = [...state.moved].toSorted()
    return { ok: true, schema: state.rewritten, restore, isNarrowed: state.isNarrowed, moved }
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    return { ok: false, reason: error.reason, path: error.path }
  }
}

interface State {
  readonly root: JsonSchema
  readonly dialect: Dialect
  /** By the pointer that leads to them. */
  readonly definitions: Map<string, { readonly name: string; node?: Node }>
  readonly moved: Set<string>
  isNarrowed: boolean
  restoreRoot?: Restore
  rewritten?: JsonSchema
  /** Branches of unions, each as a schema of its own. */
  readonly branches: Map<JsonObject, JsonSchema>
  /** How many schemas were rewritten: following references may never end. */
  count: number
}

interface Node {
  readonly schema: JsonObject
  readonly restore: Restore
}

class Unfit extends Error {
  readonly reason: UnfitReason
  readonly path: string
  constructor(reason: UnfitReason, path: string) {
    super(reason)
    this.reason = reason
    this.path = path
  }
}

const same: Restore = (value) => value

function rewrite(given: JsonValue, path: string, state: State): Node {
  state.count += 1
  if (state.count > MOST_SCHEMAS || path.length > LONGEST_PATH) throw new Unfit('too-large', '')
  if (given === false) throw new Unfit('never', path)
  if (!isJsonObject(given)) throw new Unfit('untyped', path)
  const schema = mergeAllOf(given, state.root)
  if (!schema) throw new Unfit('all-of', path)
  if (schema['$ref'] !== undefined) return rewriteReference(schema, path, state)
  const kind = rewriteKind(schema, path, state)
  const fates = Object.entries(schema).map(
    ([keyword, value]) => [keyword, value, fateOf(keyword, value, schema, state.dialect)] as const,
  )
  const kept = fates
    .filter(([, , fate]) => fate === 'sent')
    .map(([keyword, value]) => [keyword, value] as const)
  const moved = [...fates, ...leftOver(schema, kind.schema)].filter(([, , fate]) => fate === 'moved')
  for (const [keyword] of moved) state.moved.add(keyword)
  const told = fates.filter(([, , fate]) => fate === 'told')
  const restated: JsonObject = { ...kind.schema, ...Object.fromEntries(kept) }
  return { schema: withHints(restated, [...moved, ...told]), restore: kind.restore }
}

const MOST_SCHEMAS = 20_000
const LONGEST_PATH = 4_000

function rewriteKind(schema: JsonObject, path: string, state: State): Node {
  const { type, anyOf = schema['oneOf'] } = schema
  if (Array.isArray(anyOf) && !('properties' in schema)) return rewriteUnion(schema, anyOf, path, state)
  if (describesObject(schema)) return rewriteObject(schema, path, state)
  if (typesOf(schema).includes('array')) return rewriteArray(schema, path, state)
  const isTyped = ['type', 'enum', 'const'].some((keyword) => keyword in schema)
  if (!isTyped) throw new Unfit('untyped', path)
  return { schema: type === undefined ? {} : { type }, restore: same }
}

function rewriteObject(schema: JsonObject, path: string, state: State): Node {
  requireClosable(schema, path)
  const { properties = {}, additionalProperties, unevaluatedProperties } = schema
  if (additionalProperties === undefined && unevaluatedProperties !== false) state.isNarrowed = true
  if (schema['type'] === undefined) state.isNarrowed = true
  const required = namesIn(schema['required'])
  const given = isJsonObject(properties) ? Object.entries(properties) : []
  const unknown = required.find((name) => !given.some(([known]) => known === name))
  if (unknown !== undefined) throw new Unfit('untyped', `${path}/required`)

  const introduced = new Set<string>()
  const entries = given.flatMap(([name, inner]): [string, Node][] => {
    // What must be left out is left out of a closed object.
    if (inner === false && !required.includes(name)) return []
    const node = rewrite(inner, `${path}/properties/${escapeName(name)}`, state)
    const isOptional = state.dialect.allRequired === true && !required.includes(name)
    if (!isOptional || acceptsNull(inner, state.root)) return [[name, node]]
    introduced.add(name)
    return [[name, { ...node, schema: withNull(node.schema) }]]
  })
  const nodes = new Map(entries)
  const restores = new Map(entries.map(([name, { restore }]) => [name, restore]))
  const isRestored = introduced.size > 0 || entries.some(([, { restore }]) => restore !== same)
  const body = {
    type: schema['type'] ?? 'object',
    properties: Object.fromEntries(entries.map(([name, node]) => [name, node.schema])),
    ...(state.dialect.allRequired ? { required: [...nodes.keys()] } : 'required' in schema && { required }),
    additionalProperties: false,
  }
  const items = typesOf(schema).includes('array') ? rewriteArray(schema, path, state) : undefined
  return {
    schema: items ? { ...body, ...items.schema } : body,
    restore: isRestored
      ? (value) =>
          isJsonObject(value) ? restoreObject(value, restores, introduced) : (items?.restore ?? same)(value)
      : (items?.restore ?? same),
  }
}

// Closing one of these would forbid what it is there for.
function requireClosable(schema: JsonObject, path: string): void {
  const { properties, additionalProperties, unevaluatedProperties, patternProperties } = schema
  const isOpen = [additionalProperties, unevaluatedProperties].some(
    (opening) => opening !== undefined && opening !== false,
  )
  const isClosed = additionalProperties === false || unevaluatedProperties === false
  const isFree =
    !isClosed && path !== '' && (!isJsonObject(properties) || Object.keys(properties).length === 0)
  if (isOpen || isFree || patternProperties !== undefined) throw new Unfit('open-object', path)
}

function rewriteArray(schema: JsonObject, path: string, state: State): Node {
  const { type = 'array', items } = schema
  if (Array.isArray(items) || 'prefixItems' in schema) throw new Unfit('tuple', path)
  if (items === undefined) throw new Unfit('untyped', `${path}/items`)
  const { schema: inner, restore } = rewrite(items, `${path}/items`, state)
  return {
    schema: { type, items: inner },
    restore:
      restore === same ? same : (value) => (Array.isArray(value) ? restoreItems(value, restore) : value),
  }
}

function rewriteUnion(schema: JsonObject, given: readonly JsonValue[], path: string, state: State): Node {
  const { type } = schema
  const keyword = 'anyOf' in schema ? 'anyOf' : 'oneOf'
  if (keyword === 'oneOf' && !isExclusive(given)) state.moved.add('oneOf')
  const branches = given.flatMap((branch, at) => {
    if (branch === false) return []
    // The type of the whole is that of a branch that names none.
    const isBare = isJsonObject(branch) && type !== undefined && !KINDS.some((kind) => kind in branch)
    const typed = isBare ? { type, ...branch } : branch
    return [rewrite(typed, `${path}/${keyword}/${at}`, state)]
  })
  if (branches.length === 0) throw new Unfit('never', path)
  const isRestored = branches.some(({ restore }) => restore !== same)
  return {
    schema: { anyOf: branches.map((branch) => branch.schema) },
    restore: isRestored ? (value) => restoreBranch(value, branches, state) : same,
  }
}

const KINDS = ['type', 'anyOf', 'oneOf', 'allOf', '$ref', 'enum', 'const', 'properties']

function restoreBranch(value: JsonValue, branches: readonly Node[], state: State): JsonValue {
  const taken = branches.find(({ schema }) => checkValue(aloneIn(state, schema), value).length === 0)
  return taken ? taken.restore(value) : value
}

// A branch is checked alone, beside the whole that it may refer to.
function aloneIn(state: State, branch: JsonObject): JsonSchema {
  const known = state.branches.get(branch)
  if (known) return known
  const whole = '/$defs/whole'
  const alone = {
    $defs: { whole: movedUnder(state.rewritten ?? {}, whole) },
    allOf: [movedUnder(branch, whole)],
  }
  state.branches.set(branch, alone)
  return alone
}

function rewriteReference(schema: JsonObject, path: string, state: State): Node {
  const { $ref, description, ...rest } = schema
  if (typeof $ref !== 'string') throw new Unfit('reference', path)
  if (!Object.keys(rest).every(isWord)) {
    const merged = mergeAllOf({ ...rest, allOf: [...listOf(rest['allOf']), { $ref }] }, state.root)
    if (!merged || merged['$ref'] !== undefined) throw new Unfit('all-of', path)
    return rewrite(description === undefined ? merged : { ...merged, description }, path, state)
  }
  const { pointer, restore } = referTo($ref, path, state)
  const hints = Object.entries(rest).filter((entry) => fateOf(...entry, {}, state.dialect) === 'told')
  const words = withHints(description === undefined ? {} : { description }, hints)
  const reference = { $ref: pointer }
  return { schema: Object.keys(words).length > 0 ? { anyOf: [reference], ...words } : reference, restore }
}

function referTo(
  $ref: string,
  path: string,
  state: State,
): { readonly pointer: string; readonly restore: Restore } {
  if ($ref === '#') {
    if (!state.dialect.recursion) throw new Unfit('recursion', path)
    return { pointer: '#', restore: (value) => (state.restoreRoot ?? same)(value) }
  }
  const known = state.definitions.get($ref)
  if (known && !known.node && !state.dialect.recursion) throw new Unfit('recursion', path)
  const definition = known ?? { name: freeName($ref, state) }
  const pointer = `#/$defs/${definition.name}`
  const restore: Restore = (value) => (state.definitions.get($ref)?.node?.restore ?? same)(value)
  if (known) return { pointer, restore }
  const target = resolveReference(state.root, $ref)
  if (target === undefined) throw new Unfit('reference', path)
  state.definitions.set($ref, definition)
  state.definitions.set($ref, { ...definition, node: rewrite(target, $ref.slice(1), state) })
  return { pointer, restore }
}

function freeName($ref: string, state: State): string {
  const wanted = ($ref.split('/').at(-1) ?? '').replaceAll(/[^\w-]/g, '_') || 'schema'
  const taken = new Set([...state.definitions.values()].map(({ name }) => name))
  let name = wanted
  for (let copy = 2; taken.has(name); copy++) name = `${wanted}_${copy}`
  return name
}

// A union beside properties says which of them go together: no strict mode can.
function leftOver(schema: JsonObject, said: JsonObject): readonly (readonly [string, JsonValue, 'moved'])[] {
  return (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
    const value = schema[keyword]
    const isSaid = 'anyOf' in said && (keyword === 'anyOf' || !('anyOf' in schema))
    return value === undefined || isSaid ? [] : [[keyword, value, 'moved'] as const]
  })
}
