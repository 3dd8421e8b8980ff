import { findBrokenSchema } from '../meta-schema.ts'
import { schemasIn, typesOf } from '../json-schema.ts'
import { at, isSet, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { OpenaiRequest } from './request.ts'

/** What the schema of every tool must be, strict or not. */
export const TOOL_SCHEMAS: readonly Rule<OpenaiRequest>[] = [
  {
    name: 'tool-root',
    source: 'cases 61 and 62; langchain-ai/langchainjs#9804',
    check: forInputs(findOddRoot),
  },
  {
    name: 'tool-root-properties',
    source: 'case 63; spring-projects/spring-ai#4776',
    check: forInputs(findRootWithoutProperties),
  },
  { name: 'array-items', source: 'case 77; sigoden/aichat#1049', check: findOpenArrays },
  {
    name: 'tool-schema-invalid',
    source: 'FoundationAgents/OpenManus#1162',
    check: forInputs(findBrokenSchema),
  },
]

const NOT_AT_ROOT = ['oneOf', 'anyOf', 'allOf', 'enum', 'not']

function forInputs(find: (input: Place) => Iterable<Offence>): Rule<OpenaiRequest>['check'] {
  return function* ({ tools }) {
    for (const { input } of tools) if (isSet(input)) yield* find(input)
  }
}

function* findOddRoot(input: Place): Generator<Offence> {
  if (at(input, 'type').value !== 'object') yield { path: input.path, message: 'is not of type "object"' }
  for (const keyword of NOT_AT_ROOT) {
    const place = at(input, keyword)
    if (isSet(place)) yield { path: place.path, message: `stands at the root, where ${keyword} is refused` }
  }
}

function* findRootWithoutProperties(input: Place): Generator<Offence> {
  if (at(input, 'type').value !== 'object' || isSet(at(input, 'properties'))) return
  yield { path: input.path, message: 'is an object without "properties"' }
}

function* findOpenArrays({ tools, formats }: OpenaiRequest): Generator<Offence> {
  const strict = formats.filter(({ isStrict }) => isStrict).map((format) => format.schema)
  const roots = [...tools.map(({ input }) => input), ...strict]
  for (const schema of roots.flatMap((root) => [...schemasIn(root)])) {
    const isArray = typesOf(schema).includes('array')
    if (isArray && !isSet(at(schema, 'items'))) {
      yield { path: schema.path, message: 'is an array without "items"' }
    }
  }
}
