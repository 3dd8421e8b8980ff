import type { WireEvent } from '../neutral/event.ts'
import type { AssistantPart } from '../neutral/message.ts'
import type { JsonValue } from '../neutral/json.ts'
import type { Restore } from '../schema/restore.ts'
import { DEEPEST, depthOf, findInexact } from '../schema/text.ts'

/**
 * Takes out of JSON texts what rewriting their schema brought in: of the parts that `find` knows. Deltas go out as they
 * come; the end of the part replaces them. One answer at a time.
 */
export function restoreTexts(
  find: (part: AssistantPart) => Restore | undefined,
): (event: WireEvent) => WireEvent {
  const open = new Map<number, { readonly restore: Restore; text: string }>()
  return (event) => {
    switch (event.type) {
      case 'message-start':
        open.clear()
        return event
      case 'part-start': {
        const restore = find(event.part)
        if (restore) open.set(event.index, { restore, text: textOf(event.part) })
        return event
      }
      case 'input-delta':
      case 'text-delta': {
        const part = open.get(event.index)
        if (part) part.text += event.text
        return event
      }
      case 'part-end': {
        const part = open.get(event.index)
        const text = event.replace ?? part?.text
        const restored = part && text !== undefined ? restoreText(text, part.restore) : text
        return restored === text || restored === undefined ? event : { ...event, replace: restored }
      }
      default:
        return event
    }
  }
}

function textOf(part: AssistantPart): string {
  if (part.type === 'tool-call') return part.inputText
  return part.type === 'text' ? part.text : ''
}

// Text that is not JSON stays, for the check to name what is wrong with it; so does what
// it would refuse.
function restoreText(text: string, restore: Restore): string {
  const parsed = parseOrNothing(text)
  if (parsed === undefined || findInexact(text) !== undefined || depthOf(text) > DEEPEST) return text
  const restored = restore(parsed)
  return restored === parsed ? text : JSON.stringify(restored)
}

function parseOrNothing(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue // what JSON.parse returns
  } catch {
    return undefined
  }
}
