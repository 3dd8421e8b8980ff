import { DragomanError, type ErrorDetails } from '../neutral/error.ts'
import type { JsonValue } from '../neutral/json.ts'
import { readFrames } from './frames.ts'
import { lineParser } from './lines.ts'
import { readSse } from './sse.ts'

const SHOWN_LETTERS = 200

/** The ids of requests, by what was read from their responses. */
const requestIds = new WeakMap<object, string>()
const REQUEST_ID_HEADERS = ['x-request-id', 'request-id'] as const

/** The id of the request that brought this body or these events, where {@link readJson} or {@link readEvents} read them. */
export function requestIdOf(read: unknown): string | undefined {
  return typeof read === 'object' && read !== null ? requestIds.get(read) : undefined
}

/** Reads a whole answer's body as JSON. Throws `bad-response` for anything else. */
export async function readJson<Body>(response: Response): Promise<Body> {
  const text = await response.text()
  const type = response.headers.get('content-type') ?? 'unknown'
  return noteRequestId(parseJson<Body>(text, `a body of type ${type}`), response)
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
  const read = (data: string): Event =>
    literals.find((literal) => literal === data) ?? parseJson<Event>(data, 'an event')
  return noteRequestId(
    eventsOf(response, (body) => readSse(body, read, signal)),
    response,
  )
}

/** Reads a streamed answer's lines as JSON; else as {@link readEvents}. */
export async function readLines<Event>(
  response: Response,
  signal: AbortSignal,
): Promise<AsyncIterable<Event>> {
  const read = (line: string): Event => parseJson<Event>(line, 'a line')
  return noteRequestId(
    eventsOf(response, (body) => readFrames(body, lineParser(), read, signal)),
    response,
  )
}

/** Reads the body of a refused request: JSON, or else the text that it is. */
export async function readRefusal(response: Response): Promise<JsonValue> {
  const text = await response.text()
  try {
    const body: JsonValue = JSON.parse(text)
    return body
  } catch {
    return text
  }
}

function eventsOf<Event>(
  response: Response,
  read: (body: ReadableStream<Uint8Array>) => AsyncIterable<Event>,
): AsyncIterable<Event> {
  const type = response.headers.get('content-type')?.toLowerCase() ?? ''
  if (!response.body) {
    throw new DragomanError('bad-response', 'The server sent no body where an event stream was expected.')
  }
  if (type.includes('application/json')) return readOnce(() => readJson<Event>(response))
  if (type.includes('text/html')) return readOnce(() => refuse(response, type))
  return read(response.body)
}

function noteRequestId<Read>(read: Read, { headers }: Response): Read {
  const id = REQUEST_ID_HEADERS.map((name) => headers.get(name)).find((value) => value !== null)
  if (typeof read === 'object' && read !== null && id) requestIds.set(read, id)
  return read
}

async function refuse(response: Response, type: string): Promise<never> {
  throw new DragomanError(
    'bad-response',
    `The server sent ${type} where an event stream was expected: ${shorten(await response.text())}`,
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

const DECIMAL = /^\d+(\.\d+)?$/
const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)/i

// `retry-after` is seconds or an HTTP date (RFC 9110, section 10.2.3); `retry-after-ms` is what both vendors add.
// A malformed one is none.
function retryAfter(headers: Headers | undefined): number | undefined {
  const exact = decimal(headers?.get('retry-after-ms') ?? '')
  if (exact !== undefined) return exact
  const text = headers?.get('retry-after') ?? ''
  const seconds = decimal(text)
  const wait = seconds === undefined ? untilDate(text) : seconds * 1000
  return Number.isNaN(wait) ? undefined : Math.min(wait, Number.MAX_SAFE_INTEGER)
}

function decimal(text: string): number | undefined {
  return DECIMAL.test(text) ? Math.min(Number.parseFloat(text), Number.MAX_SAFE_INTEGER) : undefined
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

async function* readOnce<Event>(read: () => Promise<Event>): AsyncGenerator<Event> {
  yield await read()
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > SHOWN_LETTERS ? `${line.slice(0, SHOWN_LETTERS)}…` : line || '(empty)'
}
