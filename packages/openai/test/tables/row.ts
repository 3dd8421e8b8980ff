import type { Expectation, Fixture } from '@dragoman/conformance'
import type { JsonValue, ModelRequest } from '@dragoman/core'

/** A row of a table: a fixture, and what the wire sent as the documentation shows it. */
export interface Row extends Fixture {
  readonly sent: string
}

type RowError = NonNullable<Expectation['error']>

/** How a server says that something went wrong: a refused request, a body with status 200, or in a stream. */
export interface ErrorRow {
  readonly name: string
  /** Default 200. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The whole body: JSON, or a text that is none. */
  readonly body?: JsonValue
  /** The data of a stream's events, or the stream's text as it is. */
  readonly stream?: readonly JsonValue[] | string
  readonly error: RowError
}

/** A row of table 3. */
export function errorRow(row: ErrorRow): Row {
  const { name, status = 200, headers, body, stream, error } = row
  const isText = typeof body === 'string'
  const type = body === undefined ? 'text/event-stream' : isText ? 'text/html' : 'application/json'
  return {
    name: `table 3, ${error.code}: ${name}`,
    sent: showSent(row),
    request: REQUEST,
    source: SOURCE,
    status,
    ...((isText || headers !== undefined) && { headers: { 'content-type': type, ...headers } }),
    ...(body !== undefined && { response: body }),
    ...(stream !== undefined && { stream: typeof stream === 'string' ? stream : encodeEvents(stream) }),
    expect: { error: status === 200 ? error : { status, ...error } },
  }
}

const RETRY = { retryable: true } as const
const GIVE_UP = { retryable: false } as const

const TYPES: Readonly<Record<string, RowError>> = {
  insufficient_quota: { code: 'quota', ...GIVE_UP },
  rate_limit_error: { code: 'rate-limit', ...RETRY },
  invalid_request_error: { code: 'invalid-request', ...GIVE_UP },
  authentication_error: { code: 'auth', ...GIVE_UP },
  permission_error: { code: 'permission', ...GIVE_UP },
  not_found_error: { code: 'not-found', ...GIVE_UP },
  overloaded_error: { code: 'overloaded', ...RETRY },
  server_error: { code: 'server', ...RETRY },
}

/** Rows for each type alone, without a code or a status beside it, as a stream of either wire says it. */
export const TYPE_ROWS: readonly ErrorRow[] = Object.entries(TYPES).map(([type, error]) => ({
  name: `the type ${type} alone (230)`,
  stream: [{ error: { message: 'It did not work.', type } }],
  error,
}))

function showSent({ status, headers = {}, body, stream = [] }: ErrorRow): string {
  const events = typeof stream === 'string' ? stream.trim().split('\n') : stream
  const said = body ?? events.findLast((data) => data !== '[DONE]') ?? ''
  const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`)
  return [...(status === undefined ? [] : [status]), ...lines, show(said)].join(' ').trim()
}

/** A value as the documentation shows it: without the quotes of JSON's keys, and the fields that say nothing here. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value
  const text = JSON.stringify(value, (key, field: unknown) => (SAME_FIELDS.has(key) ? undefined : field))
  return text.replaceAll(/"(\w+)":/g, '$1: ').replaceAll(/,(?=[\w"{[])/g, ', ')
}

const SAME_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'created_at',
  'model',
  'role',
  'output',
  'param',
  'sequence_number',
])

/** The text of an event stream whose events have no names. A text stands for itself, such as `[DONE]`. */
export function encodeEvents(events: readonly JsonValue[]): string {
  return events.map((data) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`).join('')
}

export const SOURCE = "by hand, from the SDK's types and what compatible servers send"

/** What every row answers. */
export const REQUEST: ModelRequest = {
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Weather in Rome?' }] }],
  tools: [
    {
      type: 'function',
      name: 'weather',
      description: 'The weather in a city',
      input: { type: 'object', properties: { city: { type: 'string' } } },
    },
  ],
  toolChoice: 'auto',
  settings: {},
}
