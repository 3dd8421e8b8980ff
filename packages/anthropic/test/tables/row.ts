import type { Expectation, Fixture } from '@dragoman/conformance'
import type { JsonObject, JsonValue, ModelRequest } from '@dragoman/core'

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
  readonly stream?: readonly TypedObject[] | string
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

function showSent({ status, headers = {}, body, stream = [] }: ErrorRow): string {
  const events = typeof stream === 'string' ? stream.trim().split('\n') : stream
  const said = body ?? events.at(-1) ?? ''
  const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`)
  return [...(status === undefined ? [] : [status]), ...lines, show(said)].join(' ').trim()
}

/** A value as the documentation shows it: without the quotes of JSON's keys, and the fields that say nothing here. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value
  const text = JSON.stringify(value, (key, field: unknown) => (SAME_FIELDS.has(key) ? undefined : field))
  return text.replaceAll(/"(\w+)":/g, '$1: ').replaceAll(/,(?=[\w"{[])/g, ', ')
}

const SAME_FIELDS: ReadonlySet<string> = new Set(['id', 'model', 'role'])

/** The text of an event stream whose events are named by their data. */
export function encodeEvents(events: readonly TypedObject[]): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
}

/** Events and blocks. */
export type TypedObject = JsonObject & { readonly type: string }

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
