import {
  DragomanError,
  isJsonObject,
  json,
  parseInput,
  type AssistantPart,
  type Decoder,
  type PartEnd,
  type WireEvent,
} from '@dragoman/core'
import type {
  ContentBlock,
  Message,
  RawContentBlockDelta,
  RawMessageDeltaEvent,
  TextCitation,
} from '@anthropic-ai/sdk/resources/messages'
import {
  decode,
  decodeBlock,
  decodeCitations,
  decodeEnd,
  decodeSignature,
  decodeStart,
  decodeUsage,
} from './decode.ts'
import { decodeErrorBody } from './error.ts'
import { WIRE, type MessagesEvent, type MessagesResponse } from './wire.ts'

/** A block whose deltas are still coming. */
interface OpenBlock {
  readonly index: number
  /** As it started; a block that is kept whole also takes the fields of its deltas. */
  block: ContentBlock
  readonly part: AssistantPart
  signature: string
  citations: TextCitation[]
  /** The input of a block that is kept whole. */
  inputText: string
  isFilled: boolean
}

type Ending = Pick<Message, 'stop_reason' | 'stop_sequence' | 'stop_details' | 'container'>

/** Reads a streamed message. Events are told apart by their data's `type`: proxies drop the `event:` lines. */
export function decoder(): Decoder<MessagesEvent> {
  // By the wire's index, which may have gaps.
  const blocks = new Map<number, OpenBlock>()
  let nextIndex = 0
  let message: Message | undefined
  let usage: Record<string, unknown> | undefined
  let ending: Ending | undefined
  let isEnded = false

  function push(event: MessagesEvent): WireEvent[] {
    if (isEnded) return []
    if (!isJsonObject(event)) throw new DragomanError('bad-response', `${WIRE}: an event is not an object.`)
    // Unknown types come as any string.
    switch (event.type) {
      case 'message_start':
        return startMessage(event.message)
      case 'content_block_start':
        return startBlock(event.index, event.content_block)
      case 'content_block_delta':
        return pushDelta(findBlock(event.index), event.delta)
      case 'content_block_stop':
        return endBlock(findBlock(event.index))
      case 'message_delta':
        return noteDelta(event)
      case 'message_stop':
        return endMessage()
      default:
        return pushOther(event)
    }
  }

  function startMessage(started: Message | null): WireEvent[] {
    if (!started) return []
    if (message && message.id !== started.id) {
      throw new DragomanError('bad-response', `${WIRE}: a second message started in one stream.`)
    }
    if (message) return []
    message = started
    mergeUsage(started.usage)
    if (started.stop_reason) ending = started
    // A call from within hosted code comes whole, with the start.
    const whole = (started.content ?? []).flatMap((block) => wholeBlock(nextIndex++, block))
    return [decodeStart(started), ...whole]
  }

  function startBlock(wireIndex: number, block: ContentBlock): WireEvent[] {
    if (!isJsonObject(block)) throw new DragomanError('bad-response', `${WIRE}: a block is not an object.`)
    const index = nextIndex++
    const part = startPart(block)
    const citations = block.type === 'text' ? [...(block.citations ?? [])] : []
    const signature = block.type === 'thinking' ? (block.signature ?? '') : ''
    blocks.set(wireIndex, { index, block, part, signature, citations, inputText: '', isFilled: false })
    return [{ type: 'part-start', index, part }]
  }

  function findBlock(wireIndex: number): OpenBlock {
    const open = blocks.get(wireIndex)
    if (open) return open
    throw new DragomanError('bad-response', `${WIRE}: a delta for block ${wireIndex}, which has not started.`)
  }

  function noteDelta({ delta, usage: reported }: RawMessageDeltaEvent): WireEvent[] {
    mergeUsage(reported)
    if (!delta) return []
    ending = {
      stop_reason: delta.stop_reason ?? ending?.stop_reason ?? null,
      stop_sequence: delta.stop_sequence ?? ending?.stop_sequence ?? null,
      stop_details: delta.stop_details ?? ending?.stop_details ?? null,
      container: delta.container ?? ending?.container ?? null,
    }
    return []
  }

  // Counts are cumulative: the last one that is a number stands.
  function mergeUsage(reported: object | null | undefined): void {
    if (!reported) return
    const known = Object.entries(reported).filter(([, value]) => value !== null && value !== undefined)
    usage = { ...(usage ?? reported), ...Object.fromEntries(known) }
  }

  function endMessage(): WireEvent[] {
    isEnded = true
    const open = [...blocks.values()].flatMap(endBlock)
    const start = message ? [] : [decodeStart({})]
    const container = ending?.container ?? message?.container ?? null
    const end = decodeEnd({ ...NO_ENDING, ...ending, container }, decodeUsage(usage))
    return [...start, ...open, end]
  }

  // An error has no name among the SDK's events; pings and whatever comes next year are skipped.
  function pushOther(event: { readonly type?: unknown; readonly error?: unknown }): WireEvent[] {
    if (event.type === 'error' || event.error) throw decodeErrorBody(event)
    if (event.type !== 'message') return []
    // A server that does not stream answers whole.
    isEnded = true
    return [...decode(event as unknown as MessagesResponse)] // decode checks it
  }

  function endBlock(open: OpenBlock): WireEvent[] {
    for (const [wireIndex, other] of blocks) if (other === open) blocks.delete(wireIndex)
    return finishBlock(open)
  }

  return {
    push,
    end() {
      if (isEnded) return []
      if (ending?.stop_reason) return endMessage()
      throw new DragomanError('cut-stream', `${WIRE}: the stream ended before its stop_reason.`)
    },
  }
}

