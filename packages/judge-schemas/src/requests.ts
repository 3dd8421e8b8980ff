import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages/messages'
import type { ChatCompletionCreateParamsBase } from 'openai/resources/chat/completions/completions'
import type { ResponseCreateParamsBase } from 'openai/resources/responses/responses'

// The requests of each wire, as its SDK types them: streamed and whole in one type.
export type ChatRequest = ChatCompletionCreateParamsBase
export type ResponsesRequest = ResponseCreateParamsBase
export type MessagesRequest = MessageCreateParamsBase
