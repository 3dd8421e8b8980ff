import type { StreamEvent } from '../neutral/event.ts'
import type { JsonValue } from '../neutral/json.ts'
import { partialJson, type PartialJson } from './partial-json.ts'

/** A piece of a call's arguments. */
export interface InputDelta {
  readonly type: 'input-delta'
  readonly index: number
  readonly text: string
  /**
   * The arguments as far as they have come with this piece: unchecked, frozen, and parsed only when they are asked for.
   * `undefined` while there is nothing to read. It is no data of the event: copies and JSON do not carry it.
   */
  readonly partial?: JsonValue | undefined
}

/** An event of a stream, whose arguments can be read while they arrive. */
export type ReadableEvent = Exclude<StreamEvent, { readonly type: 'input-delta' }> | InputDelta

/** Takes all events of a stream in their order, and makes the arguments of calls readable while they arrive. */
export function partialInputs(): (event: StreamEvent) => ReadableEvent {
  const inputs = new Map<number, Input>()
  return (event) => {
    switch (event.type) {
      case 'message-start':
      case 'attempt-discarded':
        inputs.clear()
        return event
      case 'part-start':
        if (event.part.type === 'tool-call') inputs.set(event.index, openInput(event.part.inputText))
        return event
      case 'input-delta':
        return inputs.get(event.index)?.(event) ?? event
      default:
        return event
    }
  }
}

/** Gives out the next piece of one call's arguments. */
type Input = (delta: InputDelta) => InputDelta

function openInput(start: string): Input {
  const deltas: InputDelta[] = []
  let json: PartialJson | undefined
  let read = 0

  function partialAt(delta: InputDelta): JsonValue | undefined {
    const unread = deltas.indexOf(delta, Math.max(0, read - 1))
    const at = unread === -1 ? deltas.indexOf(delta) : unread
    // A proxy around a delta is not among them: it is told the newest.
    const end = at === -1 ? deltas.length : at + 1
    if (!json || end < read) {
      json = partialJson()
      json.push(start)
      read = 0
    }
    json.push(textOf(deltas.slice(read, end)))
    read = end
    return json.value()
  }

  // On the prototype it costs an event next to nothing, and stays out of what is copied, compared and sent.
  const prototype = Object.defineProperty({}, 'partial', {
    get(this: InputDelta) {
      return partialAt(this)
    },
  })
  return (delta) => {
    const readable: InputDelta = Object.assign(Object.create(prototype), delta)
    deltas.push(readable)
    return readable
  }
}

function textOf(deltas: readonly InputDelta[]): string {
  return deltas.map((delta) => delta.text).join('')
}
