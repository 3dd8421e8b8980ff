import { sseParser, type SseEvent } from '@dragoman/core'

/** How a streamed body is cut into frames: as `text/event-stream`, or as lines, such as newline-delimited JSON. */
export type Framing = 'sse' | 'lines'

/** The least that a wire streams: one event, and where it stands in the body. A line has no name in `event`. */
export interface Frame extends SseEvent {
  /** The byte behind the frame before it. */
  readonly from: number
  /** The byte behind the frame. */
  readonly to: number
}

/** The content type of a streamed body. */
export const CONTENT_TYPES: Readonly<Record<Framing, string>> = {
  sse: 'text/event-stream',
  lines: 'application/x-ndjson',
}

/** The frames of a streamed body, in order. What has no data, such as a comment, belongs to the frame behind it. */
export function framesOf(body: string, framing: Framing): readonly Frame[] {
  const parser = PARSERS[framing]()
  const encoder = new TextEncoder()
  const frames: Frame[] = []
  let position = 0
  function add(events: readonly SseEvent[]): void {
    for (const event of events) frames.push({ ...event, from: frames.at(-1)?.to ?? 0, to: position })
  }
  for (const letter of body) {
    position += encoder.encode(letter).length
    add(parser.push(letter))
  }
  add(parser.end())
  return frames
}

interface FrameParser {
  push(letter: string): readonly SseEvent[]
  /** The last frame may lack what closes it. */
  end(): readonly SseEvent[]
}

const PARSERS: Readonly<Record<Framing, () => FrameParser>> = { sse: sseParser, lines: lineParser }

function lineParser(): FrameParser {
  let line = ''
  function end(): readonly SseEvent[] {
    const data = line.trim()
    line = ''
    return data === '' ? [] : [{ event: '', data }]
  }
  return {
    push(letter) {
      if (letter === '\n') return end()
      line += letter
      return []
    },
    end,
  }
}
