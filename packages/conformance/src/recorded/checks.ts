import { bodyText, seededRandom, type Chunks } from '../replay-fetch.ts'
import { readError } from './errors.ts'
import { findExceptions, kindOf, readExchanges, splitAnswers, type RecordedExchange } from './exchanges.ts'
import { readFrames, type Frame } from './frames.ts'
import { readRecorded, readStream } from './reading.ts'
import { replay } from './replay.ts'
import type { RecordedSubject } from './subject.ts'
import type { RecordedWire } from './wire.ts'

/** The name is true when `actual` equals `expected`. */
export interface RecordedCheck {
  readonly name: string
  run(): Promise<{ readonly actual: unknown; readonly expected: unknown }>
}

/** All checks of a subject against its recordings. */
export function recordedChecks(subject: RecordedSubject): RecordedCheck[] {
  return subject.recordings.flatMap(readExchanges).flatMap((recorded) => {
    switch (kindOf(subject.wire, recorded)) {
      case 'other-endpoint':
        return []
      case 'error':
        return [checkError(subject, recorded)]
      case 'whole':
        return [checkAnswer(subject, recorded)]
      case 'streamed':
        return splitAnswers(subject.wire, recorded).flatMap((answer) => [
          checkAnswer(subject, answer),
          checkChunks(subject, answer),
          checkCuts(subject, answer),
          checkLateCuts(subject, answer),
        ])
    }
  })
}

function checkError({ wire, model }: RecordedSubject, recorded: RecordedExchange): RecordedCheck {
  const { status } = recorded.response
  return {
    name: `${recorded.name} with status ${status} is the error of its row, whole and streamed`,
    async run() {
      const expected = { error: readError(wire.errors, bodyText(recorded.response), status) }
      const whole = await replay(model, recorded, false)
      const streamed = await replay(model, recorded, true)
      return { actual: [whole.outcome, streamed.outcome], expected: [expected, expected] }
    },
  }
}

function checkAnswer(
  { wire, model, exceptions }: RecordedSubject,
  recorded: RecordedExchange,
): RecordedCheck {
  const isStreamed = 'sse' in recorded.response
  return {
    name: `${recorded.name} decodes ${isStreamed ? 'streamed' : 'whole'} to what was recorded`,
    async run() {
      const { outcome, notices } = await replay(model, recorded, isStreamed)
      const known = findExceptions(exceptions, recorded)
      const { beyond = [], ...reading } = readRecorded(wire, recorded.response)
      const isUnsupported = known.some(({ becomes }) => becomes === 'unsupported')
      return {
        actual: {
          outcome,
          beyond: known.map((exception) => exception.beyond),
          isTold: isUnsupported || notices.length >= known.length,
        },
        expected: { outcome: isUnsupported ? { error: 'unsupported' } : reading, beyond, isTold: true },
      }
    },
  }
}

const CHUNKS: readonly Chunks[] = [1, 7, ...[1, 2, 3].map((seed) => ({ seed, largest: 64 }))]

function checkChunks({ model }: RecordedSubject, recorded: RecordedExchange): RecordedCheck {
  return {
    name: `${recorded.name} is the same message however its bytes are cut into chunks`,
    async run() {
      const whole = await replay(model, recorded, true)
      const actual: unknown[] = []
      for (const chunks of CHUNKS) {
        actual.push({ chunks, ...(await replay(model, recorded, true, { chunks })) })
      }
      return { actual, expected: CHUNKS.map((chunks) => ({ chunks, ...whole })) }
    },
  }
}

const MOST_BOUNDARIES = 40
const MOST_OFFSETS = 12

function checkCuts({ wire, model }: RecordedSubject, recorded: RecordedExchange): RecordedCheck {
  return {
    name: `${recorded.name} is cut-stream when it is cut before its stop reason`,
    async run() {
      const { frames, stopAt } = findStop(wire, recorded)
      const boundaries = [0, ...frames.map(({ end }) => end)].filter((end) => end < stopAt)
      const cuts = [...sample(boundaries, MOST_BOUNDARIES), ...sampleOffsets(0, stopAt, MOST_OFFSETS)]
      const actual: unknown[] = []
      for (const cutAt of cuts) {
        actual.push({ cutAt, ...(await replay(model, recorded, true, { cutAt })).outcome })
      }
      return { actual, expected: cuts.map((cutAt) => ({ cutAt, error: 'cut-stream' })) }
    },
  }
}

function checkLateCuts({ wire, model }: RecordedSubject, recorded: RecordedExchange): RecordedCheck {
  return {
    name: `${recorded.name} is complete when it is cut behind its stop reason`,
    async run() {
      const { frames, stopAt, length } = findStop(wire, recorded)
      const cuts = [stopAt, ...sampleOffsets(stopAt, length, MOST_OFFSETS)]
      const actual: unknown[] = []
      const expected: unknown[] = []
      for (const cutAt of cuts) {
        const { beyond: _beyond, ...reading } = readStream(
          wire,
          frames.filter(({ end }) => end <= cutAt),
        )
        actual.push({ cutAt, ...(await replay(model, recorded, true, { cutAt })).outcome })
        expected.push({ cutAt, ...reading })
      }
      return { actual, expected }
    },
  }
}

interface Ending {
  readonly frames: readonly Frame[]
  /** The byte offset behind the frame that ends the answer. */
  readonly stopAt: number
  readonly length: number
}

function findStop(wire: RecordedWire, { response }: RecordedExchange): Ending {
  const text = bodyText(response)
  const { length } = new TextEncoder().encode(text)
  const frames = readFrames(text)
  const stop = frames.find((frame) => wire.endsAnswer(frame))
  return { frames, stopAt: stop?.end ?? length, length }
}

function sample(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values
  return sampleOffsets(0, values.length, most).flatMap((at) => values[at] ?? [])
}

function sampleOffsets(from: number, to: number, most: number): readonly number[] {
  const random = seededRandom(to)
  return Array.from({ length: Math.min(most, to - from) }, () => from + Math.floor(random() * (to - from)))
}
