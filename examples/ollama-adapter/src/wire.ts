import type { JsonObject } from '@dragoman/core'

/** Ollama's own chat API: https://docs.ollama.com/api/chat */
export const WIRE = 'ollama.chat'

export interface OllamaRequest {
  readonly model: string
  readonly messages: readonly OllamaMessage[]
  readonly stream: boolean
  /** Whether the server may leave out the oldest messages when they are too many. */
  readonly truncate: boolean
  readonly options: JsonObject
  readonly tools?: readonly JsonObject[]
  /** The JSON Schema of the answer. */
  readonly format?: JsonObject
  readonly think?: boolean | string
}

export interface OllamaMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string
  readonly thinking?: string
  /** Each in base64. */
  readonly images?: readonly string[]
  readonly tool_calls?: readonly OllamaCall[]
  readonly tool_name?: string
  readonly tool_call_id?: string
}

export interface OllamaCall {
  /** Servers before 0.12.10 send none, and ignore it. */
  readonly id?: string
  readonly function: { readonly name: string; readonly arguments: JsonObject }
}

/** A whole answer, and also each line of a streamed one. */
export interface OllamaAnswer {
  readonly model?: string
  readonly message?: Partial<OllamaMessage>
  readonly done?: boolean
  readonly done_reason?: string
  readonly prompt_eval_count?: number
  readonly eval_count?: number
  readonly error?: unknown
}
