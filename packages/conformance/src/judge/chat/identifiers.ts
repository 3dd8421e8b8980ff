import { at, isSet, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { ChatRequest } from './request.ts'

export const IDENTIFIERS: readonly Rule<ChatRequest>[] = [
  { name: 'call-id-length', source: 'cases 101 and 104; vercel/ai#5171', check: findOddIds },
]

const LONGEST_ID = 40

function* findOddIds({ messages }: ChatRequest): Generator<Offence> {
  for (const { place, calls } of messages) {
    yield* [...calls.map(({ id }) => id), at(place, 'tool_call_id')].filter(isSet).flatMap(findOddId)
  }
}

function findOddId(id: Place): readonly Offence[] {
  const { length } = textAt(id)
  if (length > 0 && length <= LONGEST_ID) return []
  return [{ path: id.path, message: `has ${length} letters, where 1 to ${LONGEST_ID} are taken` }]
}
