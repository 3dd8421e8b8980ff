import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from 'openai/resources/chat/completions'

/** Chat Completions: https://platform.openai.com/docs/api-reference/chat */
export const WIRE = 'openai.chat'

/** The frame that closes a stream. It is not JSON. */
export const DONE = '[DONE]'

export type ChatRequest = ChatCompletionCreateParams
export type ChatResponse = ChatCompletion
export type ChatEvent = ChatCompletionChunk | typeof DONE

/** What only this codec reads from a model's `capabilities.wire`. */
export interface ChatQuirks {
  /** The role of system messages. */
  readonly systemRole: 'system' | 'developer'
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens'
}
