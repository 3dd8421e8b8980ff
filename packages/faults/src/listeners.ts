import { getEventListeners } from 'node:events'

/** How many wait for the signal. */
export function listenersOf(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length
}
