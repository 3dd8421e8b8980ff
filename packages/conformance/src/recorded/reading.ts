import type { RecordedResponse } from '../corpus.ts'
import { bodyText } from '../replay-fetch.ts'
import { readFrames, type Frame } from './frames.ts'
import type { Reading, RecordedWire } from './wire.ts'

/** What a recorded answer says. */
export function readRecorded(wire: RecordedWire, response: RecordedResponse): Reading {
  return 'sse' in response ? readStream(wire, readFrames(response.sse)) : wire.readWhole(bodyText(response))
}

/** What these frames of a recorded stream say. */
export function readStream(wire: RecordedWire, frames: readonly Frame[]): Reading {
  const isEnded = frames.some((frame) => wire.endsAnswer(frame))
  return isEnded ? wire.readStream(frames) : { error: 'cut-stream' }
}
