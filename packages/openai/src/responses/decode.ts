import {
  DragomanError,
  isJsonObject,
  json,
  type AssistantPart,
  type Citation,
  type JsonValue,
  type MessageEnd,
  type Notice,
  type ReasoningPart,
  type Stop,
  type StopReason,
  type TextPart,
  type ToolCallPart,
  type Usage,
  type WireEvent,
} from '@dragoman/core'
import type {
  Response,
  ResponseCustomToolCall,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseOutputRefusal,
  ResponseOutputText,
  ResponseReasoningItem,
} from 'openai/resources/responses/responses'
import { decodeErrorBody } from '../error.ts'
import { decodeTier } from '../models.ts'
import { WIRE, type ResponsesResponse } from './wire.ts'

/** Reads a whole response. */
export function* decode(response: ResponsesResponse): Generator<WireEvent> {
  checkResponse(response)
  yield decodeStart(response)
  const parts = response.output.flatMap(decodeItem)
  for (const [index, part] of parts.entries()) {
    yield { type: 'part-start', index, part }
    yield { type: 'part-end', index }
  }
  for (const notice of decodeNotices(response)) yield { type: 'notice', notice }
  yield decodeEnd(response)
}

/** Throws for a body that is no answer: an error, a failed response, one that runs on in the background. */
export function checkResponse(response: ResponsesResponse): void {
  const body: unknown = response
  if (!isJsonObject(body)) throw new DragomanError('bad-response', `${WIRE}: the body is not an object.`)
  const { error, status } = body
  if (error !== undefined && error !== null) throw decodeErrorBody(body)
  if (!Array.isArray(body['output'])) {
    throw new DragomanError('bad-response', `${WIRE}: the body has no output list.`)
  }
  if (status === 'failed' || status === 'cancelled') {
    throw new DragomanError('server', `${WIRE}: the response ended as ${status}.`)
  }
  if (status === 'queued' || status === 'in_progress') {
    throw new DragomanError(
      'unsupported',
      `${WIRE}: the response is ${status}. A background response is not waited for: leave out background.`,
    )
  }
}

export function decodeStart({ id, model }: Partial<Response>): WireEvent {
  return { type: 'message-start', ...(model && { servedModel: model }), ...(id && { responseId: id }) }
}

export function decodeEnd(response: ResponsesResponse): MessageEnd {
  return {
    type: 'message-end',
    stop: decodeStop(response),
    usage: decodeUsage(response),
    ...(response.model && { servedModel: response.model }),
  }
}

/** The neutral parts of an output item; an item without neutral meaning is kept whole, in its place. */
export function decodeItem(item: ResponseOutputItem): AssistantPart[] {
  switch (item.type) {
    case 'message':
      return (item.content ?? []).map((content) => decodeContent(item, content))
    case 'reasoning':
      return [decodeReasoning(item)]
    case 'function_call':
      return [decodeCall(item)]
    case 'custom_tool_call':
      return [decodeCustomCall(item)]
    case 'mcp_approval_request':
      throw new DragomanError(
        'unsupported',
        `${WIRE}: the MCP tool "${item.name}" waits for an approval that cannot be given. ` +
          'Declare the server with require_approval: "never".',
      )
    default:
      return [{ type: 'opaque', kind: item.type, replay: json(item) }]
  }
}

/** One content of a message item. Its `replay` names the item, so that its contents go back together. */
export function decodeContent(
  item: ResponseOutputMessage,
  content: ResponseOutputText | ResponseOutputRefusal,
): TextPart {
  const text = content.type === 'refusal' ? content.refusal : content.text
  const annotations = content.type === 'output_text' ? (content.annotations ?? []) : []
  const { id, status, phase } = item
  return {
    type: 'text',
    text: text ?? '',
    ...(annotations.length > 0 && { citations: annotations.map(decodeCitation) }),
    replay: json({
      ...(id && { id }),
      ...(status && status !== 'completed' && { status }),
      ...(phase && { phase }),
      ...(content.type === 'refusal' && { refusal: true }),
      ...(annotations.length > 0 && { annotations }),
    }),
  }
}

function decodeCitation(annotation: ResponseOutputText['annotations'][number]): Citation {
  switch (annotation.type) {
    case 'url_citation': {
      const { url, title, start_index: start, end_index: end } = annotation
      return { url, title, start, end }
    }
    case 'file_citation':
      return { title: annotation.filename, start: annotation.index }
    case 'container_file_citation': {
      const { filename: title, start_index: start, end_index: end } = annotation
      return { title, start, end }
    }
    case 'file_path':
      return { start: annotation.index }
    default:
      return {}
  }
}

/** What the model thought: its summary, or its own words where the server shows them. The item itself goes back. */
export function decodeReasoning(item: ResponseReasoningItem): ReasoningPart {
  const { type: _type, status: _status, ...replay } = item
  const texts = item.summary?.length ? item.summary : (item.content ?? [])
  return { type: 'reasoning', text: texts.map(({ text }) => text).join(PARAGRAPH), replay: json(replay) }
}

