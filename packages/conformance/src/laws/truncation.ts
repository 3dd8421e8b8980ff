import { framesOf, type Frame } from '../framing.ts'
import type { Law } from '../law.ts'
import { Breach, observeStream } from '../observe.ts'
import type { Fixture, Subject } from '../subject.ts'

export const truncation: Law = {
  name: 'truncation',
  says: "a stream that ends before the wire's stop reason is `cut-stream`, and one that ends after it is not",
  needs: ['stream', 'answer'],
  async run(subject, fixture) {
    const frames = framesOf(fixture.stream ?? '', subject.framing ?? 'sse')
    const ending = endingOf(subject, fixture, frames)
    for (const cutAt of cutPoints(frames.map(({ to }) => to))) {
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

/** The first frame that ends the answer. */
function endingOf({ isEnding }: Subject, { name }: Fixture, frames: readonly Frame[]): Frame {
  const ending = frames.find((frame) => isEnding(frame))
  if (ending) return ending
  throw new Breach(`no frame of ${name} ends the answer: check the fixture, or isEnding of the subject`)
}
