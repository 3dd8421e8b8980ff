import type { JsonObject, JsonValue, StopReason, Usage } from '@dragoman/core'
import { filled, pieces, type Answer, type AnswerPart } from './answer.ts'
import { openaiError, openaiErrorType } from './openai-error.ts'
import { countSteps, isStream, objectsOf, textIn, type Answered } from './request.ts'
import { frame, known, type Speaker } from './speaker.ts'

/** Responses, as OpenAI speaks them. */
export const responses: Speaker = {
  wire: 'openai.responses',
  basePath: '/v1',
  path: '/responses',
  whole: (answer) => whole(filled(answer, ID)),
  frames: (answer, letters) => frames(filled(answer, ID), letters),
  errorType: openaiErrorType,
  error: openaiError,
  inBandError: (type, message) =>
    frame({ type: 'error', code: type, message, param: null, sequence_number: 0 }, 'error'),
  keepAlive: ': keep-alive\n\n',
  isStream,
  continues: (request) => textIn(request, 'previous_response_id')[0],
  turn: (request) => countSteps(answeredItems(request)),
  answeredCalls: (request) => answeredItems(request).flat(),
}

const ID = 'resp_1'
const CREATED = 1_763_900_000
const ENCRYPTED = 'gAAAAABvbmx5LXRoZS1zcGVha2Vy'

/** Why an answer is incomplete; a complete one does not say more. */
const INCOMPLETE: Readonly<Partial<Record<StopReason, string>>> = {
  length: 'max_output_tokens',
  'context-full': 'max_output_tokens',
  filtered: 'content_filter',
  other: 'other',
}

type Filled = Required<Answer>

function whole(answer: Filled): JsonObject {
  const status = INCOMPLETE[answer.stop] === undefined ? 'completed' : 'incomplete'
  return response(answer, status)
}

function frames(answer: Filled, letters: number | undefined): readonly string[] {
  const events = [
    { type: 'response.created', response: response(answer, 'in_progress') },
    { type: 'response.in_progress', response: response(answer, 'in_progress') },
    ...items(answer).flatMap((item, index) => itemEvents(item, index, letters)),
    closing(whole(answer)),
  ]
  return events.map(({ type, ...fields }, at) => frame({ type, sequence_number: at, ...fields }, type))
}

function response(answer: Filled, status: string): JsonObject {
  const isOpen = status === 'in_progress'
  const reason = isOpen ? undefined : INCOMPLETE[answer.stop]
  return known({
    id: answer.id,
    object: 'response',
    created_at: CREATED,
    status,
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    model: answer.model,
    output: isOpen ? [] : items(answer).map(({ done }) => done),
    parallel_tool_calls: true,
    store: false,
    usage: isOpen ? null : encodeUsage(answer.usage),
  })
}

/** An output item as it starts and as it is done, and what its deltas say. */
interface Item {
  readonly id: string
  readonly part: AnswerPart
  readonly content: Content
  readonly begun: JsonObject
  readonly done: JsonObject
}

type Content = 'output_text' | 'refusal' | 'reasoning_summary_text' | 'function_call_arguments'

function items({ id, parts, stop }: Filled): readonly Item[] {
  return parts.map((part, index) => {
    const isCut = INCOMPLETE[stop] !== undefined && index === parts.length - 1
    // No two items of a conversation may have one id.
    return item(part, `${id}_${index + 1}`, stop, isCut ? 'incomplete' : 'completed')
  })
}

function item(part: AnswerPart, mark: string, stop: StopReason, status: string): Item {
  switch (part.type) {
    case 'text': {
      const id = `msg_${mark}`
      const content = stop === 'refusal' ? 'refusal' : 'output_text'
      const message = { type: 'message', id, role: 'assistant' }
      return {
        id,
        part,
        content,
        begun: { ...message, status: 'in_progress', content: [] },
        done: { ...message, status, content: [contentPart(content, part.text)] },
      }
    }
    case 'reasoning': {
      const id = `rs_${mark}`
      const reasoning = { type: 'reasoning', id, summary: [], encrypted_content: ENCRYPTED }
      const summary = [contentPart('reasoning_summary_text', part.text)]
      const done = { ...reasoning, summary }
      return { id, part, content: 'reasoning_summary_text', begun: reasoning, done }
    }
    case 'tool-call': {
      const id = `fc_${mark}`
      const call = { type: 'function_call', id, call_id: part.id, name: part.name }
      return {
        id,
        part,
        content: 'function_call_arguments',
        begun: { ...call, arguments: '', status: 'in_progress' },
        done: { ...call, arguments: part.inputText, status },
      }
    }
  }
}

function contentPart(content: Content, text: string): JsonObject {
  if (content === 'refusal') return { type: 'refusal', refusal: text }
  if (content === 'reasoning_summary_text') return { type: 'summary_text', text }
  return { type: 'output_text', text, annotations: [], logprobs: [] }
}

type Event = JsonObject & { readonly type: string }

function itemEvents({ id, part, content, begun, done }: Item, index: number, letters?: number): Event[] {
  const text = part.type === 'tool-call' ? part.inputText : part.text
  const place = {
    item_id: id,
    output_index: index,
    ...(content === 'reasoning_summary_text' && { summary_index: 0 }),
    ...((content === 'output_text' || content === 'refusal') && { content_index: 0 }),
  }
  const said = [
    ...pieces(text, letters).map((delta) => ({ type: `response.${content}.delta`, ...place, delta })),
    { type: `response.${content}.done`, ...place, [FINAL_FIELD[content]]: text },
  ]
  const around = AROUND[content]
  return [
    { type: 'response.output_item.added', output_index: index, item: begun },
    ...(around ? [{ type: `${around}.added`, ...place, part: contentPart(content, '') }] : []),
    ...said,
    ...(around ? [{ type: `${around}.done`, ...place, part: contentPart(content, text) }] : []),
    { type: 'response.output_item.done', output_index: index, item: done },
  ]
}

const FINAL_FIELD: Readonly<Record<Content, string>> = {
  output_text: 'text',
  refusal: 'refusal',
  reasoning_summary_text: 'text',
  function_call_arguments: 'arguments',
}

/** The events that stand around a content's own. */
const AROUND: Readonly<Partial<Record<Content, string>>> = {
  output_text: 'response.content_part',
  refusal: 'response.content_part',
  reasoning_summary_text: 'response.reasoning_summary_part',
}

function closing(body: JsonObject): Event {
  return { type: `response.${body['status'] === 'incomplete' ? 'incomplete' : 'completed'}`, response: body }
}

function encodeUsage(usage: Usage): JsonValue | undefined {
  if (usage.raw !== undefined) return usage.raw
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  return known({
    input_tokens: inputTokens,
    input_tokens_details: known({ cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens }),
    output_tokens: outputTokens,
    output_tokens_details: known({ reasoning_tokens: reasoningTokens }),
    total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
  })
}

function answeredItems(request: JsonObject): Answered {
  return objectsOf(request['input']).map((entry) =>
    entry['type'] === 'function_call_output' ? textIn(entry, 'call_id') : [],
  )
}
