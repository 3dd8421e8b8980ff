import { at, isSet, textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import { field, isServerCall, isThinking, ofType, type MessagesRequest, type Turn } from './request.ts'

export const THINKING: readonly Rule<MessagesRequest>[] = [
  { name: 'thinking-unsigned', source: 'case 187', check: findUnsigned },
  { name: 'thinking-not-first', source: 'case 182; n8n-io/n8n#22550', check: findNotFirst },
  { name: 'thinking-ends-message', source: 'case 9; tailcallhq/forgecode#2107', check: findThinkingEnds },
  { name: 'thinking-final', source: 'case 189; tailcallhq/forgecode#1853', check: findFinalThinking },
  {
    name: 'thinking-budget',
    source: 'case 206; @anthropic-ai/sdk: ThinkingConfigEnabled',
    check: findOddBudget,
  },
  { name: 'thinking-forced-call', source: 'case 91; mastra-ai/mastra#7507', check: findForcedCall },
  {
    name: 'thinking-sampling',
    source:
      'dotCipher/opencode-claude-bridge#1; platform.claude.com/docs/en/build-with-claude/extended-thinking',
    check: findSampling,
  },
]

function* findUnsigned({ messages }: MessagesRequest): Generator<Offence> {
  for (const block of messages.flatMap(({ blocks }) => ofType(blocks, 'thinking'))) {
    const { path, value } = field(block, 'signature')
    if (value === '') yield { path, message: 'is empty' }
  }
}

// Only with a budget: adaptive thinking may be left out of a step.
function* findNotFirst({ messages, thinking }: MessagesRequest): Generator<Offence> {
  if (thinking !== 'enabled') return
  const start = messages.findLastIndex(({ role, blocks }) => role === 'user' && !isResults(blocks))
  const first = messages.slice(start + 1).find(({ role }) => role === 'assistant')?.blocks[0]
  if (first && !isThinking(first)) {
    yield { path: first.place.path, message: 'stands where the thinking must stand' }
  }
}

function isResults(blocks: Turn['blocks']): boolean {
  return blocks.some(({ type }) => type === 'tool_result')
}

function* findThinkingEnds({ messages }: MessagesRequest): Generator<Offence> {
  for (const last of messages.map(({ blocks }) => blocks.at(-1))) {
    if (last && isThinking(last)) yield { path: last.place.path, message: 'is the last block of its message' }
  }
}

// Some models think without being told, and a paused turn goes back as it is.
function* findFinalThinking({ messages, thinking }: MessagesRequest): Generator<Offence> {
  const last = messages.at(-1)
  if (last?.role !== 'assistant' || (thinking !== '' && thinking !== 'disabled')) return
  const isPaused = thinking === '' && last.blocks.some(isServerCall)
  const found = last.blocks.slice(0, -1).find(isThinking)
  if (found && !isPaused) {
    yield { path: found.place.path, message: 'stands in the last message, and thinking is off' }
  }
}

const SMALLEST_BUDGET = 1_024

function* findOddBudget({ body }: MessagesRequest): Generator<Offence> {
  const { path, value } = at(body, 'thinking', 'budget_tokens')
  const limit = at(body, 'max_tokens').value
  if (typeof value !== 'number') return
  if (value < SMALLEST_BUDGET) yield { path, message: `is ${value}, below ${SMALLEST_BUDGET}` }
  if (typeof limit === 'number' && value >= limit) {
    yield { path, message: `is ${value}, not below max_tokens` }
  }
}

function* findForcedCall({ body, thinking }: MessagesRequest): Generator<Offence> {
  const type = at(body, 'tool_choice', 'type')
  if (thinking === 'enabled' && ['any', 'tool'].includes(textAt(type))) {
    yield { path: type.path, message: 'forces a call while thinking is enabled' }
  }
}

const NARROWEST_TOP_P = 0.95

function* findSampling({ body, thinking }: MessagesRequest): Generator<Offence> {
  if (thinking === '' || thinking === 'disabled') return
  const temperature = at(body, 'temperature')
  const topP = at(body, 'top_p').value
  if (isSet(temperature) && temperature.value !== 1) {
    yield { path: 'temperature', message: 'is not 1, as thinking asks' }
  }
  if (typeof topP === 'number' && topP < NARROWEST_TOP_P) {
    yield { path: 'top_p', message: `is ${topP}, below ${NARROWEST_TOP_P}, while thinking is on` }
  }
  if (isSet(at(body, 'top_k'))) yield { path: 'top_k', message: 'stands in a request that thinks' }
}