const NO_ENDING: Ending = { stop_reason: null, stop_sequence: null, stop_details: null, container: null }

function wholeBlock(index: number, block: ContentBlock): WireEvent[] {
  return [
    { type: 'part-start', index, part: decodeBlock(block) },
    { type: 'part-end', index },
  ]
}

// The input that a call starts with is a placeholder when deltas follow, and the whole input when none do.
function startPart(block: ContentBlock): AssistantPart {
  const part = decodeBlock(block)
  switch (part.type) {
    case 'tool-call':
      return { ...part, inputText: '' }
    case 'text': {
      const { type, text } = part
      return { type, text }
    }
    case 'reasoning':
      return block.type === 'thinking' ? { type: part.type, text: part.text } : part
    case 'file':
    case 'opaque':
      return part
  }
}

function pushDelta(open: OpenBlock, delta: RawContentBlockDelta): WireEvent[] {
  const { index, part } = open
  if (!isJsonObject(delta)) throw new DragomanError('bad-response', `${WIRE}: a delta is not an object.`)
  switch (delta.type) {
    case 'text_delta':
      return delta.text ? [{ type: 'text-delta', index, text: delta.text }] : []
    case 'thinking_delta':
      return delta.thinking ? [{ type: 'reasoning-delta', index, text: delta.thinking }] : []
    case 'input_json_delta':
      if (!delta.partial_json) return []
      open.isFilled = true
      if (part.type === 'tool-call') return [{ type: 'input-delta', index, text: delta.partial_json }]
      open.inputText += delta.partial_json
      return []
    case 'signature_delta':
      open.signature = delta.signature
      return []
    case 'citations_delta':
      open.citations.push(delta.citation)
      return []
    default:
      if (part.type === 'opaque') open.block = mergeDelta(open.block, delta)
      return []
  }
}

function finishBlock(open: OpenBlock): WireEvent[] {
  const { index, part, block } = open
  const end = (details: Omit<PartEnd, 'type' | 'index'>): WireEvent[] => [
    { type: 'part-end', index, ...details },
  ]
  switch (part.type) {
    case 'text':
      return end(decodeCitations(open.citations))
    case 'reasoning':
      return end(block.type === 'thinking' ? decodeSignature(open.signature) : {})
    case 'tool-call': {
      if (open.isFilled) return end({})
      const input = block.type === 'tool_use' ? block.input : {}
      return end({ replace: JSON.stringify(input ?? {}) })
    }
    case 'opaque':
      return end({ replay: json(open.isFilled ? { ...block, input: readInput(open.inputText) } : block) })
    case 'file':
      return end({})
  }
}

// What later kinds of blocks stream, such as a compaction's content, stands under the block's own field names.
function mergeDelta(
  block: ContentBlock,
  { type: _type, ...fields }: object & { type?: unknown },
): ContentBlock {
  return { ...block, ...fields }
}

// A hosted tool's input that the token limit cut is kept as the text it is.
function readInput(text: string): unknown {
  const parsed = parseInput(text)
  return parsed.ok ? parsed.input : { rawInvalidInput: text }
}
