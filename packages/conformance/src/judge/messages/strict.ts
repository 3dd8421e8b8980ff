import { isObjectSchema, resolveReference, schemasIn, typesOf } from '../json-schema.ts'
import { at, fieldsOf, isSet, itemsOf, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { MessagesRequest } from './request.ts'

/** What the schemas of strict tools and of the answer must be: they become one grammar. */
export const STRICT: readonly Rule<MessagesRequest>[] = [
  { name: 'strict-open-object', source: 'cases 66 and 67', check: each(findOpenObject) },
  { name: 'strict-untyped', source: 'case 79; the recorded verdicts', check: each(findUntyped) },
  {
    name: 'strict-keyword',
    source: 'case 70; @anthropic-ai/sdk: lib/transform-json-schema.ts',
    check: each(findRefused),
  },
  { name: 'strict-format', source: 'case 70', check: each(findRefusedFormat) },
  { name: 'strict-recursive', source: 'the recorded verdicts', check: (request) => findRecursive(request) },
  { name: 'strict-reference', source: 'case 74', check: findDangling },
  { name: 'strict-size', source: 'case 82; the recorded verdicts', check: findTooLarge },
]

const REFUSED_KEYWORDS =
  'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern maxItems uniqueItems not'

const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid', 'uri']

const MOST_TOOLS = 20
const MOST_OPTIONAL = 24
const MOST_UNIONS = 16

function each(find: (schema: Place) => readonly Offence[]): Rule<MessagesRequest>['check'] {
  return (request) => strictSchemas(request).flatMap((root) => [...schemasIn(root)].flatMap(find))
}

function strictSchemas({ body, tools }: MessagesRequest): readonly Place[] {
  const inputs = strictTools(tools).map((tool) => at(tool, 'input_schema'))
  return [...inputs, at(body, 'output_config', 'format', 'schema')].filter(isSet)
}

function strictTools(tools: readonly Place[]): readonly Place[] {
  return tools.filter((tool) => at(tool, 'strict').value === true)
}

function findOpenObject(schema: Place): readonly Offence[] {
  if (!isObjectSchema(schema) || at(schema, 'additionalProperties').value === false) return []
  return [{ path: schema.path, message: 'is an object without "additionalProperties": false' }]
}

function findUntyped({ path, value }: Place): readonly Offence[] {
  return typeof value === 'boolean' ? [{ path, message: 'takes any value or none' }] : []
}

function findRefused(schema: Place): readonly Offence[] {
  const { path, value: least } = at(schema, 'minItems')
  const refused = fieldsOf(schema).filter(({ name }) => REFUSED_KEYWORDS.split(' ').includes(name))
  const counted = typeof least === 'number' && least > 1 ? [{ path }] : []
  return [...refused, ...counted].map((place) => ({
    path: place.path,
    message: 'has no place in a strict schema',
  }))
}

function findRefusedFormat(schema: Place): readonly Offence[] {
  const format = at(schema, 'format')
  if (!isSet(format) || !typesOf(schema).includes('string') || FORMATS.includes(textAt(format))) return []
  return [{ path: format.path, message: `is none of ${FORMATS.join(', ')}` }]
}

function* findDangling(request: MessagesRequest): Generator<Offence> {
  for (const root of strictSchemas(request)) {
    for (const reference of referencesIn(root)) {
      const isLocal = textAt(reference).startsWith('#') && isSet(resolveReference(root, textAt(reference)))
      if (!isLocal) yield { path: reference.path, message: 'refers to nothing in its schema' }
    }
  }
}

function* findRecursive(request: MessagesRequest): Generator<Offence> {
  for (const root of strictSchemas(request)) {
    const recursive = referencesIn(root).find((reference) =>
      leadsTo(root, textAt(reference)).has(textAt(reference)),
    )
    if (recursive) yield { path: recursive.path, message: 'refers to a schema that holds itself' }
  }
}

/** All references that a reference leads to. */
function leadsTo(root: Place, reference: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [reference]
  for (const next of open) {
    const found = referencesIn(resolveReference(root, next)).map(textAt)
    open.push(...found.filter((text) => !reached.has(text)))
    for (const text of found) reached.add(text)
  }
  return reached
}

function referencesIn(schema: Place): readonly Place[] {
  return [...schemasIn(schema)].map((inner) => at(inner, '$ref')).filter(isSet)
}

function* findTooLarge(request: MessagesRequest): Generator<Offence> {
  const schemas = strictSchemas(request).flatMap((root) => [...schemasIn(root)])
  const counts = [
    { what: 'strict tools', count: strictTools(request.tools).length, most: MOST_TOOLS },
    { what: 'optional parameters', count: schemas.flatMap(optionalIn).length, most: MOST_OPTIONAL },
    { what: 'parameters of several types', count: schemas.flatMap(unionsIn).length, most: MOST_UNIONS },
  ]
  for (const { what, count, most } of counts) {
    if (count > most) yield { path: 'tools', message: `have ${count} ${what} in all, more than ${most}` }
  }
}

function optionalIn(schema: Place): readonly Place[] {
  const required = itemsOf(at(schema, 'required')).map(textAt)
  return fieldsOf(at(schema, 'properties')).filter(({ name }) => !required.includes(name))
}

function unionsIn(schema: Place): readonly Place[] {
  const properties = fieldsOf(at(schema, 'properties'))
  return properties.filter((property) => typesOf(property).length > 1 || isSet(at(property, 'anyOf')))
}
