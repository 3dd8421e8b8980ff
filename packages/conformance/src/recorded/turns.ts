import {
  user,
  type AssistantMessage,
  type JsonObject,
  type Message,
  type ModelRequest,
  type ToolCallPart,
  type ToolDefinition,
} from '@dragoman/core'
import { ask, type Asked } from '../ask.ts'
import type { RecordedResponse } from '../corpus.ts'
import { kindOf, readExchanges, splitAnswers, type RecordedExchange } from './exchanges.ts'
import { readRecorded } from './reading.ts'
import { modelOf } from './replay.ts'
import type { RecordedSubject } from './subject.ts'

/** The recorded answers that become turns of a conversation: all but errors, and what no adapter asks for. */
export function answersIn({
  wire,
  recordings,
}: Pick<RecordedSubject, 'wire' | 'recordings'>): RecordedExchange[] {
  return recordings.flatMap(readExchanges).flatMap((recorded) => {
    const kind = kindOf(wire, recorded)
    if (kind !== 'whole' && kind !== 'streamed') return []
    return splitAnswers(wire, recorded).filter((answer) => {
      const { beyond = [], ...reading } = readRecorded(wire, answer.response)
      return !('error' in reading) && !beyond.includes('function_call')
    })
  })
}

/** Asks the model that was recorded, which gets this answer. */
export function askRecorded(
  { model }: Pick<RecordedSubject, 'model'>,
  recorded: RecordedExchange,
  messages: readonly Message[],
  response: RecordedResponse,
): Promise<Asked> {
  return ask((fetch) => model(fetch, modelOf(recorded)), requestOf(messages), response)
}

/** A request with this history, and with every tool that is called in it. */
export function requestOf(messages: readonly Message[]): ModelRequest {
  const names = new Set(messages.flatMap(callsOf).map(({ name }) => name))
  return { messages, tools: Array.from(names, declare), toolChoice: 'auto', settings: {} }
}

/** What a program says to an answer: a result for each of its calls, or else a word of the user. */
export function answerTo(message: AssistantMessage): Message {
  const calls = callsOf(message)
  if (calls.length === 0) return user('Go on.')
  return {
    role: 'tool',
    parts: calls.map(({ id: callId, name }) => {
      return { type: 'tool-result', callId, name, parts: [{ type: 'text', text: 'Done.' }], isError: false }
    }),
  }
}

/** A whole answer with this body. */
export function whole(body: JsonObject): RecordedResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body }
}

function callsOf(message: Message): readonly ToolCallPart[] {
  return message.role === 'assistant' ? message.parts.filter((part) => part.type === 'tool-call') : []
}

function declare(name: string): ToolDefinition {
  return { type: 'function', name, description: 'As recorded.', input: { type: 'object', properties: {} } }
}
