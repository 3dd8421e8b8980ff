import { textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { ChatRequest } from './request.ts'

export const IDENTIFIERS: readonly Rule<ChatRequest>[] = [
  { name: 'call-id-length', source: 'cases 101 and 104; vercel/ai#5171', check: findOddIds },
]

const LONGEST_ID = 40

// The ids of results are those of calls, or orphans.
function findOddIds({ messages }: ChatRequest): readonly Offence[] {
  return messages.flatMap(({ calls }) => calls.map(({ id }) => id).flatMap(findOddId))
}

function findOddId(id: Place): readonly Offence[] {
  const { length } = textAt(id)
  if (length > 0 && length <= LONGEST_ID) return []
  return [{ path: id.path, message: `has ${length} letters, where 1 to ${LONGEST_ID} are taken` }]
}
