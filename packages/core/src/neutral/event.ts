import type { ErrorCode } from './error.ts'
import type { JsonValue } from './json.ts'
import type { AssistantMessage, AssistantPart, Citation, Origin, Stop } from './message.ts'
import type { Notice } from './notice.ts'
import type { Usage } from './usage.ts'

/**
 * What a codec yields. For each part: `part-start`, its deltas, `part-end`; nothing after `message-end`.
 * A whole answer is the same events without deltas.
 */
export type WireEvent =
  | { readonly type: 'message-start'; readonly servedModel?: string; readonly responseId?: string }
  /** The part as known now; deltas append to it. Parts stand in the order of their indexes, which may have gaps. */
  | { readonly type: 'part-start'; readonly index: number; readonly part: AssistantPart }
  | { readonly type: Exclude<DeltaType, 'input-delta'>; readonly index: number; readonly text: string }
  | { readonly type: 'input-delta'; readonly index: number; readonly text: string }
  | PartEnd
  | { readonly type: 'notice'; readonly notice: Notice }
  | MessageEnd

export type DeltaType = 'text-delta' | 'reasoning-delta' | 'input-delta'

export interface PartEnd {
  readonly type: 'part-end'
  readonly index: number
  /** The wire's final text, which overrides the deltas. */
  readonly replace?: string
  readonly citations?: readonly Citation[]
  readonly replay?: JsonValue
}

/** The answer is complete. Its absence means that the answer was cut short. */
export interface MessageEnd {
  readonly type: 'message-end'
  readonly stop: Stop
  readonly usage: Usage
  readonly servedModel?: string
  readonly replay?: JsonValue
}

/** What a model's `call` yields: the wire's events, with the origin that only the call knows, and the call's own. */
export type StreamEvent =
  | Exclude<WireEvent, { readonly type: 'message-start' }>
  | { readonly type: 'message-start'; readonly origin: Origin }
  /** That attempt failed before it had content, and another one is made after the delay. */
  | { readonly type: 'retry'; readonly attempt: number; readonly delayMs: number; readonly code: ErrorCode }
  /** What arrived so far is void: accumulation starts over. */
  | {
      readonly type: 'attempt-discarded'
      readonly attempt: number
      readonly code: ErrorCode
      /** Who had answered, where that is known. */
      readonly origin?: Origin
      /** What it used, where that is known. */
      readonly usage?: Usage
    }

export interface Accumulator {
  push(event: StreamEvent): void
  /** The message so far. Without `stop`, it is not complete. */
  message(): AssistantMessage
}

/** Builds the message that events describe. The only accumulator there is. */
export function accumulator(): Accumulator {
  let building = empty()
  return {
    push(event) {
      switch (event.type) {
        case 'message-start':
          building.origin = event.origin
          return
        case 'part-start':
          building.parts.set(event.index, { part: event.part, text: '', end: undefined })
          return
        case 'text-delta':
        case 'reasoning-delta':
        case 'input-delta': {
          const slot = building.parts.get(event.index)
          if (slot) slot.text += event.text
          return
        }
        case 'part-end': {
          const slot = building.parts.get(event.index)
          if (slot) slot.end = event
          return
        }
        case 'message-end':
          building.end = event
          return
        case 'attempt-discarded':
          building = empty()
          return
        case 'notice':
        case 'retry':
          return
        default:
          event satisfies never
      }
    },
    message: () => buildMessage(building),
  }
}

/** Builds the message of a complete sequence of events. */
export function assemble(events: Iterable<StreamEvent>): AssistantMessage {
  const building = accumulator()
  for (const event of events) building.push(event)
  return building.message()
}

interface Building {
  origin: Origin | undefined
  readonly parts: Map<number, Slot>
  end: MessageEnd | undefined
}

interface Slot {
  readonly part: AssistantPart
  text: string
  end: PartEnd | undefined
}

function empty(): Building {
  return { origin: undefined, parts: new Map(), end: undefined }
}

function buildMessage({ origin, parts, end }: Building): AssistantMessage {
  const servedModel = end?.servedModel
  const slots = [...parts].toSorted(([a], [b]) => a - b)
  return {
    role: 'assistant',
    parts: slots.map(([, slot]) => buildPart(slot)),
    ...(end && { stop: end.stop, usage: end.usage }),
    ...(origin && { origin: servedModel === undefined ? origin : { ...origin, servedModel } }),
    ...(end?.replay !== undefined && { replay: end.replay }),
  }
}

function buildPart({ part, text, end }: Slot): AssistantPart {
  const replay = end?.replay === undefined ? undefined : { replay: end.replay }
  switch (part.type) {
    case 'text': {
      const citations = end?.citations && { citations: end.citations }
      return { ...part, text: end?.replace ?? part.text + text, ...citations, ...replay }
    }
    case 'reasoning':
      return { ...part, text: end?.replace ?? part.text + text, ...replay }
    case 'tool-call':
      return { ...part, inputText: end?.replace ?? part.inputText + text, ...replay }
    case 'file':
    case 'opaque':
      return { ...part, ...replay }
  }
}
