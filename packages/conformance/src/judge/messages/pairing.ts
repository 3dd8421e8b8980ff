import { isSet, repeatsOf, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import { field, isServerCall, ofType, type Block, type MessagesRequest, type Turn } from './request.ts'

/** Calls, and the results that open the user's next message. */
export const PAIRING: readonly Rule<MessagesRequest>[] = [
  { name: 'call-unanswered', source: 'cases 1 and 150; anthropics/claude-code#1237', check: findUnanswered },
  { name: 'result-orphan', source: 'case 151; anthropics/claude-code#13460', check: findOrphans },
  { name: 'results-late', source: 'cases 1 and 2', check: findLateResults },
  { name: 'result-duplicate', source: 'case 142; ducks/claux#40', check: findDuplicateResults },
  { name: 'call-id-duplicate', source: 'case 103; BerriAI/litellm#23510', check: findDuplicateCalls },
  { name: 'server-result-orphan', source: 'cases 151 and 316', check: findServerOrphans },
  { name: 'server-call-answered', source: 'case 111', check: findAnsweredServerCalls },
  {
    name: 'toolset-unechoed',
    source: 'case 133; @anthropic-ai/sdk: ToolResultBlockParam.toolset_name',
    check: findUnechoed,
  },
]

/** A message, and the one after it. A system message in between is another rule's matter. */
interface Pair {
  readonly asking: Turn | undefined
  readonly answering: Turn | undefined
}

function* findUnanswered({ messages }: MessagesRequest): Generator<Offence> {
  for (const { asking, answering } of pairsOf(messages)) {
    if (asking?.role !== 'assistant') continue
    const answered = new Set(resultsIn(answering).map(callIdTextOf))
    for (const id of callsIn(asking).map((call) => field(call, 'id'))) {
      if (!answered.has(textAt(id))) {
        yield { path: id.path, message: 'is the id of a call without a result after it' }
      }
    }
  }
}

function* findOrphans({ messages }: MessagesRequest): Generator<Offence> {
  for (const { asking, answering } of pairsOf(messages)) {
    const asked = new Set(callsIn(asking).map((call) => textAt(field(call, 'id'))))
    for (const id of resultsIn(answering).map(callIdOf)) {
      if (asked.has(textAt(id)) || isServerId(id)) continue
      yield { path: id.path, message: 'names no call of the message before it' }
    }
  }
}

function* findLateResults({ messages }: MessagesRequest): Generator<Offence> {
  for (const { blocks } of messages) {
    const other = blocks.findIndex(({ type }) => type !== 'tool_result')
    const late = other === -1 ? [] : ofType(blocks.slice(other), 'tool_result')
    for (const { place } of late) yield { path: place.path, message: 'stands after another block' }
  }
}

function* findDuplicateResults({ messages }: MessagesRequest): Generator<Offence> {
  for (const turn of messages) {
    for (const { path } of repeatsOf(resultsIn(turn).map(callIdOf))) {
      yield { path, message: 'answers a call a second time' }
    }
  }
}

function* findDuplicateCalls({ messages }: MessagesRequest): Generator<Offence> {
  const ids = messages.flatMap(callsIn).map((call) => field(call, 'id'))
  for (const { path } of repeatsOf(ids)) yield { path, message: 'is the id of another call too' }
}

function* findServerOrphans({ messages }: MessagesRequest): Generator<Offence> {
  const blocks = messages.filter(({ role }) => role === 'assistant').flatMap((turn) => turn.blocks)
  const asked = new Set<string>()
  for (const block of blocks) {
    if (isServerCall(block)) asked.add(textAt(field(block, 'id')))
    const id = callIdOf(block)
    if (isSet(id) && !asked.has(textAt(id))) {
      yield { path: id.path, message: 'names no call of the provider before it' }
    }
  }
}

function* findAnsweredServerCalls({ messages }: MessagesRequest): Generator<Offence> {
  for (const id of messages.flatMap(resultsIn).map(callIdOf).filter(isServerId)) {
    yield { path: id.path, message: 'answers a call that runs at the provider' }
  }
}

function* findUnechoed({ messages }: MessagesRequest): Generator<Offence> {
  for (const { asking, answering } of pairsOf(messages)) {
    for (const result of resultsIn(answering)) {
      const call = callsIn(asking).find(
        (candidate) => textAt(field(candidate, 'id')) === callIdTextOf(result),
      )
      const toolset = field(result, 'toolset_name')
      if (!call || textAt(field(call, 'toolset_name')) === textAt(toolset)) continue
      yield { path: toolset.path, message: 'differs from that of its call' }
    }
  }
}

function pairsOf(messages: readonly Turn[]): readonly Pair[] {
  const turns = messages.filter(({ role }) => role !== 'system')
  return [undefined, ...turns].map((asking, index) => ({ asking, answering: turns[index] }))
}

function callsIn(turn: Turn | undefined): readonly Block[] {
  return ofType(turn?.blocks ?? [], 'tool_use')
}

function resultsIn(turn: Turn | undefined): readonly Block[] {
  return turn?.role === 'user' ? ofType(turn.blocks, 'tool_result') : []
}

function callIdOf(result: Block): Place {
  return field(result, 'tool_use_id')
}

function callIdTextOf(result: Block): string {
  return textAt(callIdOf(result))
}

function isServerId(id: Place): boolean {
  return /^(srv|mcp)toolu_/.test(textAt(id))
}
