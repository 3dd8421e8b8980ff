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
  let rest = ''
  let event = ''
  let data: string | undefined
  let started = false
  // A CR at the very end may be half of a CRLF: it waits for the next character.
  let endsInReturn = false

  function line(text: string, events: SseEvent[]): void {
    if (text === '') {
      if (data !== undefined) events.push({ event, data })
      event = ''
      data = undefined
      return
    }
    const colon = text.indexOf(':')
    const field = colon === -1 ? text : text.slice(0, colon)
    const from = text[colon + 1] === ' ' ? colon + 2 : colon + 1
    const value = colon === -1 ? '' : text.slice(from)
    if (field === 'data') data = data === undefined ? value : `${data}\n${value}`
    else if (field === 'event') event = value
  }

  function push(text: string): SseEvent[] {
    const events: SseEvent[] = []
    if (!started && text !== '') {
      started = true
      if (text.startsWith('\uFEFF')) text = text.slice(1)
    }
    const hasReturns = endsInReturn || text.includes('\r')
    if (!hasReturns && !text.includes('\n')) {
      // Without looking at `rest` again: a long line in small pieces would cost quadratic time.
      rest += text
      return events
    }
    const input = rest + text
    let from = 0
    for (;;) {
      const end = hasReturns ? lineEnd(input, from) : input.indexOf('\n', from)
      if (end === -1) break
      const isReturn = input[end] === '\r'
      if (isReturn && end === input.length - 1) break
      line(input.slice(from, end), events)
      from = end + (isReturn && input[end + 1] === '\n' ? 2 : 1)
    }
    rest = input.slice(from)
    endsInReturn = rest.endsWith('\r')
    return events
  }

  return {
    push,
    end() {
      return push(endsInReturn ? '\n\n' : '\n\n\n')
    },
  }
}

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from)
  const carriage = text.indexOf('\r', from)
  if (feed === -1 || carriage === -1) return Math.max(feed, carriage)
  return Math.min(feed, carriage)
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
  const reader = body.getReader()
  // `ignoreBOM` keeps the mark for the parser: TextDecoder would also strip one in the middle of a flush.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const parser = sseParser()
  let queue: SseEvent[] = []
  let next = 0
  let ended = false

  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => undefined)
  signal?.addEventListener('abort', cancel, { once: true })
  if (signal?.aborted) cancel()

  async function fill(): Promise<void> {
    while (next >= queue.length && !ended) {
      const { done, value } = await reader.read()
      queue = done ? finish() : parser.push(decoder.decode(value, { stream: true }))
      next = 0
    }
  }

  function finish(): SseEvent[] {
    close()
    signal?.throwIfAborted()
    return [...parser.push(decoder.decode()), ...parser.end().filter(isReadable)]
  }

  // An event without its blank line may itself be cut: then it counts as not sent.
  function isReadable({ data, event }: SseEvent): boolean {
    try {
      read(data, event)
      return true
    } catch {
      return false
    }
  }

  function close(): void {
    ended = true
    signal?.removeEventListener('abort', cancel)
  }

  function take(): IteratorResult<Event> {
    const item = queue[next++]
    if (item === undefined) return { done: true, value: undefined }
    return { done: false, value: read(item.data, item.event) }
  }

  // Written out rather than as an async generator: events that one read completed cost no further read.
  return {
    async next() {
      try {
        if (next >= queue.length) await fill()
        return take()
      } catch (error) {
        if (!ended) {
          close()
          cancel()
        }
        throw error
      }
    },
    async return() {
      if (!ended) {
        close()
        cancel()
      }
      queue = []
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
