import { isBase64 } from '../base64.ts'
import { itemsOfType } from '../openai/request.ts'
import { at, isSet, itemsOf, textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import type { ChatMessage, ChatRequest } from './request.ts'

export const CONTENT: readonly Rule<ChatRequest>[] = [
  {
    name: 'messages-empty',
    source: 'case 19; openai/openai-openapi: CreateChatCompletionRequest.messages.minItems',
    check: findNoMessages,
  },
  { name: 'assistant-silent', source: 'case 28', check: findSilent },
  { name: 'tool-calls-empty', source: 'openai/openai-node#1341', check: findEmptyCalls },
  {
    name: 'content-empty',
    source: 'openai/openai-openapi: ChatCompletionRequestUserMessageContent.minItems',
    check: findEmptyContent,
  },
  { name: 'audio-data', source: 'cases 36 and 45', check: findBadAudio },
  { name: 'json-unmentioned', source: 'case 213', check: findUnmentionedJson },
]

function* findNoMessages({ body }: ChatRequest): Generator<Offence> {
  const messages = at(body, 'messages')
  if (Array.isArray(messages.value) && messages.value.length === 0) {
    yield { path: messages.path, message: 'are none' }
  }
}

const SAYINGS = ['content', 'refusal', 'audio', 'tool_calls', 'function_call']

function* findSilent({ messages }: ChatRequest): Generator<Offence> {
  for (const { place, role } of messages) {
    const isSilent = SAYINGS.every((name) => !isSet(at(place, name)))
    if (role === 'assistant' && isSilent) {
      yield { path: place.path, message: 'holds neither content nor calls' }
    }
  }
}

function* findEmptyCalls({ messages }: ChatRequest): Generator<Offence> {
  yield* messages.map(({ place }) => at(place, 'tool_calls')).flatMap(findEmptyList)
}

function* findEmptyContent({ messages }: ChatRequest): Generator<Offence> {
  yield* messages.map(({ content }) => content).flatMap(findEmptyList)
}

function findEmptyList({ path, value }: ChatMessage['content']): readonly Offence[] {
  return Array.isArray(value) && value.length === 0 ? [{ path, message: 'is an empty list' }] : []
}

function* findBadAudio({ messages }: ChatRequest): Generator<Offence> {
  const parts = messages.flatMap(({ content }) => itemsOfType(content, 'input_audio'))
  for (const data of parts.map((part) => at(part, 'input_audio', 'data')).filter(isSet)) {
    if (!isBase64(textAt(data))) yield { path: data.path, message: 'is no base64' }
  }
}

function* findUnmentionedJson({ body, messages }: ChatRequest): Generator<Offence> {
  if (at(body, 'response_format', 'type').value !== 'json_object') return
  const texts = messages.flatMap(({ content }) => [
    textAt(content),
    ...itemsOf(content).map((part) => textAt(at(part, 'text'))),
  ])
  if (!texts.some((text) => /json/i.test(text))) {
    yield { path: 'response_format', message: 'asks for JSON, which no message mentions' }
  }
}
