import { at, isSet, textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { ResponsesRequest } from './request.ts'

export const IDENTIFIERS: readonly Rule<ResponsesRequest>[] = [
  { name: 'call-id-length', source: 'cases 101 and 104', check: findOddCallIds },
  {
    name: 'item-id-prefix',
    source: 'cases 101 and 105; jlcodes99/cockpit-tools#2090; the recorded items',
    check: findOddItemIds,
  },
]

const LONGEST_CALL_ID = 64

const PREFIXES: Readonly<Record<string, string>> = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  custom_tool_call: 'ctc',
  web_search_call: 'ws',
  code_interpreter_call: 'ci',
  tool_search_call: 'tsc',
  compaction: 'cmp',
}

// The ids of outputs are those of calls, or orphans.
function* findOddCallIds({ items }: ResponsesRequest): Generator<Offence> {
  const calls = items.filter(({ type }) => type.endsWith('_call'))
  for (const id of calls.map(({ place }) => at(place, 'call_id')).filter(isSet)) {
    const { length } = textAt(id)
    if (length > 0 && length <= LONGEST_CALL_ID) continue
    yield { path: id.path, message: `has ${length} letters, where 1 to ${LONGEST_CALL_ID} are taken` }
  }
}

function* findOddItemIds({ items }: ResponsesRequest): Generator<Offence> {
  for (const { place, type } of items) {
    const id = at(place, 'id')
    const prefix = PREFIXES[type] ?? ''
    if (isSet(id) && !textAt(id).startsWith(prefix)) {
      yield { path: id.path, message: `does not begin with "${prefix}"` }
    }
  }
}
