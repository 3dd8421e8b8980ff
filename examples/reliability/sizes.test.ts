// A body of 1.5 GB that travels as 1.5 MB. `npm run faults` measures the memory that it takes; here it must end.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DragomanError, type Model } from '@dragoman/core'
import { ASKED, WIRES } from './wires.ts'

const PIECE_BYTES = 16 * 2 ** 20
const PIECES = 96

let server: Server
let address: string
/** Settles when the connection of the last request is closed. */
let closed: Promise<void>

beforeAll(async () => {
  // One gzip file behind the other is a gzip file.
  const piece = gzipSync(Buffer.alloc(PIECE_BYTES))
  server = createServer((request, response) => {
    closed = new Promise((resolve) => response.once('close', resolve))
    const status = request.url?.startsWith('/refused') ? 500 : 200
    const type = request.url?.startsWith('/stream') ? 'text/event-stream' : 'application/json'
    response.writeHead(status, { 'content-type': type, 'content-encoding': 'gzip' })
    for (let pieces = 0; pieces < PIECES; pieces++) response.write(piece)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  address = `http://127.0.0.1:${port}`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe.each(WIRES)('a bomb on $wire', ({ model }) => {
  test.each([
    { how: 'whole', path: '/whole', stream: false },
    { how: 'streamed', path: '/stream', stream: true },
    { how: 'where a stream was asked for', path: '/whole', stream: true },
  ])('ends in too-large, $how, and the connection is closed', async ({ path, stream }) => {
    const error = await failureOf(model({ fetch, baseURL: address + path }), stream)
    expect(error).toMatchObject({
      code: 'too-large',
      retryable: false,
      attempts: 1,
      message:
        "The response has more than 67108864 bytes, and was given up. Raise the adapter's option maxResponseBytes if such answers are wanted.",
    })
    await closed
  })

  test('is not read to its end where it is the body of a refusal', async () => {
    const error = await failureOf(
      model({ fetch, baseURL: `${address}/refused`, maxResponseBytes: 2 ** 20 }),
      false,
    )
    expect(error).toMatchObject({
      code: 'server',
      status: 500,
      message: expect.stringContaining('1048576 bytes') as string,
    })
    await closed
  })
})

async function failureOf(model: Model, stream: boolean): Promise<unknown> {
  try {
    const events = await Array.fromAsync(model.call(ASKED, { stream, retry: { maxAttempts: 1 } }))
    return events
  } catch (error) {
    return DragomanError.is(error) ? error : new Error('It is no DragomanError.', { cause: error })
  }
}
