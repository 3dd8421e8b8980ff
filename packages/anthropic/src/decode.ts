import {
  DragomanError,
  isJsonObject,
  json,
  type AssistantPart,
  type Citation,
  type JsonValue,
  type MessageEnd,
  type Stop,
  type StopReason,
  type Usage,
  type WireEvent,
} from '@dragoman/core'
import type {
  ContentBlock,
  Message,
  MessageDeltaUsage,
  StopReason as WireStopReason,
  TextCitation,
  Usage as WireUsage,
} from '@anthropic-ai/sdk/resources/messages'
import { decodeErrorBody } from './error.ts'
import { WIRE, type MessagesResponse } from './wire.ts'

/** Reads a whole message. */
export function* decode(response: MessagesResponse): Generator<WireEvent> {
  checkMessage(response)
  yield decodeStart(response)
  for (const [index, block] of response.content.entries()) {
    yield { type: 'part-start', index, part: decodeBlock(block) }
    yield { type: 'part-end', index }
  }
  yield decodeEnd(response, decodeUsage(response.usage))
}

// Servers answer 200 with an error, or with anything at all: the SDK's type is a hope.
function checkMessage(response: MessagesResponse): void {
  const body: unknown = response
  if (isJsonObject(body) && body['error'] !== undefined && body['error'] !== null) throw decodeErrorBody(body)
  if (isJsonObject(body) && Array.isArray(body['content'])) return
  throw new DragomanError('bad-response', `${WIRE}: the body has no content list.`)
}

export function decodeStart({ id, model }: Partial<Message>): WireEvent {
  return { type: 'message-start', ...(model && { servedModel: model }), ...(id && { responseId: id }) }
}

/** What closes a message, whole or streamed. */
export function decodeEnd(
  message: Pick<Message, 'stop_reason' | 'stop_sequence' | 'stop_details' | 'container'>,
  usage: Usage,
): MessageEnd {
  const container = message.container?.id
  return {
    type: 'message-end',
    stop: decodeStop(message),
    usage,
    ...(container !== undefined && { replay: { container } }),
  }
}

/** The neutral part of a block; a kind without neutral meaning is kept whole, in its place. */
export function decodeBlock(block: ContentBlock): AssistantPart {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text, ...decodeCitations(block.citations ?? []) }
    case 'thinking':
      return { type: 'reasoning', text: block.thinking, ...decodeSignature(block.signature) }
    case 'redacted_thinking':
      return { type: 'reasoning', text: '', replay: { data: block.data } }
    case 'tool_use': {
      const { id, name, input } = block
      const replay = decodeCallReplay(block)
      return {
        type: 'tool-call',
        id,
        name,
        inputText: JSON.stringify(input ?? {}),
        ...(replay && { replay }),
      }
    }
    default:
      return { type: 'opaque', kind: block.type, replay: json(block) }
  }
}

/** Thinking that was cut before its signature cannot go back. */
export function decodeSignature(signature: string | undefined): { readonly replay?: JsonValue } {
  return signature ? { replay: { signature } } : {}
}

// `direct` is what a missing caller means.
function decodeCallReplay(block: Extract<ContentBlock, { type: 'tool_use' }>): JsonValue | undefined {
  const { caller, toolset_name: toolset } = block
  const hasCaller = caller && caller.type !== 'direct'
  if (!hasCaller && !toolset) return undefined
  return json({ ...(hasCaller && { caller }), ...(toolset && { toolset_name: toolset }) })
}

/** The neutral citations of a text, and the wire's own to send back. */
export function decodeCitations(citations: readonly TextCitation[]): {
  readonly citations?: readonly Citation[]
  readonly replay?: JsonValue
} {
  if (citations.length === 0) return {}
  return { citations: citations.map(decodeCitation), replay: { citations: json(citations) } }
}

function decodeCitation(citation: TextCitation): Citation {
  const title = 'document_title' in citation ? citation.document_title : citation.title
  return {
    text: citation.cited_text,
    ...(title && { title }),
    ...('url' in citation && { url: citation.url }),
  }
}

const STOP_REASONS: Readonly<Record<WireStopReason, StopReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool-calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'context-full',
  pause_turn: 'pause',
  refusal: 'refusal',
}

// Beta: the turn was compacted, and goes on.
const BETA_STOP_REASONS: Readonly<Record<string, StopReason>> = { compaction: 'pause' }

function decodeStop({
  stop_reason: raw,
  stop_sequence: sequence,
  stop_details: details,
}: Pick<Message, 'stop_reason' | 'stop_sequence' | 'stop_details'>): Stop {
  const reasons: Readonly<Record<string, StopReason>> = { ...BETA_STOP_REASONS, ...STOP_REASONS }
  const reason = typeof raw === 'string' && Object.hasOwn(reasons, raw) ? reasons[raw] : undefined
  const detail = sequence
    ? { stopSequence: sequence }
    : details && { category: details.category ?? null, explanation: details.explanation ?? null }
  return { reason: reason ?? 'other', raw: raw ?? null, ...(detail && { detail }) }
}

/** Cache reads and writes stand beside `input_tokens` on this wire; the neutral total includes them. */
export function decodeUsage(usage: Partial<WireUsage | MessageDeltaUsage> | null | undefined): Usage {
  if (!usage) return {}
  const cacheRead = usage.cache_read_input_tokens ?? undefined
  const cacheWrite = usage.cache_creation_input_tokens ?? undefined
  const inputs = [usage.input_tokens, cacheRead, cacheWrite].filter((count) => typeof count === 'number')
  const reasoning = usage.output_tokens_details?.thinking_tokens
  return {
    ...(inputs.length > 0 && { inputTokens: inputs.reduce((sum, count) => sum + count, 0) }),
    ...(cacheRead !== undefined && { cacheReadTokens: cacheRead }),
    ...(cacheWrite !== undefined && { cacheWriteTokens: cacheWrite }),
    ...(typeof usage.output_tokens === 'number' && { outputTokens: usage.output_tokens }),
    ...(typeof reasoning === 'number' && { reasoningTokens: reasoning }),
    raw: json(usage),
  }
}
