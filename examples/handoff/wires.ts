import { anthropic } from '@dragoman/anthropic'
import type { Fetch, JsonObject, JsonValue, Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'

export const WIRE_KEYS = ['chat', 'responses', 'messages'] as const

export type WireKey = (typeof WIRE_KEYS)[number]

export type ByWire<Value> = Readonly<Record<WireKey, Value>>

/** A wire: two models that speak it, what its provider answers, and where a request holds the conversation. */
export interface Wire {
  readonly name: 'openai.chat' | 'openai.responses' | 'anthropic.messages'
  /** A conversation begins on the first, and goes on with the other. */
  readonly models: { readonly first: string; readonly other: string }
  readonly history: 'messages' | 'input'
  model(id: string, fetch: Fetch): Model
  /** The body of an answer of this content: a message, a list of items, or a list of blocks. */
  answer(content: JsonValue): JsonObject
}

export const WIRES: ByWire<Wire> = {
  chat: {
    name: 'openai.chat',
    // OpenAI itself shows no reasoning here, and gives ids of its own form. Servers of open models do neither.
    models: { first: 'kimi-k2-thinking', other: 'gpt-4.1' },
    history: 'messages',
    model: (id, fetch) => openai(id, { apiKey: 'no-key', fetch }),
    answer: (message) => ({ id: 'chatcmpl-1', object: 'chat.completion', choices: [{ index: 0, message }] }),
  },
  responses: {
    name: 'openai.responses',
    models: { first: 'gpt-5.4', other: 'gpt-5.4-mini' },
    history: 'input',
    model: (id, fetch) => openai.responses(id, { apiKey: 'no-key', fetch }),
    answer: (output) => ({ id: 'resp_1', object: 'response', status: 'completed', output }),
  },
  messages: {
    name: 'anthropic.messages',
    models: { first: 'claude-opus-5-5', other: 'claude-haiku-5-5' },
    history: 'messages',
    model: (id, fetch) => anthropic(id, { apiKey: 'no-key', fetch }),
    answer: (content) => ({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content,
      stop_reason: 'end_turn',
    }),
  },
}
