import { readFrames } from './frames.ts'

/** One event of a `text/event-stream`. `event` is empty where the stream names none. */
export interface SseEvent {
  readonly event: string
  readonly data: string
}

export interface SseParser {
  /** Takes the next characters and returns the events that they complete. */
  push(text: string): SseEvent[]
  /** The text is over. Returns an event that only lacks its blank line. */
  end(): SseEvent[]
}

/**
 * Parses an event stream (WHATWG HTML, section 9.2), whatever the size of the pieces it comes in.
 * Unlike a browser, it keeps an event whose closing blank line is missing at the end: gateways forget it.
 */
export function sseParser(): SseParser {
  // Of the line that is not over yet: joined only once it is, so that a long line costs no more than its length.
  let pieces: string[] = []
  let event = ''
  let data: string[] = []
  let isStarted = false
  let skipsLineFeed = false

  function endLine(line: string, events: SseEvent[]): void {
    if (line === '') {
      if (data.length > 0) events.push({ event, data: data.length === 1 ? (data[0] ?? '') : data.join('\n') })
      event = ''
      data = []
      return
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') data.push(value)
    else if (field === 'event') event = value
  }

  function push(text: string): SseEvent[] {
    const events: SseEvent[] = []
    if (text === '') return events
    let from = 0
    if (!isStarted && text.startsWith('\uFEFF')) from = 1
    isStarted = true
    // A CR ends its line at once; an LF behind it belongs to the same ending.
    if (skipsLineFeed && text[from] === '\n') from += 1
    skipsLineFeed = false
    let feed = text.indexOf('\n', from)
    let carriage = text.indexOf('\r', from)
    while (feed !== -1 || carriage !== -1) {
      const isCarriage = carriage !== -1 && (feed === -1 || carriage < feed)
      const end = isCarriage ? carriage : feed
      const last = text.slice(from, end)
      endLine(pieces.length === 0 ? last : [...pieces, last].join(''), events)
      pieces = []
      from = end + 1
      if (isCarriage && text[from] === '\n') from += 1
      skipsLineFeed = isCarriage && from === text.length && text[from - 1] === '\r'
      if (feed !== -1 && feed < from) feed = text.indexOf('\n', from)
      if (carriage !== -1 && carriage < from) carriage = text.indexOf('\r', from)
    }
    if (from < text.length) pieces.push(from === 0 ? text : text.slice(from))
    return events
  }

  return {
    push,
    end: () => push('\n\n'),
  }
}

/**
 * Reads the body of a streamed response as wire events. `read` turns one event's data into the wire's event.
 * Leaving the iteration, or aborting the signal, cancels the body.
 */
export function readSse<Event>(
  body: ReadableStream<Uint8Array>,
  read: (data: string, event: string) => Event,
  signal?: AbortSignal,
): AsyncIterableIterator<Event> {
  return readFrames(body, sseParser(), ({ data, event }) => read(data, event), signal)
}
