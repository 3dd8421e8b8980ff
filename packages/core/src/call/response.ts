import { DragomanError, type ErrorDetails } from '../neutral/error.ts'
import { readSse } from './sse.ts'

const SHOWN_LETTERS = 200

/** Reads a whole answer's body as JSON. Throws `bad-response` for anything else. */
export async function readJson<Body>(response: Response): Promise<Body> {
  const text = await response.text()
  return parseJson<Body>(text, `a body of type ${response.headers.get('content-type') ?? 'unknown'}`)
}

/**
 * Reads a streamed answer's events as JSON. `literals` are data that stand for themselves, such as `[DONE]`.
 * A server that answers a stream request with one JSON body yields that body as the only event.
 */
export async function readEvents<Event>(
  response: Response,
  signal: AbortSignal,
  literals: readonly (string & Event)[] = [],
): Promise<AsyncIterable<Event>> {
  const type = response.headers.get('content-type')?.toLowerCase() ?? ''
  if (!response.body) {
    throw new DragomanError('bad-response', 'The server sent no body where an event stream was expected.')
  }
  if (type.includes('application/json')) {
    const body = await readJson<Event>(response)
    return readOnce(body)
  }
  if (type.includes('text/html')) {
    throw new DragomanError(
      'bad-response',
      `The server sent ${type} where an event stream was expected: ${shorten(await response.text())}`,
    )
  }
  return readSse<Event>(
    response.body,
    (data) => literals.find((literal) => literal === data) ?? parseJson<Event>(data, 'an event'),
    signal,
  )
}

/** The server's own hints about another attempt, from its response headers. */
export function retryHints(headers: Headers | undefined): Pick<ErrorDetails, 'retryable' | 'retryAfterMs'> {
  const should = headers?.get('x-should-retry')
  const retryAfterMs = retryAfter(headers)
  return {
    ...(should === 'true' && { retryable: true }),
    ...(should === 'false' && { retryable: false }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)/i

// `retry-after` is seconds or an HTTP date (RFC 9110, section 10.2.3); `retry-after-ms` is what both vendors add.
function retryAfter(headers: Headers | undefined): number | undefined {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '')
  if (Number.isFinite(exact) && exact >= 0) return exact
  const text = headers?.get('retry-after') ?? ''
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number.parseFloat(text) * 1000 : untilDate(text)
  return Number.isFinite(wait) ? wait : undefined
}

function untilDate(text: string): number {
  // Date.parse makes a date of almost anything, `-5` included.
  if (!HTTP_DATE.test(text)) return Number.NaN
  // The oldest of the three forms names no zone, and means GMT as well.
  return Math.max(0, Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - Date.now())
}

function parseJson<Value>(text: string, what: string): Value {
  try {
    const value: Value = JSON.parse(text)
    return value
  } catch (cause) {
    throw new DragomanError('bad-response', `Expected JSON, found ${what}: ${shorten(text)}`, { cause })
  }
}

async function* readOnce<Event>(event: Event): AsyncGenerator<Event> {
  yield event
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > SHOWN_LETTERS ? `${line.slice(0, SHOWN_LETTERS)}…` : line || '(empty)'
}
