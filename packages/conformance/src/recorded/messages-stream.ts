import type { Frame } from './frames.ts'
import { parseJson } from './values.ts'

/** A message of the API, or what is known of it. */
export interface WireMessage {
  readonly type: string
  readonly content: readonly Block[]
  readonly stop_reason: string | null
  readonly usage: WireUsage
}

/** A content block with all its fields; these are the ones that are read. */
export interface Block {
  readonly [field: string]: unknown
  readonly type: string
  readonly id?: string
  readonly name?: string
  readonly text?: string
  readonly thinking?: string
  /** JSON of any kind; the text itself where a stream sent what is no JSON. */
  readonly input?: unknown
  /** The text of an input that is still coming. */
  readonly pieces?: string
}

export interface WireUsage {
  readonly input_tokens?: number | null
  readonly cache_read_input_tokens?: number | null
  readonly cache_creation_input_tokens?: number | null
  readonly output_tokens?: number | null
  readonly output_tokens_details?: { readonly thinking_tokens?: number | null } | null
}

export interface WireEvent {
  readonly type: string
  readonly index?: number
  readonly message?: WireMessage
  readonly content_block?: Block
  readonly delta?: Delta
  readonly usage?: WireUsage
}

interface Delta {
  readonly type?: string
  readonly text?: string
  readonly thinking?: string
  readonly partial_json?: string
  readonly citation?: unknown
  readonly stop_reason?: string
}

export function readEvent({ data }: Frame): WireEvent {
  return parseJson(data)
}

/** The message that the events of a stream amount to. */
export function assembleMessage(events: readonly WireEvent[]): WireMessage {
  const started = events.find(({ message }) => message)?.message
  const ending = events.findLast(({ delta }) => delta?.stop_reason)?.delta
  const content = events.reduce(mergeEvent, started?.content ?? [])
  return {
    type: 'message',
    content: content.map(finishInput),
    stop_reason: ending?.stop_reason ?? started?.stop_reason ?? null,
    usage: events.reduce((known, { type, usage }) => {
      return type === 'message_delta' ? { ...known, ...reported(usage) } : known
    }, started?.usage ?? {}),
  }
}

function mergeEvent(content: readonly Block[], event: WireEvent): readonly Block[] {
  const { index = 0, content_block: block, delta } = event
  const known = content[index]
  if (event.type === 'content_block_start' && block) return content.toSpliced(index, 1, block)
  return event.type === 'content_block_delta' && known && delta
    ? content.with(index, append(known, delta))
    : content
}

function append(block: Block, { type, ...delta }: Delta): Block {
  switch (type) {
    case 'text_delta':
      return { ...block, text: (block.text ?? '') + (delta.text ?? '') }
    case 'thinking_delta':
      return { ...block, thinking: (block.thinking ?? '') + (delta.thinking ?? '') }
    case 'input_json_delta':
      return { ...block, pieces: (block.pieces ?? '') + (delta.partial_json ?? '') }
    case 'citations_delta':
      return { ...block, citations: [...listOf(block['citations']), delta.citation] }
    default:
      return { ...block, ...delta }
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

// The input that a block starts with is a placeholder where pieces follow.
function finishInput({ pieces, ...block }: Block): Block {
  if (!pieces) return block
  try {
    return { ...block, input: parseJson(pieces) }
  } catch {
    return { ...block, input: pieces }
  }
}

// The counts of `message_delta` are totals: each overwrites the one that stood there, unless it is null.
function reported(usage: WireUsage = {}): WireUsage {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== null))
}
