import type { WireEvent } from '../neutral/event.ts'

/**
 * Whether an event brings some of the answer. Its start, a notice and an empty delta do not: they neither commit a call
 * to an attempt nor show that the model is still at work.
 */
export function isContent(event: WireEvent): boolean {
  switch (event.type) {
    case 'message-start':
    case 'notice':
      return false
    case 'text-delta':
    case 'reasoning-delta':
    case 'input-delta':
      return event.text !== ''
    case 'part-start':
    case 'part-end':
    case 'message-end':
      return true
  }
}
