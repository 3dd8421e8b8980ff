import { user, type Message } from '@dragoman/core'
import { say } from './answers.ts'
import { results } from './case.ts'
import { ask, begin, type Conversation, type Sent } from './hand-over.ts'
import type { ByWire, WireKey } from './wires.ts'

/** A thought and a call, which is answered. */
export const BEGINNING: Conversation = {
  answers: say({ thought: 'I should search.', calls: [{ id: 'call_1' }] }),
  after: [results({})],
}

/** What a model is sent of its own turn when it gets the conversation back from another one. */
export interface Return {
  /** Its own words, where the conversation before its turn is as it was. */
  readonly same: string
  /** What is left of them where it was edited. */
  readonly edited: string
  /** The notices of what is not. */
  readonly loses: readonly string[]
  /** The fields that only its own server knows. */
  readonly fields: readonly string[]
}

export const RETURNS: ByWire<Return> = {
  chat: {
    same: `
{"role": "assistant", "content": null, "reasoning_content": "I should search.", "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}`,
    edited: `
{"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}`,
    loses: ['stale-reasoning'],
    fields: ['messages[1].reasoning_content'],
  },
  responses: {
    same: `
{"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "I should search."}], "encrypted_content": "gAAAAABo"}
{"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "search", "arguments": "{}"}`,
    edited: `
{"type": "function_call", "call_id": "call_1", "name": "search", "arguments": "{}"}`,
    loses: ['stale-reasoning', 'stale-replay'],
    fields: [],
  },
  messages: {
    same: `
{"role": "assistant", "content": [{"type": "thinking", "thinking": "I should search.", "signature": "EqQBCgIYAhIM"}, {"type": "tool_use", "id": "call_1", "name": "search", "input": {}}]}`,
    edited: `
{"role": "assistant", "content": [{"type": "tool_use", "id": "call_1", "name": "search", "input": {}}]}`,
    loses: ['stale-reasoning'],
    fields: [],
  },
}

/** Hands a conversation over and back, with an edit in between, and tells what the first model is sent then. */
export async function handBack(
  from: WireKey,
  by: WireKey,
  edit: (messages: readonly Message[]) => readonly Message[],
): Promise<Sent> {
  const begun = await begin(BEGINNING, from)
  const { message } = await ask(by, 'other', begun)
  return ask(from, 'first', edit([...begun, message, user('Thanks. And tomorrow?')]))
}
