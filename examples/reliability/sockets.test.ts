// What a server sees: each way out of a call closes its connection.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DragomanError } from '@dragoman/core'
import { ASKED, WIRES } from './wires.ts'

let server: Server
let address: string
/** What the server says before it says no more; without a text, not even headers. */
let said: string | undefined
let closed: Promise<void>

beforeAll(async () => {
  server = createServer((_, response) => {
    closed = new Promise((resolve) => response.once('close', resolve))
    if (said === undefined) return
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(said)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  address = `http://127.0.0.1:${port}`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe.each(WIRES)('a connection on $wire is closed', (wire) => {
  const call = (text: string | undefined, options: object = {}) => {
    said = text
    const model = wire.model({ fetch, baseURL: address })
    return model.call(ASKED, { stream: true, retry: { maxAttempts: 1 }, ...options })
  }

  test('when the iteration is left', async () => {
    for await (const _ of call(wire.start + wire.content)) break
    await closed
  })

  test('when it is left while a read is pending', async () => {
    const events = call(wire.start + wire.content)[Symbol.asyncIterator]()
    while ((await events.next()).value?.type !== 'text-delta') continue
    const pending = events.next()
    await events.return?.()
    expect(await pending).toEqual({ done: true, value: undefined })
    await closed
  })

  test('when it is aborted in the middle of the answer', async () => {
    const aborter = new AbortController()
    const error = await failureOf(async () => {
      for await (const event of call(wire.start + wire.content, { signal: aborter.signal })) {
        if (event.type === 'text-delta') aborter.abort()
      }
    })
    expect(error).toMatchObject({ code: 'aborted', partial: { parts: [{ type: 'text', text: 'Sun' }] } })
    await closed
  })

  test.each([
    { phase: 'headers', deadlines: { headersMs: 50 }, said: undefined },
    { phase: 'first-event', deadlines: { firstEventMs: 50 }, said: wire.start },
    { phase: 'idle', deadlines: { idleMs: 50 }, said: wire.start + wire.content },
  ])('when the deadline of $phase passes', async ({ phase, deadlines, said: text }) => {
    const error = await failureOf(() => Array.fromAsync(call(text, { deadlines })))
    expect(error).toMatchObject({ code: 'timeout', phase })
    await closed
  })
})

async function failureOf(act: () => Promise<unknown>): Promise<unknown> {
  try {
    return await act()
  } catch (error) {
    return DragomanError.is(error) ? error : new Error('It is no DragomanError.', { cause: error })
  }
}
