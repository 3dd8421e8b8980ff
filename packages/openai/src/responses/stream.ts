import {
  DragomanError,
  isJsonObject,
  type AssistantPart,
  type Decoder,
  type DeltaType,
  type PartEnd,
  type WireEvent,
} from '@dragoman/core'
import type { ResponseOutputItem, ResponseOutputMessage } from 'openai/resources/responses/responses'
import { decodeErrorBody } from '../error.ts'
import {
  checkResponse,
  decode,
  decodeContent,
  decodeEnd,
  decodeItem,
  decodeNotices,
  decodeStart,
  PARAGRAPH,
} from './decode.ts'
import { WIRE, type ResponsesEvent, type ResponsesResponse } from './wire.ts'

/** An output item whose events are still coming. */
interface OpenItem {
  readonly item: ResponseOutputItem
  /** Its parts, by their place in the item: the contents of a message, else one. */
  readonly parts: Map<number, OpenPart>
  /** The place of each content of a message, by the wire's index: gateways count other things with it. */
  readonly places: Map<number, number>
  isDone: boolean
}

interface OpenPart {
  readonly index: number
  readonly part: AssistantPart
  /** The piece of reasoning that the last delta belonged to. */
  piece: number | undefined
}

/**
 * Reads a streamed response. Items are told apart by `output_index`, because gateways change `item_id` on the way,
 * and their final form (`output_item.done`) overrides what the deltas said.
 */
