import type { JsonValue } from './json.ts'
import type { Usage } from './usage.ts'

/** One entry of the neutral transcript. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage

/** Instructions to the model. It may stand anywhere; adapters place it. */
export interface SystemMessage {
  readonly role: 'system'
  readonly parts: readonly TextPart[]
}

export interface UserMessage {
  readonly role: 'user'
  readonly parts: readonly (TextPart | FilePart)[]
}

/** What a model answered, in the order in which it said it. */
export interface AssistantMessage {
  readonly role: 'assistant'
  readonly parts: readonly AssistantPart[]
  /** Absent on a message that a program wrote, and on one that was cut short. */
  readonly stop?: Stop
  readonly usage?: Usage
  /** Who answered. Absent on a message that a program wrote. */
  readonly origin?: Origin
  /** Data that the origin must see again with this message. */
  readonly replay?: JsonValue
}

/** All results of one step, in call order. */
export interface ToolMessage {
  readonly role: 'tool'
  readonly parts: readonly ToolResultPart[]
}

export type AssistantPart = TextPart | ReasoningPart | ToolCallPart | FilePart | OpaquePart

export interface TextPart {
  readonly type: 'text'
  readonly text: string
  readonly citations?: readonly Citation[]
  readonly cache?: CacheHint
  readonly replay?: JsonValue
}

/** What the model thought, as far as its provider shows it. `text` may be empty while `replay` is not. */
export interface ReasoningPart {
  readonly type: 'reasoning'
  readonly text: string
  readonly replay?: JsonValue
}

/** A call that the model asks for. `inputText` is the JSON text of its arguments, as the wire sent it. */
export interface ToolCallPart {
  readonly type: 'tool-call'
  /** Empty in an answer of a wire that has none: a run, and a request that holds the call, give it one of their own. */
  readonly id: string
  readonly name: string
  readonly inputText: string
  readonly replay?: JsonValue
}

/** An image, a document or sound. `base64` is the plain standard alphabet, without a `data:` prefix. */
export interface FilePart {
  readonly type: 'file'
  readonly mediaType: string
  readonly source: FileSource
  readonly name?: string
  readonly cache?: CacheHint
  readonly replay?: JsonValue
}

export type FileSource =
  | { readonly type: 'base64'; readonly base64: string }
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'file-id'; readonly fileId: string; readonly provider: string }

/** A piece without neutral meaning, such as a hosted tool's item. It is kept in its place for its origin. */
export interface OpaquePart {
  readonly type: 'opaque'
  /** The wire's own name for it. */
  readonly kind: string
  readonly replay: JsonValue
}

export interface ToolResultPart {
  readonly type: 'tool-result'
  readonly callId: string
  readonly name: string
  readonly parts: readonly (TextPart | FilePart)[]
  readonly isError: boolean
  readonly cache?: CacheHint
  /** Why the tool gave no result of its own. Absent when it did. */
  readonly reason?: ToolFailure
}

export type ToolFailure =
  | 'unknown-tool'
  | 'bad-input'
  | 'threw'
  | 'timeout'
  | 'aborted'
  | 'denied'
  | 'not-run'
  | 'unknown-outcome'

/** Who answered. A `replay` belongs to the origin with the same provider, wire and asked model. */
export interface Origin {
  readonly provider: string
  readonly wire: string
  /** The id that was asked for. */
  readonly model: string
  /** The id that the wire reported, also where it equals the asked one. */
  readonly servedModel?: string
  readonly responseId?: string
  /** A digest of the conversation before this message. */
  readonly prefix?: string
}

export interface Stop {
  readonly reason: StopReason
  /** The wire's own word, `null` where it gave none. */
  readonly raw: string | null
  /** `{ stopSequence }` or `{ category, explanation }`. */
  readonly detail?: JsonValue
}

export type StopReason =
  | 'stop'
  | 'tool-calls'
  | 'length'
  | 'context-full'
  | 'pause'
  | 'refusal'
  | 'filtered'
  | 'other'

/** Where a text comes from. `start` and `end` are character offsets in the part's text. */
export interface Citation {
  readonly text?: string
  readonly title?: string
  readonly url?: string
  readonly start?: number
  readonly end?: number
}

/** Asks the provider to cache the request up to here. */
export interface CacheHint {
  readonly ttl?: 'short' | 'long'
}

/** A user message from a text or from parts. */
export function user(content: string | UserMessage['parts']): UserMessage {
  return { role: 'user', parts: typeof content === 'string' ? [text(content)] : content }
}

/** An assistant message that a program wrote, from a text or from parts. */
export function assistant(content: string | AssistantMessage['parts']): AssistantMessage {
  return { role: 'assistant', parts: typeof content === 'string' ? [text(content)] : content }
}

/** A system message. */
export function system(content: string): SystemMessage {
  return { role: 'system', parts: [text(content)] }
}

/** The result of a call that the program answers itself, for `run({ state, results })`. */
export function toolResult(
  call: Pick<ToolCallPart, 'id' | 'name'>,
  content: string | ToolResultPart['parts'],
  options: { readonly isError?: boolean } = {},
): ToolResultPart {
  return {
    type: 'tool-result',
    callId: call.id,
    name: call.name,
    parts: typeof content === 'string' ? [text(content)] : content,
    isError: options.isError ?? false,
  }
}

/** The texts of a message's text parts, joined. */
export function textOf(message: Pick<AssistantMessage, 'parts'>): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

function text(value: string): TextPart {
  return { type: 'text', text: value }
}
