import { at, repeatsOf, textAt, type Place } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { ChatMessage, ChatRequest } from './request.ts'

/** Calls, and the tool messages directly after them that answer each once. */
export const PAIRING: readonly Rule<ChatRequest>[] = [
  { name: 'call-unanswered', source: 'cases 150 and 152; QwenLM/Qwen3-Coder#455', check: findUnanswered },
  { name: 'result-orphan', source: 'case 151; itmisx/deepx-code#94', check: findOrphans },
  { name: 'result-duplicate', source: 'case 142', check: findDuplicateResults },
  { name: 'call-id-duplicate', source: 'case 103', check: findDuplicateCalls },
]

/** An assistant's message and the tool messages that follow it. */
interface Exchange {
  readonly asking: ChatMessage | undefined
  readonly results: readonly ChatMessage[]
}

function* findUnanswered({ messages }: ChatRequest): Generator<Offence> {
  for (const { asking, results } of exchangesOf(messages)) {
    const answered = new Set(results.map((result) => textAt(callIdOf(result))))
    for (const { id } of asking?.calls ?? []) {
      if (!answered.has(textAt(id))) {
        yield { path: id.path, message: 'is the id of a call without a tool message' }
      }
    }
  }
}

function* findOrphans({ messages }: ChatRequest): Generator<Offence> {
  for (const { asking, results } of exchangesOf(messages)) {
    const asked = new Set(asking?.calls.map(({ id }) => textAt(id)))
    for (const id of results.map(callIdOf)) {
      if (!asked.has(textAt(id))) yield { path: id.path, message: 'names no call of the message before it' }
    }
  }
}

function* findDuplicateResults({ messages }: ChatRequest): Generator<Offence> {
  for (const { results } of exchangesOf(messages)) {
    for (const { path } of repeatsOf(results.map(callIdOf))) {
      yield { path, message: 'answers a call a second time' }
    }
  }
}

function* findDuplicateCalls({ messages }: ChatRequest): Generator<Offence> {
  for (const { calls } of messages) {
    for (const { path } of repeatsOf(calls.map(({ id }) => id))) {
      yield { path, message: 'is the id of another call too' }
    }
  }
}

function exchangesOf(messages: readonly ChatMessage[]): readonly Exchange[] {
  const exchanges: { asking: ChatMessage | undefined; results: ChatMessage[] }[] = []
  for (const message of messages) {
    const last = exchanges.at(-1)
    if (message.role !== 'tool') exchanges.push({ asking: message, results: [] })
    else if (last) last.results.push(message)
    else exchanges.push({ asking: undefined, results: [message] })
  }
  return exchanges
}

function callIdOf({ place }: ChatMessage): Place {
  return at(place, 'tool_call_id')
}
