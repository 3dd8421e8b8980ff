import { isObjectSchema, resolveReference, schemasIn, typesOf } from '../json-schema.ts'
import { at, fieldsOf, isSet, itemsOf, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { OpenaiRequest } from './request.ts'

/** What a schema must be where the answer must keep it to the letter. */
export const STRICT: readonly Rule<OpenaiRequest>[] = [
  {
    name: 'strict-root',
    source: 'cases 61 and 212; openai: lib/transform.ts',
    check: ({ formats }) => findIn(formats.filter(({ isStrict }) => isStrict).map(({ schema }) => schema), findOddRoot),
  },
  { name: 'strict-open-object', source: 'case 67; openai/openai-agents-python#4114', check: each(findOpenObject) },
  { name: 'strict-required', source: 'case 65; kevinwatt/mysql-mcp#5', check: each(findUnrequired) },
  { name: 'strict-untyped', source: 'cases 77 and 79', check: each(findUntyped) },
  { name: 'strict-keyword', source: 'cases 68 and 69; makenotion/notion-mcp-server#102', check: each(findRefused) },
  { name: 'strict-format', source: 'case 69', check: each(findRefusedFormat) },
  { name: 'strict-reference', source: 'cases 72 to 74', check: ({ tools, formats }) => findReferences(tools, formats) },
  {
    name: 'strict-size',
    source: 'case 83; platform.openai.com/docs/guides/structured-outputs#supported-schemas',
    check: ({ tools, formats }) => findIn(strictSchemas(tools, formats), findTooLarge),
  },
]

const REFUSED_KEYWORDS = [
  ...['oneOf', 'allOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'dependencies'],
  ...['patternProperties', 'propertyNames', 'minProperties', 'maxProperties', 'unevaluatedProperties'],
  ...['prefixItems', 'contains', 'minContains', 'maxContains', 'uniqueItems', 'unevaluatedItems', 'additionalItems'],
  ...['minLength', 'maxLength', 'contentEncoding', 'contentMediaType', '$dynamicRef', '$dynamicAnchor'],
]

const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid']

const MOST_PROPERTIES = 5_000
const MOST_VALUES = 1_000
const MOST_LEVELS = 10

/** Keywords that say what a value is; a schema with none of them takes any. */
const KINDS = ['type', 'anyOf', 'oneOf', 'allOf', '$ref', 'enum', 'const']

function each(find: (schema: Place) => Iterable<Offence>): Rule<OpenaiRequest>['check'] {
  return function* ({ tools, formats }) {
    for (const root of strictSchemas(tools, formats)) for (const schema of schemasIn(root)) yield* find(schema)
  }
}

function* findIn(roots: readonly Place[], find: (root: Place) => Iterable<Offence>): Generator<Offence> {
  for (const root of roots) yield* find(root)
}

function strictSchemas(tools: OpenaiRequest['tools'], formats: OpenaiRequest['formats']): readonly Place[] {
  const inputs = tools.filter(({ isStrict }) => isStrict).map(({ input }) => input)
  return [...inputs, ...formats.filter(({ isStrict }) => isStrict).map(({ schema }) => schema)].filter(isSet)
}

function* findOddRoot(root: Place): Generator<Offence> {
  const isObject = at(root, 'type').value === 'object'
  if (!isObject || isSet(at(root, 'anyOf'))) yield { path: root.path, message: 'is not an object, or is a union' }
}

function* findOpenObject(schema: Place): Generator<Offence> {
  if (!isObjectSchema(schema) || at(schema, 'additionalProperties').value === false) return
  yield { path: schema.path, message: 'is an object without "additionalProperties": false' }
}

function* findUnrequired(schema: Place): Generator<Offence> {
  if (!isObjectSchema(schema)) return
  const names = fieldsOf(at(schema, 'properties')).map(({ name }) => name)
  const required = itemsOf(at(schema, 'required')).map(textAt)
  for (const name of names.filter((property) => !required.includes(property))) {
    yield { path: at(schema, 'properties', name).path, message: 'is a property that is not required' }
  }
  for (const name of required.filter((property) => !names.includes(property))) {
    yield { path: at(schema, 'required').path, message: `requires "${name}", which is no property` }
  }
}

function* findUntyped(schema: Place): Generator<Offence> {
  if (KINDS.some((keyword) => isSet(at(schema, keyword))) || isObjectSchema(schema)) return
  yield { path: schema.path, message: 'takes any value: a type is asked for' }
}

function* findRefused(schema: Place): Generator<Offence> {
  for (const { name, path } of fieldsOf(schema)) {
    if (REFUSED_KEYWORDS.includes(name)) yield { path, message: `is a keyword that strict schemas may not have` }
  }
  const pattern = at(schema, 'pattern')
  if (/\(\?<?[=!]/.test(textAt(pattern))) yield { path: pattern.path, message: 'looks around, which is refused' }
}

function* findRefusedFormat(schema: Place): Generator<Offence> {
  const format = at(schema, 'format')
  if (!isSet(format) || !typesOf(schema).includes('string') || FORMATS.includes(textAt(format))) return
  yield { path: format.path, message: `is none of ${FORMATS.join(', ')}` }
}

function* findReferences(tools: OpenaiRequest['tools'], formats: OpenaiRequest['formats']): Generator<Offence> {
  for (const root of strictSchemas(tools, formats)) {
    for (const schema of schemasIn(root)) yield* findBadReference(schema, root)
  }
}

function* findBadReference(schema: Place, root: Place): Generator<Offence> {
  const reference = at(schema, '$ref')
  if (!isSet(reference)) return
  const text = textAt(reference)
  const isDangling = !text.startsWith('#') || !isSet(resolveReference(root, text))
  if (isDangling) yield { path: reference.path, message: 'refers to nothing in its schema' }
  if (schema.path !== root.path && fieldsOf(schema).length > 1) {
    yield { path: schema.path, message: 'has keywords beside "$ref"' }
  }
}

function* findTooLarge(root: Place): Generator<Offence> {
  const schemas = [...schemasIn(root)]
  const properties = schemas.flatMap((schema) => fieldsOf(at(schema, 'properties'))).length
  const values = schemas.flatMap((schema) => itemsOf(at(schema, 'enum'))).length
  const levels = levelsOf(root)
  if (properties > MOST_PROPERTIES) yield { path: root.path, message: `has more than ${MOST_PROPERTIES} properties` }
  if (values > MOST_VALUES) yield { path: root.path, message: `has more than ${MOST_VALUES} enum values` }
  if (levels > MOST_LEVELS) yield { path: root.path, message: `nests ${levels} levels, more than ${MOST_LEVELS}` }
}

/** How many objects stand in each other. */
function levelsOf(schema: Place): number {
  const [, ...inner] = schemasIn(schema)
  const direct = inner.filter(({ path }) => !inner.some((other) => path !== other.path && path.startsWith(`${other.path}.`)))
  return Math.max(0, ...direct.map(levelsOf)) + (isObjectSchema(schema) ? 1 : 0)
}
