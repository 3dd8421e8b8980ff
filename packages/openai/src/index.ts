import { defineAdapter, type Adapter, type Model } from '@dragoman/core'
import { codec as chatCodec } from './chat/codec.ts'
import type { ChatRequest } from './chat/wire.ts'
import { chatCapabilities, responsesCapabilities } from './models.ts'
import { codec as responsesCodec } from './responses/codec.ts'
import type { ResponsesRequest } from './responses/wire.ts'
import { chatTransport, responsesTransport, type OpenAIOptions } from './transport.ts'

export type { OpenAIOptions } from './transport.ts'
export type { ChatRequest } from './chat/wire.ts'
export type { ResponsesRequest } from './responses/wire.ts'

/** Options of a model on Chat Completions. */
export type ChatOptions = OpenAIOptions<ChatRequest>

/** Options of a model on Responses. */
export type ResponsesOptions = OpenAIOptions<ResponsesRequest>

/** A provider of OpenAI models: callable for Chat Completions, with each wire by its name. */
export interface OpenAIProvider extends Adapter<ChatOptions> {
  readonly chat: Adapter<ChatOptions>
  readonly responses: Adapter<ResponsesOptions>
}

const chat: Adapter<ChatOptions> = defineAdapter({
  specVersion: 1,
  provider: 'openai',
  codec: chatCodec,
  capabilities: chatCapabilities,
  transport: chatTransport,
})

const responses: Adapter<ResponsesOptions> = defineAdapter({
  specVersion: 1,
  provider: 'openai',
  codec: responsesCodec,
  capabilities: responsesCapabilities,
  transport: responsesTransport,
})

/**
 * OpenAI and the servers that speak its wire. `openai(id)` is Chat Completions, the `tool_calls` that compatible
 * servers speak; `openai.responses(id)` keeps the reasoning of reasoning models between steps. The key comes from `apiKey` or `OPENAI_API_KEY`, the address from `baseURL` or `OPENAI_BASE_URL`.
 */
export const openai: OpenAIProvider = Object.assign(
  (id: string, options?: ChatOptions): Model => chat(id, options),
  { specVersion: chat.specVersion, options: chat.options, chat, responses },
)
