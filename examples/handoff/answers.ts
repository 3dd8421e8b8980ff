import type { JsonObject, JsonValue } from '@dragoman/core'
import type { ByWire } from './wires.ts'

/** What a provider answers, in its own words. */
export interface Answer {
  readonly content: JsonValue
  /** The notices of what no other model can be told, whichever it is. */
  readonly loses: readonly string[]
}

/** What a model says, in nobody's words. */
export interface Said {
  readonly thought?: string
  readonly text?: string
  readonly calls?: readonly Called[]
}

export interface Called {
  readonly id: string
  readonly name?: string
}

/** The same answer, as each provider words it. */
export function say(said: Said): ByWire<Answer> {
  const thought = said.thought === undefined ? [] : ['foreign-reasoning']
  const items = [...textsOf(said), ...callsOf(said)].map(() => 'foreign-replay')
  return {
    chat: { content: sayOnChat(said), loses: thought },
    // Every item has an id, which is the provider's own.
    responses: { content: sayOnResponses(said), loses: [...thought, ...items] },
    messages: { content: sayOnMessages(said), loses: thought },
  }
}

function sayOnChat(said: Said): JsonObject {
  const calls = callsOf(said).map(({ id, name }) => ({
    id,
    type: 'function',
    function: { name, arguments: '{}' },
  }))
  return {
    role: 'assistant',
    content: said.text ?? null,
    ...(said.thought !== undefined && { reasoning_content: said.thought }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

function sayOnResponses(said: Said): JsonObject[] {
  const status = 'completed'
  return [
    ...thoughtsOf(said).map((text) => ({
      type: 'reasoning',
      id: 'rs_1',
      summary: [{ type: 'summary_text', text }],
      encrypted_content: 'gAAAAABo',
    })),
    ...textsOf(said).map((text) => ({
      type: 'message',
      id: 'msg_1',
      status,
      role: 'assistant',
      content: [{ type: 'output_text', text, annotations: [] }],
    })),
    ...callsOf(said).map(({ id, name }, at) => ({
      type: 'function_call',
      id: `fc_${at + 1}`,
      status,
      call_id: id,
      name,
      arguments: '{}',
    })),
  ]
}

function sayOnMessages(said: Said): JsonObject[] {
  return [
    ...thoughtsOf(said).map((thinking) => ({ type: 'thinking', thinking, signature: 'EqQBCgIYAhIM' })),
    ...textsOf(said).map((text) => ({ type: 'text', text })),
    ...callsOf(said).map(({ id, name }) => ({ type: 'tool_use', id, name, input: {} })),
  ]
}

function thoughtsOf({ thought }: Said): readonly string[] {
  return thought === undefined ? [] : [thought]
}

function textsOf({ text }: Said): readonly string[] {
  return text === undefined ? [] : [text]
}

function callsOf({ calls = [] }: Said): readonly Required<Called>[] {
  return calls.map(({ id, name = 'search' }) => ({ id, name }))
}
