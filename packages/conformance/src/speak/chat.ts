import type { JsonObject, JsonValue, StopReason, ToolCallPart, Usage } from '@dragoman/core'
import { filled, pieces, type Answer } from './answer.ts'
import { openaiError, openaiErrorType } from './openai-error.ts'
import { countSteps, isStream, objectsOf, textIn, type Answered } from './request.ts'
import { frame, known, type Speaker } from './speaker.ts'

/** Chat Completions, as OpenAI speaks them; what a model thought in the field of the compatible servers. */
export const chat: Speaker = {
  wire: 'openai.chat',
  basePath: '/v1',
  path: '/chat/completions',
  whole: (answer) => whole(filled(answer, ID)),
  frames: (answer, letters) => frames(filled(answer, ID), letters),
  errorType: openaiErrorType,
  error: openaiError,
  inBandError: (type, message) => frame({ error: { message, type, param: null, code: null } }),
  keepAlive: ': keep-alive\n\n',
  isStream,
  continues: () => undefined,
  turn: (request) => countSteps(answeredItems(request)),
  answeredCalls: (request) => answeredItems(request).flat(),
}

const ID = 'chatcmpl-1'
const CREATED = 1_763_900_000

const FINISH: Readonly<Record<StopReason, string>> = {
  stop: 'stop',
  'tool-calls': 'tool_calls',
  length: 'length',
  'context-full': 'model_context_window_exceeded',
  pause: 'stop',
  refusal: 'stop',
  filtered: 'content_filter',
  other: 'other',
}

type Filled = Required<Answer>

function whole({ id, model, parts, stop, usage }: Filled): JsonObject {
  const calls = callsOf(parts).map(({ id: callId, name, inputText }) => ({
    id: callId,
    type: 'function',
    function: { name, arguments: inputText },
  }))
  const message = known({
    role: 'assistant',
    content: null,
    refusal: null,
    [fieldOfText(stop)]: joined(parts, 'text') || null,
    reasoning_content: joined(parts, 'reasoning') || undefined,
    tool_calls: calls.length > 0 ? calls : undefined,
  })
  const choice = { index: 0, message, logprobs: null, finish_reason: FINISH[stop] }
  return known({
    id,
    object: 'chat.completion',
    created: CREATED,
    model,
    choices: [choice],
    usage: encodeUsage(usage),
  })
}

function frames({ id, model, parts, stop, usage }: Filled, letters: number | undefined): readonly string[] {
  const reported = encodeUsage(usage)
  const deltas: JsonObject[] = [
    { role: 'assistant', content: '', refusal: null },
    ...pieces(joined(parts, 'reasoning'), letters).map((text) => ({ reasoning_content: text })),
    ...pieces(joined(parts, 'text'), letters).map((text) => ({ [fieldOfText(stop)]: text })),
    ...callsOf(parts).flatMap((call, index) => callDeltas(call, index, letters)),
  ]
  return [
    ...deltas.map((delta) => chunk([{ index: 0, delta, logprobs: null, finish_reason: null }])),
    chunk([{ index: 0, delta: {}, logprobs: null, finish_reason: FINISH[stop] }]),
    ...(reported === undefined ? [] : [chunk([], reported)]),
    frame('[DONE]'),
  ]

  function chunk(choices: readonly JsonObject[], counted: JsonValue = null): string {
    return frame({
      id,
      object: 'chat.completion.chunk',
      created: CREATED,
      model,
      choices,
      usage: counted,
    })
  }
}

function callDeltas(
  { id, name, inputText }: ToolCallPart,
  index: number,
  letters: number | undefined,
): JsonObject[] {
  const start = { index, id, type: 'function', function: { name, arguments: '' } }
  const rest = pieces(inputText, letters).map((text) => ({ index, function: { arguments: text } }))
  return [start, ...rest].map((call) => ({ tool_calls: [call] }))
}

function fieldOfText(stop: StopReason): string {
  return stop === 'refusal' ? 'refusal' : 'content'
}

function joined(parts: Answer['parts'], type: 'text' | 'reasoning'): string {
  return parts.map((part) => (part.type === type ? part.text : '')).join('')
}

function callsOf(parts: Answer['parts']): readonly ToolCallPart[] {
  return parts.filter((part) => part.type === 'tool-call')
}

function encodeUsage(usage: Usage): JsonValue | undefined {
  if (usage.raw !== undefined) return usage.raw
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  return known({
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
    prompt_tokens_details: known({ cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens }),
    completion_tokens_details: known({ reasoning_tokens: reasoningTokens }),
  })
}

function answeredItems(request: JsonObject): Answered {
  return objectsOf(request['messages']).map((message) =>
    message['role'] === 'tool' ? textIn(message, 'tool_call_id') : [],
  )
}
