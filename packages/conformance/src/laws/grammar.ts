import type { AssistantPart, DeltaType, StreamEvent } from '@dragoman/core'
import type { Law } from '../law.ts'
import { Breach, endedWell, expectSame, observeStream, observeWhole, type Observation } from '../observe.ts'
import type { Fixture, Subject } from '../subject.ts'

export const grammar: Law = {
  name: 'grammar',
  says: 'each part starts, grows and ends once, between one message-start and one message-end, no event changes, and a whole answer has no deltas',
  needs: ['answer'],
  async run(subject, fixture) {
    for (const { isWhole, ...observation } of await observations(subject, fixture)) {
      endedWell(observation, 'the answer')
      checkOrder(observation.events)
      checkUnchanged(observation)
      if (isWhole) checkWhole(observation)
    }
  },
}

type Formed = Observation & { readonly isWhole: boolean }

async function observations(subject: Subject, fixture: Fixture): Promise<Formed[]> {
  return [
    ...(fixture.response === undefined ? [] : [{ isWhole: true, ...(await observeWhole(subject, fixture)) }]),
    ...(fixture.stream === undefined ? [] : [{ isWhole: false, ...(await observeStream(subject, fixture)) }]),
  ]
}

const GROWS_BY: Readonly<Record<AssistantPart['type'], DeltaType | undefined>> = {
  text: 'text-delta',
  reasoning: 'reasoning-delta',
  'tool-call': 'input-delta',
  file: undefined,
  opaque: undefined,
}

function checkOrder(events: readonly StreamEvent[]): void {
  const open = new Map<number, AssistantPart>()
  const ended = new Set<number>()
  let started = false
  let over = false
  for (const [at, event] of events.entries()) {
    const breach = (found: string): Breach => new Breach(`event ${at} (${event.type}): ${found}`)
    if (over) throw breach('comes after message-end')
    if (!started && event.type !== 'message-start' && event.type !== 'notice') {
      throw breach('comes before message-start')
    }
    switch (event.type) {
      case 'message-start':
        if (started) throw breach('comes twice')
        started = true
        break
      case 'part-start':
        if (open.has(event.index) || ended.has(event.index)) throw breach(`part ${event.index} starts twice`)
        open.set(event.index, event.part)
        break
      case 'text-delta':
      case 'reasoning-delta':
      case 'input-delta': {
        const part = open.get(event.index)
        if (!part) throw breach(`part ${event.index} is not open`)
        if (GROWS_BY[part.type] !== event.type) throw breach(`part ${event.index} is ${part.type}`)
        if (event.text === '') throw breach('is empty')
        break
      }
      case 'part-end':
        if (!open.delete(event.index)) throw breach(`part ${event.index} is not open`)
        ended.add(event.index)
        break
      case 'message-end':
        if (open.size > 0) throw breach(`parts ${[...open.keys()].join(', ')} are still open`)
        for (const [field, count] of Object.entries(event.usage)) {
          if (field !== 'raw' && !isCount(count)) {
            throw breach(`usage.${field} is ${JSON.stringify(count)}, no count`)
          }
        }
        over = true
        break
      case 'notice':
      case 'retry':
      case 'attempt-discarded':
        break
      default:
        event satisfies never
    }
  }
  if (!over) throw new Breach('there is no message-end')
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function checkUnchanged({ events, yielded }: Observation): void {
  for (const [at, event] of events.entries()) {
    expectSame(JSON.parse(yielded[at] ?? ''), event, `event ${at} (${event.type}), after it was yielded`)
  }
}

function checkWhole({ events }: Observation): void {
  const delta = events.find((event) => 'text' in event)
  if (delta) throw new Breach(`a whole answer has a ${delta.type}: its parts start as they are`)
}
