import { findBrokenSchema } from '../meta-schema.ts'
import { at, fieldsOf, isSet, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import { blocksIn, field, ofType, type MessagesRequest } from './request.ts'

export const TOOLS: readonly Rule<MessagesRequest>[] = [
  { name: 'choice-without-tools', source: 'table 4; case 59', check: findChoiceWithoutTools },
  { name: 'choice-unknown-tool', source: 'case 96', check: findUnknownChoice },
  { name: 'reference-unknown-tool', source: 'case 147', check: findUnknownReferences },
  { name: 'tool-root', source: 'case 61; anthropics/claude-code#5319', check: findUnionsAtRoot },
  { name: 'property-name', source: 'ComposioHQ/composio#3067', check: findOddProperties },
  {
    name: 'tool-schema-invalid',
    source: 'anthropics/claude-code#7365',
    check: ({ tools }) => tools.flatMap((tool) => [...findBrokenSchema(at(tool, 'input_schema'))]),
  },
]

function* findChoiceWithoutTools({ body, tools }: MessagesRequest): Generator<Offence> {
  const choice = at(body, 'tool_choice')
  if (isSet(choice) && tools.length === 0) {
    yield { path: choice.path, message: 'stands in a request without tools' }
  }
}

function* findUnknownChoice({ body, tools }: MessagesRequest): Generator<Offence> {
  const name = at(body, 'tool_choice', 'name')
  if (tools.length > 0 && isSet(name) && !isKnown(name, tools)) {
    yield { path: name.path, message: 'names no tool of the request' }
  }
}

function* findUnknownReferences({ messages, tools }: MessagesRequest): Generator<Offence> {
  const results = messages.flatMap(({ blocks }) => ofType(blocks, 'tool_result'))
  const references = results.flatMap((result) => ofType(blocksIn(field(result, 'content')), 'tool_reference'))
  for (const name of references.map((reference) => field(reference, 'tool_name'))) {
    if (!isKnown(name, tools)) yield { path: name.path, message: 'names no tool of the request' }
  }
}

// The tools of a set have names that the request does not say.
function isKnown(name: Place, tools: readonly Place[]): boolean {
  const names = tools.map((tool) => at(tool, 'name'))
  return names.some((known) => !isSet(known) || textAt(known) === textAt(name))
}

function* findUnionsAtRoot({ tools }: MessagesRequest): Generator<Offence> {
  for (const schema of tools.map((tool) => at(tool, 'input_schema'))) {
    for (const union of ['oneOf', 'allOf', 'anyOf'].map((keyword) => at(schema, keyword)).filter(isSet)) {
      yield { path: union.path, message: 'stands at the root, where no union is taken' }
    }
  }
}

function* findOddProperties({ tools }: MessagesRequest): Generator<Offence> {
  for (const { path, name } of tools.flatMap((tool) => fieldsOf(at(tool, 'input_schema', 'properties')))) {
    if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(name)) yield { path, message: 'does not match ^[a-zA-Z0-9_.-]{1,64}$' }
  }
}
