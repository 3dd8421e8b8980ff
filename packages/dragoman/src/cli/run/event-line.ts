import { DragomanError, reasonOf } from '@dragoman/core'
import type { CostedEvent, CostedResult } from '../../run.ts'

/** An event of a run as a line of JSON. The transcript stands in it once: `messages` of the result are those of its `state`. */
export function eventLine(event: CostedEvent): string {
  return jsonLine(event.type === 'run-end' ? { ...event, result: withoutMessages(event.result) } : event)
}

/** The last line of a run that failed. Its `state` is what `run({ state })` goes on from. */
export function failureLine(error: unknown): string {
  return jsonLine({ type: 'run-failure', ...failureData(error) })
}

/** What is known of a failure, as data. */
export function failureData(error: unknown): object {
  if (!DragomanError.is(error)) return { message: reasonOf(error) }
  const { code, message, provider, wire, status, requestId, phase, retryable, retryAfterMs } = error
  const { attempts, partial, state } = error
  const origin = { provider, wire, status, requestId, phase }
  return { code, message, ...origin, retryable, retryAfterMs, attempts, partial, state }
}

/** A value as a line of JSON. What a terminal might obey, JSON says by its number. */
export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value).replaceAll(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `${json}\n`
}

function withoutMessages({ messages: _messages, ...rest }: CostedResult<unknown>): object {
  return rest
}
