import { isObjectSchema, levelsOf, resolveReference, schemasIn, typesOf } from '../json-schema.ts'
import { at, fieldsOf, isSet, itemsOf, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { DeclaredTool, OpenaiRequest } from './request.ts'

/** What a schema must be where the answer must keep it to the letter. */
export const STRICT: readonly Rule<OpenaiRequest>[] = [
  {
    name: 'strict-root',
    source: 'cases 61 and 212; openai: lib/transform.ts',
    // The root of a tool is no matter of strictness.
    check: ({ formats }) => strictSchemas({ tools: [], formats }).flatMap(findOddRoot),
  },
  {
    name: 'strict-without-schema',
    source: 'a recorded 400; xemantic/xemantic-ai-tool-schema#37',
    check: ({ tools }) => tools.filter(({ isStrict, input }) => isStrict && !isSet(input)).map(withoutSchema),
  },
  {
    name: 'strict-open-object',
    source: 'case 67; openai/openai-agents-python#4114',
    check: each(findOpenObject),
  },
  { name: 'strict-required', source: 'case 65; kevinwatt/mysql-mcp#5', check: each(findUnrequired) },
  { name: 'strict-untyped', source: 'cases 77 and 79', check: each(findUntyped) },
  {
    name: 'strict-keyword',
    source: 'cases 68 and 69; makenotion/notion-mcp-server#102',
    check: each(findRefused),
  },
  { name: 'strict-format', source: 'case 69', check: each(findRefusedFormat) },
  { name: 'strict-reference', source: 'cases 72 to 74', check: eachRoot(findBadReferences) },
  {
    name: 'strict-size',
    source: 'case 83; platform.openai.com/docs/guides/structured-outputs#supported-schemas',
    check: eachRoot(findTooLarge),
  },
]

const REFUSED_KEYWORDS =
  'oneOf allOf not if then else dependentRequired dependentSchemas dependencies patternProperties propertyNames ' +
  'minProperties maxProperties unevaluatedProperties prefixItems contains minContains maxContains uniqueItems ' +
  'unevaluatedItems additionalItems minLength maxLength contentEncoding contentMediaType $dynamicRef $dynamicAnchor'

const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid']

/** Keywords that say what a value is; a schema with none of them takes any. */
const KINDS = ['type', 'anyOf', 'oneOf', 'allOf', '$ref', 'enum', 'const']

type Find = (schema: Place) => readonly Offence[]

function each(find: Find): Rule<OpenaiRequest>['check'] {
  return eachRoot((root) => [...schemasIn(root)].flatMap(find))
}

function eachRoot(find: Find): Rule<OpenaiRequest>['check'] {
  return (request) => strictSchemas(request).flatMap(find)
}

function strictSchemas({ tools, formats }: Pick<OpenaiRequest, 'tools' | 'formats'>): readonly Place[] {
  const inputs = tools.filter(({ isStrict }) => isStrict).map(({ input }) => input)
  return [...inputs, ...formats.filter(({ isStrict }) => isStrict).map(({ schema }) => schema)].filter(isSet)
}

function findOddRoot(root: Place): readonly Offence[] {
  const isObject = at(root, 'type').value === 'object'
  if (isObject && !isSet(at(root, 'anyOf'))) return []
  return [{ path: root.path, message: 'is not an object, or is a union' }]
}

function withoutSchema({ name, input }: DeclaredTool): Offence {
  return { path: input.path, message: `is missing: ${textAt(name)} is strict` }
}

function findOpenObject(schema: Place): readonly Offence[] {
  if (!isObjectSchema(schema) || at(schema, 'additionalProperties').value === false) return []
  return [{ path: schema.path, message: 'is an object without "additionalProperties": false' }]
}

function findUnrequired(schema: Place): readonly Offence[] {
  if (!isObjectSchema(schema)) return []
  const properties = fieldsOf(at(schema, 'properties'))
  const names = properties.map(({ name }) => name)
  const required = itemsOf(at(schema, 'required'))
  const optional = properties.filter(({ name }) => !required.some(({ value }) => value === name))
  const unknown = required.filter((name) => !names.includes(textAt(name)))
  return [
    ...optional.map(({ path }) => ({ path, message: 'is a property that is not required' })),
    ...unknown.map(({ path }) => ({ path, message: 'is required and no property' })),
  ]
}

function findUntyped(schema: Place): readonly Offence[] {
  if (KINDS.some((keyword) => isSet(at(schema, keyword))) || isObjectSchema(schema)) return []
  return [{ path: schema.path, message: 'takes any value, where a type is asked for' }]
}

function findRefused(schema: Place): readonly Offence[] {
  const refused = fieldsOf(schema).filter(({ name }) => REFUSED_KEYWORDS.split(' ').includes(name))
  const pattern = at(schema, 'pattern')
  const lookaround = /\(\?<?[=!]/.test(textAt(pattern)) ? [pattern] : []
  return [...refused, ...lookaround].map(({ path }) => ({ path, message: 'has no place in a strict schema' }))
}

function findRefusedFormat(schema: Place): readonly Offence[] {
  const format = at(schema, 'format')
  if (!isSet(format) || !typesOf(schema).includes('string') || FORMATS.includes(textAt(format))) return []
  return [{ path: format.path, message: `is none of ${FORMATS.join(', ')}` }]
}

function findBadReferences(root: Place): readonly Offence[] {
  return [...schemasIn(root)].flatMap((schema) => {
    const reference = at(schema, '$ref')
    if (!isSet(reference)) return []
    const isLocal = textAt(reference).startsWith('#') && isSet(resolveReference(root, textAt(reference)))
    // The root keeps its definitions beside its reference.
    const isAlone = schema.path === root.path || fieldsOf(schema).length === 1
    return [
      ...(isLocal ? [] : [{ path: reference.path, message: 'refers to nothing in its schema' }]),
      ...(isAlone ? [] : [{ path: schema.path, message: 'has keywords beside "$ref"' }]),
    ]
  })
}

function findTooLarge(root: Place): readonly Offence[] {
  const schemas = [...schemasIn(root)]
  const counts = [
    {
      what: 'properties',
      count: schemas.flatMap((schema) => fieldsOf(at(schema, 'properties'))).length,
      most: 5_000,
    },
    {
      what: 'enum values',
      count: schemas.flatMap((schema) => itemsOf(at(schema, 'enum'))).length,
      most: 1_000,
    },
    { what: 'levels', count: levelsOf(root), most: 10 },
  ]
  const large = counts.filter(({ count, most }) => count > most)
  return large.map(({ what, count, most }) => ({
    path: root.path,
    message: `has ${count} ${what}, more than ${most}`,
  }))
}
