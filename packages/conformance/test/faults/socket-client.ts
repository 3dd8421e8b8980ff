import { connect } from 'node:net'
import type { SpokenWire } from '@dragoman/conformance/speak'
import type { FaultServer } from '@dragoman/conformance/faults'

/** What came over a connection, and how it ended. */
export interface Received {
  readonly bytes: Buffer
  readonly ending: 'fin' | 'rst'
}

/** A response, taken apart. `isComplete` tells whether its body had its last chunk. */
export interface Taken {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly isComplete: boolean
  readonly ending: Received['ending']
}

export interface Asked {
  readonly wire: SpokenWire
  readonly stream: boolean
  readonly turn?: number
  readonly key?: string
  /** Sees the bytes so far each time that some come. */
  onData?(bytes: Buffer): void
}

/** Asks over a plain socket, and takes apart what comes. */
export async function ask(server: FaultServer, asked: Asked): Promise<Taken> {
  return takeApart(await exchange(server, asked))
}

/** Asks over a plain socket: nothing is read into the bytes. */
export function exchange(server: FaultServer, asked: Asked): Promise<Received> {
  const { hostname, port } = new URL(server.baseURL)
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0)
    let ending: Received['ending'] = 'fin'
    const socket = connect(Number(port), hostname, () => socket.write(requestText(server, asked)))
    socket.on('data', (piece: Buffer) => {
      bytes = Buffer.concat([bytes, piece])
      asked.onData?.(bytes)
    })
    socket.on('error', () => (ending = 'rst'))
    socket.on('close', () => resolve({ bytes, ending }))
  })
}

const PATHS: Readonly<Record<SpokenWire, string>> = {
  'openai.chat': '/chat/completions',
  'openai.responses': '/responses',
  'anthropic.messages': '/v1/messages',
}

/** Where the wire's answers are, for clients that speak HTTP themselves. */
export function urlOf(server: FaultServer, wire: SpokenWire): string {
  return server.baseURL + PATHS[wire]
}

function requestText(server: FaultServer, { wire, stream, turn = 0, key = 'key-1' }: Asked): string {
  const body = JSON.stringify(requestBody(wire, stream, turn))
  const lines = [
    `POST ${new URL(urlOf(server, wire)).pathname} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    wire === 'anthropic.messages' ? `x-api-key: ${key}` : `authorization: Bearer ${key}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

/** A request whose history holds so many steps of results. */
export function requestBody(wire: SpokenWire, stream: boolean, turn: number): object {
  const steps = Array.from({ length: turn }, (_, at) => STEPS[wire](`call_${at}`)).flat()
  const history = [{ role: 'user', content: 'Hello' }, ...steps]
  return { model: 'asked-model', stream, [wire === 'openai.responses' ? 'input' : 'messages']: history }
}

const STEPS: Readonly<Record<SpokenWire, (id: string) => object[]>> = {
  'openai.chat': (id) => [
    { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: CALL }] },
    { role: 'tool', tool_call_id: id, content: 'sunny' },
  ],
  'openai.responses': (id) => [
    { type: 'function_call', call_id: id, ...CALL },
    { type: 'function_call_output', call_id: id, output: 'sunny' },
  ],
  'anthropic.messages': (id) => [
    { role: 'assistant', content: [{ type: 'tool_use', id, name: CALL.name, input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'sunny' }] },
  ],
}

const CALL = { name: 'weather', arguments: '{}' }

function takeApart({ bytes, ending }: Received): Taken {
  const end = bytes.indexOf('\r\n\r\n')
  const [first = '', ...lines] = bytes.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  return { status: Number(first.split(' ')[1] ?? 0), headers, ending, ...readChunks(bytes.subarray(end + 4)) }
}

function readChunks(bytes: Buffer): Pick<Taken, 'body' | 'isComplete'> {
  const pieces: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    const line = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.subarray(at, line).toString(), 16)
    if (line === -1 || size === 0) return { body: Buffer.concat(pieces), isComplete: size === 0 }
    pieces.push(bytes.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
  return { body: Buffer.concat(pieces), isComplete: false }
}
