import { STATUS_CODES } from 'node:http'
import type { JsonValue } from '@dragoman/core'
import { send, type Play } from './move.ts'

/** One HTTP response. Each piece of the body is a chunk on the wire. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Iterable<Uint8Array>
}

export function jsonReply(status: number, body: JsonValue, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: [Buffer.from(JSON.stringify(body))],
  }
}

/** Sends all of it, as it should be. */
export function* play(reply: Reply): Play {
  yield send(headOf(reply))
  for (const piece of reply.body) yield send(chunkOf(piece))
  yield send(LAST_CHUNK)
  yield { type: 'end' }
}

/** The status line and the headers. Each response has its own connection, which its end closes. */
export function headOf({ status, headers }: Reply): Uint8Array {
  const lines = Object.entries({ ...headers, 'transfer-encoding': 'chunked', connection: 'close' })
  const fields = lines.map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${fields.join('')}\r\n`,
    'latin1',
  )
}

/** A piece of a body. An empty one would be the last, so it is no chunk. */
export function chunkOf(piece: Uint8Array): Uint8Array {
  if (piece.length === 0) return piece
  return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
}

export const LAST_CHUNK: Uint8Array = Buffer.from('0\r\n\r\n')
