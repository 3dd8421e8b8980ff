import { at, isSet } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { InputItem, ResponsesRequest } from './request.ts'

export const REASONING: readonly Rule<ResponsesRequest>[] = [
  { name: 'reasoning-alone', source: 'case 192; vercel/ai#7099', check: findLonely },
  {
    name: 'reasoning-unencrypted',
    source: 'cases 192 and 195; openai/openai-node#1567',
    check: findUnencrypted,
  },
  {
    name: 'reference-unstored',
    source: 'cases 107 and 195; openai/openai-agents-python#2020',
    check: findUnstoredReferences,
  },
]

function* findLonely({ items }: ResponsesRequest): Generator<Offence> {
  for (const [index, { place, type }] of items.entries()) {
    if (type !== 'reasoning') continue
    const next = items.slice(index + 1).find((item) => item.type !== 'reasoning')
    if (!next || !isMade(next)) yield { path: place.path, message: 'is not followed by what it led to' }
  }
}

function* findUnencrypted({ body, items }: ResponsesRequest): Generator<Offence> {
  if (at(body, 'store').value !== false) return
  for (const { place, type } of items) {
    if (type !== 'reasoning' || isSet(at(place, 'encrypted_content'))) continue
    yield { path: place.path, message: 'is not encrypted, in a request of which nothing is stored' }
  }
}

function* findUnstoredReferences({ body, items }: ResponsesRequest): Generator<Offence> {
  if (at(body, 'store').value !== false) return
  for (const { place, type } of items) {
    if (type === 'item_reference') yield { path: place.path, message: 'refers to an item that is not stored' }
  }
}

/** True for what a model makes: its answers and its calls, of which there are ever more kinds. */
function isMade({ type, role }: InputItem): boolean {
  return type === 'message'
    ? role === 'assistant'
    : !type.endsWith('_output') && !FROM_THE_CALLER.includes(type)
}

const FROM_THE_CALLER = [
  'additional_tools',
  'configuration_update',
  'compaction_trigger',
  'mcp_approval_response',
]
