import { at, itemsOf, textAt, type Place } from '../place.ts'

/** What the rules read of a request of Messages. */
export interface MessagesRequest {
  readonly body: Place
  readonly messages: readonly Turn[]
  /** The blocks of the system prompt. None where it is a string. */
  readonly system: readonly Block[]
  /** All tools, those that run at the provider included. */
  readonly tools: readonly Place[]
  /** How the model is told to think: a `type` of the wire, or nothing. */
  readonly thinking: string
}

/** One message. */
export interface Turn {
  readonly place: Place
  readonly role: string
  /** Its content; a string is one block. */
  readonly blocks: readonly Block[]
}

export interface Block {
  readonly place: Place
  readonly type: string
  /** Its text, where it is one. */
  readonly text: Place
}

export function readMessages(value: unknown): MessagesRequest {
  const body: Place = { path: '', value }
  return {
    body,
    messages: itemsOf(at(body, 'messages')).map(readTurn),
    system: itemsOf(at(body, 'system')).map(readBlock),
    tools: itemsOf(at(body, 'tools')),
    thinking: textAt(at(body, 'thinking', 'type')),
  }
}

/** The blocks in a content. */
export function blocksIn(content: Place): readonly Block[] {
  if (typeof content.value !== 'string') return itemsOf(content).map(readBlock)
  return content.value === '' ? [] : [{ place: content, type: 'text', text: content }]
}

/** A block's own field, such as `tool_use_id`. */
export function field({ place }: Block, name: string): Place {
  return at(place, name)
}

export function ofType(blocks: readonly Block[], ...types: readonly string[]): readonly Block[] {
  return blocks.filter(({ type }) => types.includes(type))
}

export function isThinking({ type }: Block): boolean {
  return type === 'thinking' || type === 'redacted_thinking'
}

/** True for a call that runs at the provider. */
export function isServerCall({ type }: Block): boolean {
  return type === 'server_tool_use' || type === 'mcp_tool_use'
}

function readTurn(place: Place): Turn {
  return { place, role: textAt(at(place, 'role')), blocks: blocksIn(at(place, 'content')) }
}

function readBlock(place: Place): Block {
  return { place, type: textAt(at(place, 'type')), text: at(place, 'text') }
}
