import type { StreamEvent } from '@dragoman/core'
import { framesOf } from '../framing.ts'
import { hasNeed, type Law } from '../law.ts'
import { Breach, observeStream } from '../observe.ts'
import { row } from '../requests.ts'
import { GROWING_CONTENTS, type Fixture, type GrowingContent, type Subject } from '../subject.ts'

export const pieces: Law = {
  name: 'pieces',
  says: 'what a stream brings is told piece by piece before the answer ends, and the pieces are the whole of it',
  needs: [],
  shownOn: ({ answers }) =>
    GROWING_CONTENTS.filter((content) => answers.includes(content)).map((content) => row(content, [])),
  async run(subject, { name }) {
    const content = GROWING_CONTENTS.find((candidate) => candidate === name)
    if (!content) throw new Breach(`there is no content ${name}`)
    const comesWhole = subject.comesWhole?.includes(content) ?? false
    const shownBy = await findStreamed(subject, content)
    if (!comesWhole && shownBy === undefined) {
      throw new Breach(
        `no fixture brings it in two pieces or more before its answer ends, of which it is made: give one, or name "${content}" in comesWhole`,
      )
    }
    if (comesWhole && shownBy !== undefined) {
      throw new Breach(`the fixture ${shownBy} brings it in pieces: take "${content}" out of comesWhole`)
    }
  },
}

async function findStreamed(subject: Subject, content: GrowingContent): Promise<string | undefined> {
  for (const fixture of subject.fixtures) {
    if (fixture.injected || !hasNeed(fixture, 'stream') || !hasNeed(fixture, 'answer')) continue
    if (await isStreamed(subject, fixture, PARTS[content])) return fixture.name
  }
  return undefined
}

const PARTS = { text: 'text', reasoning: 'reasoning', 'tool calls': 'tool-call' } as const

async function isStreamed(
  subject: Subject,
  fixture: Fixture,
  type: (typeof PARTS)[GrowingContent],
): Promise<boolean> {
  const { events, message } = await observeStream(subject, fixture)
  const indexes = events.flatMap((event) => (event.type === 'part-start' ? [event.index] : []))
  const inOrder = indexes.toSorted((a, b) => a - b)
  const before = await observeStream(subject, fixture, { cutAt: endingAt(subject, fixture) })
  return message.parts.some((part, at) => {
    if (part.type !== type) return false
    const deltas = deltasOf(before.events, inOrder[at])
    const text = part.type === 'tool-call' ? part.inputText : part.text
    return deltas.length > 1 && deltas.join('') === text
  })
}

function endingAt({ framing = 'sse', isEnding }: Subject, { stream = '' }: Fixture): number {
  return framesOf(stream, framing).find((frame) => isEnding(frame))?.from ?? 0
}

function deltasOf(events: readonly StreamEvent[], index: number | undefined): readonly string[] {
  return events.flatMap((event) => ('text' in event && event.index === index ? [event.text] : []))
}
