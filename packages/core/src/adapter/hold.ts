import { isContent } from '../call/content.ts'
import type { MessageEnd, StreamEvent } from '../neutral/event.ts'
import type { Origin } from '../neutral/message.ts'

/** What of a model's answer goes out, and when: nothing before it is known that the answer is kept. */
export interface Hold {
  /** Takes what came together, and gives what goes out with it. */
  take(batch: readonly StreamEvent[]): readonly StreamEvent[]
  readonly answer: HeldAnswer
}

export interface HeldAnswer {
  /** How often the model was asked. */
  attempts: number
  /** Whether some of it came. */
  hasContent: boolean
  /** Whether some of it went out. */
  isOut: boolean
  origin?: Origin
  /** Its end, which went out. */
  end?: MessageEnd
  /** Its end, for which it is given up. */
  unwanted?: MessageEnd
}

export interface HoldOptions {
  /** A streamed answer is held until its first content, another one until its end. */
  readonly isStreamed: boolean
  /** Whether an answer is also given up where some of it is out. */
  readonly restart: boolean
  readonly isUnwanted: (end: MessageEnd) => boolean
  /** How many attempts other models made before. */
  readonly attempts: number
}

export function hold({ isStreamed, restart, isUnwanted, attempts }: HoldOptions): Hold {
  const answer: HeldAnswer = { attempts: 1, hasContent: false, isOut: false }
  let held: StreamEvent[] = []

  function take(batch: readonly StreamEvent[]): readonly StreamEvent[] {
    const out: StreamEvent[] = []
    for (const event of batch) {
      if (event.type === 'retry' || event.type === 'attempt-discarded') out.push(count(event))
      else admit(event, out)
    }
    return out
  }

  function count(event: AttemptEvent): AttemptEvent {
    answer.attempts = event.attempt + 1
    if (event.type === 'attempt-discarded') {
      held = []
      answer.isOut = false
    }
    return { ...event, attempt: attempts + event.attempt }
  }

  function admit(event: Exclude<StreamEvent, AttemptEvent>, out: StreamEvent[]): void {
    if (event.type === 'message-start') answer.origin = event.origin
    answer.hasContent ||= isContent(event)
    if (event.type === 'message-end') {
      if ((restart || !answer.isOut) && isUnwanted(event)) {
        answer.unwanted = event
        return
      }
      answer.end = event
    }
    if (!answer.isOut && !(isStreamed && isContent(event)) && !answer.end) {
      held.push(event)
      return
    }
    if (!answer.isOut) out.push(...held)
    answer.isOut = true
    out.push(event)
  }

  return { take, answer }
}

type AttemptEvent = Extract<StreamEvent, { readonly type: 'retry' | 'attempt-discarded' }>
