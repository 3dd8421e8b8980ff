import type { JsonObject, JsonSchema, JsonValue } from '@dragoman/core'

export type Definitions = Readonly<Record<string, JsonSchema>>

/**
 * Says unions as choices: by the type of the value, then by the fields that tell the members apart, such as `type` and
 * `role`. The same values pass, but a value that does not is compared with the member that it means to be.
 */
export function narrow(schema: JsonSchema, definitions: Definitions): JsonSchema {
  if (isUnion(schema)) return narrowUnion(schema, definitions)
  const { properties, items, additionalProperties } = schema
  return {
    ...schema,
    ...(isObject(properties) && { properties: narrowEach(properties, definitions) }),
    ...(isObject(items) && { items: narrow(items, definitions) }),
    ...(isObject(additionalProperties) && {
      additionalProperties: narrow(additionalProperties, definitions),
    }),
  }
}

function narrowEach(schemas: JsonObject, definitions: Definitions): JsonObject {
  const narrowed = Object.entries(schemas).map(([name, schema]) => {
    return [name, isObject(schema) ? narrow(schema, definitions) : schema] as const
  })
  return Object.fromEntries(narrowed)
}

function narrowUnion(union: Union, definitions: Definitions): JsonSchema {
  const members = membersOf(union, definitions)
  const types = members.map((member) => typeOf(member, definitions))
  if (types.includes(undefined)) return {}
  const present = unique(types).filter((type) => type !== undefined)
  const clauses = present.flatMap((type) => {
    const ofType = members.filter((_member, index) => types[index] === type)
    const consequence = narrowMembers(type, ofType, definitions)
    return consequence ? [when({ type }, consequence)] : []
  })
  return { type: present, ...(clauses.length > 0 && { allOf: clauses }) }
}

function when(condition: JsonSchema, consequence: JsonSchema): JsonSchema {
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  return { if: condition, then: consequence }
}

function narrowMembers(
  type: string,
  members: readonly JsonSchema[],
  definitions: Definitions,
): JsonSchema | undefined {
  if (type === 'object') return narrowObjects(members, [], definitions)
  if (type === 'array') return anyOf(members, definitions)
  const values = members.map((member) => valuesOf(member, definitions))
  return type === 'null' || values.includes(undefined)
    ? undefined
    : { enum: unique(values.flatMap((list) => list ?? [])) }
}

/** Tells objects apart by a field of which each member names the values. */
function narrowObjects(
  members: readonly JsonSchema[],
  used: readonly string[],
  definitions: Definitions,
): JsonSchema {
  const tag = members.length > 1 ? findTag(members, used, definitions) : undefined
  if (tag === undefined) return anyOf(members, definitions)
  const values = members.map((member) => tagValues(member, tag, definitions) ?? [])
  const isOptional = members.map((member) => !requires(member, tag, definitions))
  const choose = (chosen: readonly boolean[]): JsonSchema =>
    narrowObjects(
      members.filter((_member, index) => chosen[index]),
      [...used, tag],
      definitions,
    )
  // Values of the same members stand in one clause.
  const groups = Map.groupBy(unique(values.flat()), (value) =>
    values.map((list) => list.includes(value)).join(),
  )
  const present = [...groups.values()].map((group) => {
    const chosen = values.map((list) => group.every((value) => list.includes(value)))
    return when({ required: [tag], properties: { [tag]: { enum: group } } }, choose(chosen))
  })
  const absent = when({ not: { required: [tag] } }, choose(isOptional))
  const known = { properties: { [tag]: { enum: unique(values.flat()) } } }
  if (isOptional.includes(true)) return { allOf: [known, ...present, absent] }
  return { allOf: [{ ...known, required: [tag] }, ...present] }
}

function findTag(
  members: readonly JsonSchema[],
  used: readonly string[],
  definitions: Definitions,
): string | undefined {
  const [first] = members
  const names = first ? Object.keys(propertiesOf(first, definitions)) : []
  const tags = names.filter((name) => {
    return !used.includes(name) && members.every((member) => tagValues(member, name, definitions))
  })
  const kinds = (name: string): number => {
    return unique(members.flatMap((member) => tagValues(member, name, definitions) ?? [])).length
  }
  return tags.filter((name) => kinds(name) > 1).toSorted((a, b) => kinds(b) - kinds(a))[0]
}

function anyOf(members: readonly JsonSchema[], definitions: Definitions): JsonSchema {
  const narrowed = members.map((member) => narrow(member, definitions))
  const [only, ...more] = narrowed
  return only && more.length === 0 ? only : { anyOf: narrowed }
}

function membersOf(schema: JsonSchema, definitions: Definitions): readonly JsonSchema[] {
  const target = resolve(schema, definitions)
  if (isUnion(target)) return target.anyOf.flatMap((member) => membersOf(member, definitions))
  const { type, enum: values, ...rest } = target
  if (!isList(type)) return [schema]
  return type.map((single) => ({
    ...rest,
    type: single,
    ...(isList(values) && { enum: values.filter((value) => (value === null) === (single === 'null')) }),
  }))
}

function typeOf(schema: JsonSchema, definitions: Definitions): string | undefined {
  const { type } = resolve(schema, definitions)
  return typeof type === 'string' ? type : undefined
}

function tagValues(
  member: JsonSchema,
  name: string,
  definitions: Definitions,
): readonly JsonValue[] | undefined {
  const property = propertiesOf(member, definitions)[name]
  return isObject(property) ? valuesOf(property, definitions) : undefined
}

/** The values that a schema names, where it names all that it takes. */
function valuesOf(schema: JsonSchema, definitions: Definitions): readonly JsonValue[] | undefined {
  const target = resolve(schema, definitions)
  if (target['const'] !== undefined) return [target['const']]
  if (isList(target['enum'])) return target['enum']
  if (target['type'] === 'null') return [null]
  if (!isUnion(target)) return undefined
  const values = target.anyOf.map((member) => valuesOf(member, definitions))
  return values.includes(undefined) ? undefined : values.flatMap((list) => list ?? [])
}

function requires(member: JsonSchema, name: string, definitions: Definitions): boolean {
  const { required } = resolve(member, definitions)
  return isList(required) && required.includes(name)
}

function propertiesOf(member: JsonSchema, definitions: Definitions): JsonObject {
  const { properties } = resolve(member, definitions)
  return isObject(properties) ? properties : {}
}

function resolve(schema: JsonSchema, definitions: Definitions): JsonSchema {
  const { $ref: reference } = schema
  if (typeof reference !== 'string') return schema
  return resolve(definitions[reference.replace('#/definitions/', '')] ?? {}, definitions)
}

type Union = JsonSchema & { readonly anyOf: readonly JsonSchema[] }

function isUnion(schema: JsonSchema): schema is Union {
  return isList(schema['anyOf'])
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value)
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)]
}
