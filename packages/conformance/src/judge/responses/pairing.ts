import { at, isSet, repeatsOf, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { InputItem, ResponsesRequest } from './request.ts'

/** Calls, and the items after them that answer each once. */
export const PAIRING: readonly Rule<ResponsesRequest>[] = [
  { name: 'call-unanswered', source: 'cases 136 and 150; Kilo-Org/kilocode#5163', check: findUnanswered },
  { name: 'result-orphan', source: 'cases 105 and 151; leookun/cursor-byok#307', check: findOrphans },
  { name: 'result-early', source: 'case 151', check: findEarlyResults },
  { name: 'result-kind', source: 'case 148; openai: ResponseCustomToolCallOutput', check: findOddKinds },
  { name: 'result-duplicate', source: 'case 142', check: findDuplicateResults },
  { name: 'call-id-duplicate', source: 'case 103', check: findDuplicateCalls },
  { name: 'item-id-duplicate', source: 'case 198; vercel/ai#7883', check: findDuplicateItems },
]

/** The calls that the caller answers, and the items that answer them. */
const OUTPUTS: Readonly<Record<string, string>> = {
  function_call: 'function_call_output',
  custom_tool_call: 'custom_tool_call_output',
  computer_call: 'computer_call_output',
  shell_call: 'shell_call_output',
  apply_patch_call: 'apply_patch_call_output',
}

function* findUnanswered({ items, asyncTools }: ResponsesRequest): Generator<Offence> {
  const answered = new Set(resultsIn(items).map(callIdTextOf))
  for (const call of callsIn(items)) {
    const { path } = callIdOf(call)
    if (answered.has(callIdTextOf(call)) || asyncTools.has(textAt(at(call.place, 'name')))) continue
    yield { path, message: 'is the id of a call without an output' }
  }
}

// The provider may hold the call: as a part of the conversation, or as an item that is only referred to.
function* findOrphans({ items, continues }: ResponsesRequest): Generator<Offence> {
  if (continues || items.some(({ type }) => type === 'item_reference')) return
  const asked = new Set(callsIn(items).map(callIdTextOf))
  for (const result of resultsIn(items)) {
    const id = callIdOf(result)
    if (isSet(id) && !asked.has(textAt(id))) yield { path: id.path, message: 'names no call' }
  }
}

function* findEarlyResults({ items }: ResponsesRequest): Generator<Offence> {
  const calls = callsById(items)
  for (const result of resultsIn(items)) {
    const call = calls.get(callIdTextOf(result))
    if (call && items.indexOf(call) > items.indexOf(result)) {
      yield { path: result.place.path, message: 'stands before its call' }
    }
  }
}

function* findOddKinds({ items }: ResponsesRequest): Generator<Offence> {
  const calls = callsById(items)
  for (const result of resultsIn(items)) {
    const call = calls.get(callIdTextOf(result))
    if (call && OUTPUTS[call.type] !== result.type) {
      yield { path: result.place.path, message: `answers a ${call.type}` }
    }
  }
}

function* findDuplicateResults({ items }: ResponsesRequest): Generator<Offence> {
  yield* repeatsIn(resultsIn(items).map(callIdOf), 'answers a call a second time')
}

function* findDuplicateCalls({ items }: ResponsesRequest): Generator<Offence> {
  yield* repeatsIn(callsIn(items).map(callIdOf), 'is the id of another call too')
}

function* findDuplicateItems({ items }: ResponsesRequest): Generator<Offence> {
  const ids = items.map(({ place }) => at(place, 'id'))
  yield* repeatsIn(ids, 'is the id of another item too')
}

function repeatsIn(ids: readonly Place[], message: string): readonly Offence[] {
  return repeatsOf(ids.filter(isSet)).map(({ path }) => ({ path, message }))
}

function callsIn(items: readonly InputItem[]): readonly InputItem[] {
  return items.filter(({ type }) => Object.hasOwn(OUTPUTS, type))
}

function callsById(items: readonly InputItem[]): ReadonlyMap<string, InputItem> {
  return new Map(callsIn(items).map((call) => [callIdTextOf(call), call]))
}

function resultsIn(items: readonly InputItem[]): readonly InputItem[] {
  const outputs = Object.values(OUTPUTS)
  return items.filter(({ type }) => outputs.includes(type))
}

function callIdOf({ place }: InputItem): Place {
  return at(place, 'call_id')
}

function callIdTextOf(item: InputItem): string {
  return textAt(callIdOf(item))
}
