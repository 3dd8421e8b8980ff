import { at, isSet, repeatsOf, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import { field, ofType, type MessagesRequest } from './request.ts'

export const IDENTIFIERS: readonly Rule<MessagesRequest>[] = [
  { name: 'call-id-letters', source: 'cases 101 and 104; HKUDS/nanobot#4356', check: findOddCallIds },
  { name: 'server-call-id', source: 'case 111; ding113/claude-code-hub#470', check: findOddServerIds },
  { name: 'tool-name', source: 'case 56; BerriAI/litellm#26788', check: findMisnamed },
  {
    name: 'tool-name-duplicate',
    source: 'cases 57 and 90; danny-avila/LibreChat#13162',
    check: findDuplicateNames,
  },
]

// The ids of results are those of calls, or orphans.
function findOddCallIds({ messages }: MessagesRequest): readonly Offence[] {
  const calls = messages.flatMap(({ blocks }) => ofType(blocks, 'tool_use'))
  return findUnlike(
    calls.map((call) => field(call, 'id')),
    /^[a-zA-Z0-9_-]+$/,
  )
}

function* findOddServerIds({ messages }: MessagesRequest): Generator<Offence> {
  const calls = messages.flatMap(({ blocks }) => ofType(blocks, 'server_tool_use'))
  yield* findUnlike(
    calls.map((call) => field(call, 'id')),
    /^srvtoolu_[a-zA-Z0-9_]+$/,
  )
}

function* findMisnamed({ body, messages, tools }: MessagesRequest): Generator<Offence> {
  const calls = messages.flatMap(({ blocks }) => ofType(blocks, 'tool_use'))
  const names = [
    ...tools.map((tool) => at(tool, 'name')),
    at(body, 'tool_choice', 'name'),
    ...calls.map((call) => field(call, 'name')),
  ]
  yield* findUnlike(names, /^[a-zA-Z0-9_-]{1,128}$/)
}

function findUnlike(places: readonly Place[], pattern: RegExp): readonly Offence[] {
  const unlike = places.filter((place) => isSet(place) && !pattern.test(textAt(place)))
  return unlike.map(({ path }) => ({ path, message: `does not match ${pattern.source}` }))
}

function* findDuplicateNames({ tools }: MessagesRequest): Generator<Offence> {
  const names = tools.map((tool) => at(tool, 'name')).filter(isSet)
  for (const { path } of repeatsOf(names)) yield { path, message: 'is the name of another tool too' }
}
