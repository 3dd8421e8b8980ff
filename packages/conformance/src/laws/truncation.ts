import { sseParser } from '@dragoman/core'
import type { Law } from '../law.ts'
import { Breach, observeStream } from '../observe.ts'
import type { Fixture, Subject } from '../subject.ts'

export const truncation: Law = {
  name: 'truncation',
  says: "a stream that ends before the wire's stop reason is `cut-stream`, and one that ends after it is not",
  needs: ['stream', 'answer'],
  async run(subject, fixture) {
    const frames = frameEnds(fixture)
    const ending = endingRange(subject, fixture, frames)
    for (const cutAt of cutPoints(frames.map(({ end }) => end))) {
      const { message, error } = await observeStream(subject, fixture, { cutAt })
      const found = error?.code ?? 'an ending'
      // Inside the frame itself either answer is right: a gateway may leave out what closes it.
      if (cutAt < ending.from && error?.code !== 'cut-stream') {
        throw new Breach(`cut at byte ${cutAt}: expected cut-stream, found ${found}`)
      }
      if (cutAt < ending.from && message.stop) {
        throw new Breach(`cut at byte ${cutAt}: an ending was invented`)
      }
      if (cutAt >= ending.to && error) {
        throw new Breach(`cut at byte ${cutAt}, after the stop reason: expected an ending, found ${found}`)
      }
    }
  },
}

const STEP = 17

/** Around each frame's end, where mistakes are made, and every few bytes between. */
function cutPoints(ends: readonly number[]): number[] {
  const last = ends.at(-1) ?? 0
  const around = ends.flatMap((end) => [end - 2, end - 1, end, end + 1])
  const between = Array.from({ length: Math.ceil(last / STEP) }, (_, at) => at * STEP)
  const inside = [...around, ...between].filter((point) => point >= 0 && point <= last)
  return [...new Set(inside)].toSorted((a, b) => a - b)
}

interface Frame {
  /** The byte after the frame. */
  readonly end: number
  readonly events: ReturnType<ReturnType<typeof sseParser>['push']>
}

function frameEnds({ stream = '' }: Fixture): Frame[] {
  const parser = sseParser()
  const encoder = new TextEncoder()
  const frames: Frame[] = []
  let position = 0
  for (const letter of stream) {
    position += encoder.encode(letter).length
    const events = parser.push(letter)
    if (events.length > 0) frames.push({ end: position, events })
  }
  return frames
}

/** The bytes of the first frame that ends the answer. */
function endingRange(
  subject: Subject,
  fixture: Fixture,
  frames: readonly Frame[],
): { readonly from: number; readonly to: number } {
  const at = frames.findIndex(({ events }) => events.some(subject.isEnding))
  const ending = frames[at]
  if (ending) return { from: frames[at - 1]?.end ?? 0, to: ending.end }
  throw new Breach(
    `no frame of ${fixture.name} ends the answer: check the fixture, or isEnding of the subject`,
  )
}
