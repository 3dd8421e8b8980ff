import type { JsonObject, ModelRequest } from '@dragoman/core'

/** The wires whose literals the kit holds. */
export type RosettaWire = 'openai.chat' | 'openai.responses' | 'anthropic.messages'

export const ROSETTA_WIRES: readonly RosettaWire[] = ['openai.chat', 'openai.responses', 'anthropic.messages']

/** One request said neutrally, beside the same request in the words of each wire. */
export interface Phrase<Wire extends string = RosettaWire> {
  readonly name: string
  /** What the request asks for, and why it is said as it is. */
  readonly says: string
  readonly request: ModelRequest
  /** The body that is sent for a whole answer, as the provider's documentation has it, to the `model` in it. */
  readonly literal: Readonly<Record<Wire, JsonObject>>
  /** What is peculiar to the wire, in one sentence. */
  readonly differs: Readonly<Record<Wire, string>>
  /** The codes of the notices, where the wire or its model cannot take all of it. */
  readonly notices?: Partial<Readonly<Record<Wire, readonly string[]>>>
  /** The places of fields that only compatible servers know, and the wire's own provider does not. */
  readonly foreignFields?: Partial<Readonly<Record<Wire, readonly string[]>>>
}

/** A request with only a few of its fields given. */
export function requestOf(
  messages: ModelRequest['messages'],
  rest: Partial<Omit<ModelRequest, 'messages'>> = {},
): ModelRequest {
  return { messages, tools: [], toolChoice: 'auto', settings: {}, ...rest }
}