export function decoder(): Decoder<ResponsesEvent> {
  const items = new Map<number, OpenItem>()
  let nextIndex = 0
  let isStarted = false
  let isEnded = false

  function push(event: ResponsesEvent): WireEvent[] {
    // Some servers add the closing frame of another wire.
    if (isEnded || typeof event === 'string') return []
    if (!isJsonObject(event)) throw new DragomanError('bad-response', `${WIRE}: an event is not an object.`)
    // Unknown types come as any string.
    switch (event.type) {
      case 'response.created':
      case 'response.in_progress':
        return start(event.response)
      case 'response.output_item.added':
        return [...start({}), ...addItem(event.output_index, event.item)]
      case 'response.content_part.added':
        return []
      case 'response.output_text.delta':
        return growContent(event.output_index, event.content_index, 'output_text', event.delta)
      case 'response.refusal.delta':
        return growContent(event.output_index, event.content_index, 'refusal', event.delta)
      case 'response.reasoning_summary_text.delta':
        return growReasoning(event.output_index, event.summary_index, event.delta)
      case 'response.reasoning_text.delta':
        return growReasoning(event.output_index, event.content_index, event.delta)
      case 'response.function_call_arguments.delta':
        return grow(event.output_index, 'input-delta', event.delta)
      case 'response.custom_tool_call_input.delta':
        return grow(event.output_index, 'input-delta', JSON.stringify(event.delta ?? '').slice(1, -1))
      case 'response.output_item.done':
        return [...start({}), ...endItem(event.output_index, event.item)]
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return endMessage(event.response)
      default:
        return pushOther(event)
    }
  }

  function start(response: Partial<ResponsesResponse> | undefined): WireEvent[] {
    if (isStarted) return []
    isStarted = true
    return [decodeStart(response ?? {})]
  }

  function addItem(outputIndex: number, item: ResponseOutputItem): WireEvent[] {
    if (items.has(outputIndex)) return []
    const open: OpenItem = { item, parts: new Map(), places: new Map(), isDone: false }
    items.set(outputIndex, open)
    // A message's parts start with their contents.
    if (item.type === 'message') return []
    return decodeItem(item).flatMap((part) => openPart(open, 0, emptied(part)))
  }

  function openPart(open: OpenItem, place: number, part: AssistantPart): WireEvent[] {
    const index = nextIndex++
    open.parts.set(place, { index, part, piece: undefined })
    const events: WireEvent[] = [{ type: 'part-start', index, part }]
    if (open.item.type === 'custom_tool_call') events.push({ type: 'input-delta', index, text: '"' })
    return events
  }

  function growContent(
    outputIndex: number,
    contentIndex: number,
    type: 'output_text' | 'refusal',
    text: string,
  ): WireEvent[] {
    const open = items.get(outputIndex) ?? addMessage(outputIndex)
    const place = open.places.get(contentIndex) ?? open.places.size
    open.places.set(contentIndex, place)
    const isOpen = open.parts.has(place)
    const started = isOpen ? [] : openPart(open, place, decodeContent(messageOf(open), emptyContent(type)))
    const part = open.parts.get(place)
    return part && text ? [...started, { type: 'text-delta', index: part.index, text }] : started
  }

  // A resumed or a sloppy stream begins in the middle of an item.
  function addMessage(outputIndex: number): OpenItem {
    addItem(outputIndex, { type: 'message', role: 'assistant', id: '', status: 'in_progress', content: [] })
    return findItem(outputIndex)
  }

  function growReasoning(outputIndex: number, piece: number, text: string): WireEvent[] {
    const part = items.get(outputIndex)?.parts.get(0)
    if (!part || !text) return []
    const isNext = part.piece !== undefined && part.piece !== piece
    part.piece = piece
    return [{ type: 'reasoning-delta', index: part.index, text: isNext ? PARAGRAPH + text : text }]
  }

  function grow(outputIndex: number, type: DeltaType, text: string): WireEvent[] {
    const part = findItem(outputIndex).parts.get(0)
    return part && text ? [{ type, index: part.index, text }] : []
  }

  function findItem(outputIndex: number): OpenItem {
    const open = items.get(outputIndex)
    if (open) return open
    throw new DragomanError('bad-response', `${WIRE}: a delta for item ${outputIndex}, which was not added.`)
  }

  function endItem(outputIndex: number, item: ResponseOutputItem): WireEvent[] {
    const added = addItem(outputIndex, item)
    const open = findItem(outputIndex)
    if (open.isDone) return added
    open.isDone = true
    const ended = decodeItem(item).flatMap((part, place) => {
      const started = open.parts.has(place) ? [] : openPart(open, place, emptied(part))
      const index = open.parts.get(place)?.index ?? 0
      return [...started, endPart(index, part)]
    })
    // Contents that the final item no longer has end as they are.
    const kept = decodeItem(item).length
    const gone = [...open.parts].filter(([place]) => place >= kept)
    return [...added, ...ended, ...gone.map(([, { index }]) => ({ type: 'part-end', index }) as const)]
  }

  function endMessage(response: ResponsesResponse): WireEvent[] {
    isEnded = true
    checkResponse(response)
    const started = start(response)
    const late = response.output.flatMap((item, outputIndex) =>
      items.get(outputIndex)?.isDone ? [] : endItem(outputIndex, item),
    )
    const open = [...items].flatMap(([outputIndex, { item, isDone }]) =>
      isDone ? [] : endItem(outputIndex, item),
    )
    const all =
      response.output.length > 0
        ? response
        : { ...response, output: [...items.values()].map(({ item }) => item) }
    const notices = decodeNotices(all).map((notice) => ({ type: 'notice', notice }) as const)
    return [...started, ...late, ...open, ...notices, decodeEnd(all)]
  }

  // Progress of hosted tools, and whatever comes next year, is told by the items themselves.
  function pushOther(event: {
    readonly type?: unknown
    readonly error?: unknown
    readonly object?: unknown
  }): WireEvent[] {
    if (event.type === 'error' || event.error) throw decodeErrorBody(event)
    if (event.object !== 'response') return []
    // A server that does not stream answers whole.
    isEnded = true
    return [...decode(event as unknown as ResponsesResponse)] // decode checks it
  }

  return {
    push,
    end() {
      if (isEnded) return []
      throw new DragomanError('cut-stream', `${WIRE}: the stream ended before its closing event.`)
    },
  }
}

function messageOf({ item }: OpenItem): ResponseOutputMessage {
  if (item.type === 'message') return item
  throw new DragomanError('bad-response', `${WIRE}: text for an item of type ${item.type}.`)
}

function emptyContent(type: 'output_text' | 'refusal'): ResponseOutputMessage['content'][number] {
  return type === 'refusal' ? { type, refusal: '' } : { type, text: '', annotations: [] }
}

// What the deltas will say again.
function emptied(part: AssistantPart): AssistantPart {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { ...part, text: '' }
    case 'tool-call':
      return { ...part, inputText: '' }
    case 'file':
    case 'opaque':
      return part
  }
}

function endPart(index: number, part: AssistantPart): PartEnd {
  const replay = part.replay === undefined ? {} : { replay: part.replay }
  switch (part.type) {
    case 'text':
      return {
        type: 'part-end',
        index,
        replace: part.text,
        ...(part.citations && { citations: part.citations }),
        ...replay,
      }
    case 'reasoning':
      return { type: 'part-end', index, replace: part.text, ...replay }
    case 'tool-call':
      return { type: 'part-end', index, replace: part.inputText, ...replay }
    case 'file':
    case 'opaque':
      return { type: 'part-end', index, ...replay }
  }
}