/** Stands between the pieces of one item's reasoning. */
export const PARAGRAPH = '\n\n'

export function decodeCall(item: ResponseFunctionToolCall): ToolCallPart {
  const { name, call_id: id, arguments: inputText } = item
  return { type: 'tool-call', id: id ?? '', name, inputText: inputText ?? '', ...decodeCallReplay(item, {}) }
}

/** The input of a free-text tool is a text: `inputText` holds it as a JSON string. */
export function decodeCustomCall(item: ResponseCustomToolCall): ToolCallPart {
  const { name, call_id: id, input } = item
  const inputText = JSON.stringify(input ?? '')
  return { type: 'tool-call', id: id ?? '', name, inputText, ...decodeCallReplay(item, { custom: true }) }
}

function decodeCallReplay(
  { id, namespace, caller }: ResponseFunctionToolCall | ResponseCustomToolCall,
  mark: { readonly custom?: true },
): { readonly replay?: JsonValue } {
  const hasCaller = caller && caller.type !== 'direct'
  const replay = { ...(id && { id }), ...(namespace && { namespace }), ...(hasCaller && { caller }), ...mark }
  return Object.keys(replay).length === 0 ? {} : { replay: json(replay) }
}

/** The items that this program would have to answer, and cannot. */
const CLIENT_ITEMS: Readonly<Record<string, string>> = {
  computer_call: 'computer_call_output',
  local_shell_call: 'local_shell_call_output',
  shell_call: 'shell_call_output',
  apply_patch_call: 'apply_patch_call_output',
  tool_search_call: 'tool_search_output',
}

function unansweredItems({ output }: ResponsesResponse): readonly ResponseOutputItem[] {
  return output.filter((item) => {
    const answer = Object.hasOwn(CLIENT_ITEMS, item.type) ? CLIENT_ITEMS[item.type] : undefined
    return answer !== undefined && !output.some((other) => other.type === answer)
  })
}

/** One notice for each item that waits for an answer which has no neutral form, and for each one the server removed. */
export function decodeNotices(response: ResponsesResponse): Notice[] {
  const unanswered = unansweredItems(response).map((item): Notice => {
    return { code: 'unanswered-item', path: 'output', action: 'advice', from: item.type }
  })
  const removed = (response.input_transformations ?? []).map(({ id, reason }): Notice => {
    return { code: `server-removed-reasoning`, path: id, action: 'dropped', from: reason }
  })
  return [...unanswered, ...removed]
}

type IncompleteReason = NonNullable<Response.IncompleteDetails['reason']>

const INCOMPLETE_REASONS: Readonly<Record<IncompleteReason, StopReason>> = {
  max_output_tokens: 'length',
  content_filter: 'filtered',
  max_messages: 'pause',
  steered: 'other',
}

/** The wire has no stop reason: the status and the content tell. */
function decodeStop(response: ResponsesResponse): Stop {
  const { status, incomplete_details: incomplete, output } = response
  if (status === 'incomplete') {
    const word = incomplete?.reason
    const reasons: Readonly<Record<string, StopReason>> = INCOMPLETE_REASONS
    const reason = word && Object.hasOwn(reasons, word) ? reasons[word] : undefined
    return { reason: reason ?? 'other', raw: word ? `${status}:${word}` : status }
  }
  const raw = status ?? null
  if (raw !== 'completed') return { reason: 'other', raw }
  // A refusal first: the calls beside it are not to be run.
  if (output.some(hasRefusal)) return { reason: 'refusal', raw }
  if (output.some((item) => item.type === 'function_call' || item.type === 'custom_tool_call')) {
    return { reason: 'tool-calls', raw }
  }
  return { reason: unansweredItems(response).length > 0 ? 'other' : 'stop', raw }
}

function hasRefusal(item: ResponseOutputItem): boolean {
  return item.type === 'message' && (item.content ?? []).some((content) => content.type === 'refusal')
}

/** Both totals include their details here, as in the neutral form. */
function decodeUsage({ usage, service_tier: tier }: ResponsesResponse): Usage {
  if (!usage) return {}
  const { input_tokens_details: input, output_tokens_details: output } = usage
  return {
    ...count('inputTokens', usage.input_tokens),
    ...count('cacheReadTokens', input?.cached_tokens),
    ...count('cacheWriteTokens', input?.cache_write_tokens),
    ...count('outputTokens', usage.output_tokens),
    ...count('reasoningTokens', output?.reasoning_tokens),
    raw: json({ ...usage, ...decodeTier(tier) }),
  }
}

function count<Field extends keyof Usage>(field: Field, value: unknown): Partial<Record<Field, number>> {
  return typeof value === 'number' ? ({ [field]: value } as Record<Field, number>) : {} // a computed key widens
}
