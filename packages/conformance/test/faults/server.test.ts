import { once } from 'node:events'
import { connect } from 'node:net'
import {
  ALWAYS,
  FAULT_KINDS,
  faultServer,
  SCRIPT,
  type Fault,
  type FaultServer,
} from '@dragoman/conformance/faults'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bodyOf, CELLS, goodBody, serving } from './cells.ts'
import { ask, exchange, requestBody, urlOf } from './socket-client.ts'

const LAST = SCRIPT.at(-1) ?? { parts: [] }

afterEach(() => {
  vi.useRealTimers()
})

describe.each(CELLS)('on $wire, streamed: $stream', (cell) => {
  it('a server without a fault answers turn by turn, and its last answer for ever', async () => {
    await serving({ wire: cell.wire }, async (server) => {
      for (const turn of [0, 1, 2, 3, 3, 7]) {
        const { body, ...rest } = await ask(server, { ...cell, turn })
        expect(body.toString()).toBe(bodyOf(cell, SCRIPT[turn] ?? LAST, turn))
        expect(rest).toMatchObject({ status: 200, isComplete: true, ending: 'fin' })
      }
    })
  })

  it('it answers what the script says', async () => {
    const script = [{ parts: [{ type: 'text', text: 'Hello' }] }] as const
    await serving({ wire: cell.wire, script }, async (server) => {
      expect((await ask(server, cell)).body.toString()).toBe(bodyOf(cell, script[0]))
    })
  })

  it('it keeps each request', async () => {
    await serving({ wire: cell.wire, fault: { kind: 'status', turn: 2 } }, async (server) => {
      await ask(server, { ...cell, turn: 2, key: 'secret' })
      await ask(server, { ...cell, turn: 2 })
      const [first, second] = server.requests
      expect(first).toMatchObject({ method: 'POST', turn: 2, attempt: 1, isBroken: true })
      expect(first?.body).toEqual(requestBody(cell.wire, cell.stream, 2))
      expect(JSON.stringify(first?.headers)).toContain('secret')
      expect(second).toMatchObject({ turn: 2, attempt: 2, isBroken: false })
      expect(second?.atMs).toBeGreaterThanOrEqual(first?.atMs ?? Infinity)
    })
  })

  it('close ends what stands still, and leaves nothing', async () => {
    const kinds = ['no-headers', 'stall', 'stall-with-keep-alives', 'drip'] as const
    for (const kind of kinds) {
      const server = await faultServer({ wire: cell.wire, fault: { kind } })
      const asked = exchange(server, cell)
      await server.stalled()
      expect(server.openSockets).toBe(1)
      await server.close()
      expect(server.openSockets).toBe(0)
      await asked
      await expectClosed(server)
    }
  })
})

it.each(FAULT_KINDS)('after $name no handle is left', async ({ name, counts, layer }) => {
  const cell = { wire: 'anthropic.messages', stream: true } as const
  const fault: Fault = { kind: name, ...(counts === 'MiB' && { at: 1 }) }
  await serving({ wire: cell.wire, fault }, async (server) => {
    server.release()
    if (layer === 'answer') await exchange(server, cell)
  })
  // The system frees them one turn after it said that they are closed.
  await vi.waitFor(() => expect(handles()).toEqual([]), { interval: 1 })
})

it('another path is not found', async () => {
  await serving({ wire: 'openai.chat', fault: { kind: 'status' } }, async (server) => {
    const response = await fetch(`${server.baseURL}/models`)
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: expect.objectContaining({ code: 'model_not_found' }) },
    ])
    expect(server.requests).toMatchObject([{ path: '/v1/models', method: 'GET', body: '', isBroken: false }])
  })
})

it('a client that goes leaves no socket and no wait', async () => {
  await serving({ wire: 'openai.chat', fault: { kind: 'stall', attempts: ALWAYS } }, async (server) => {
    const { hostname, port } = new URL(server.baseURL)
    const socket = connect(Number(port), hostname)
    socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}')
    await server.stalled()
    socket.destroy()
    await vi.waitUntil(() => server.openSockets === 0)
    await server.tick()
    const asked = ask(server, { wire: 'openai.chat', stream: false })
    await server.stalled()
    expect([server.openSockets, server.requests.length]).toEqual([1, 2])
    server.release()
    expect(await asked).toMatchObject({ status: 200, isComplete: true })
  })
})

it.each([
  { wire: 'openai.responses', continued: { previous_response_id: 'answer_2' } },
  {
    wire: 'anthropic.messages',
    continued: { thread: { type: 'continue', previous_message_id: 'answer_2' } },
  },
] as const)('a client of $wire can leave the history to the server', async ({ wire, continued }) => {
  await serving({ wire }, async (server) => {
    await ask(server, { wire, stream: false, turn: 1 })
    const body = JSON.stringify({ ...requestBody(wire, false, 1), ...continued })
    const response = await fetch(urlOf(server, wire), { method: 'POST', body })
    expect(await response.text()).toBe(goodBody({ wire, stream: false }, 2))
  })
})

it('there are only so many requests', async () => {
  await serving({ wire: 'openai.chat', limits: { requests: 2 } }, async (server) => {
    const cell = { wire: 'openai.chat', stream: false } as const
    const statuses = []
    for (let count = 0; count < 3; count += 1) statuses.push((await ask(server, cell)).status)
    expect(statuses).toEqual([200, 200, 0])
    expect(server.requests).toHaveLength(2)
  })
})

it('there are only so many bytes', async () => {
  const cell = { wire: 'openai.chat', stream: false } as const
  await serving({ wire: 'openai.chat', limits: { bytes: 100 } }, async (server) => {
    const { bytes } = await exchange(server, cell)
    expect(bytes.length).toBeLessThanOrEqual(100)
  })
  await serving({ wire: 'openai.chat', limits: { bytes: 10 } }, async (server) => {
    expect((await exchange(server, cell)).bytes.length).toBe(0)
    expect(server.requests).toEqual([])
  })
})

it('it works while the clock of the test is a fake', async () => {
  vi.useFakeTimers()
  await serving({ wire: 'openai.chat', fault: { kind: 'rst', at: 50 } }, async (server) => {
    const { ending, body } = await ask(server, { wire: 'openai.chat', stream: true })
    expect([ending, body.length]).toEqual(['rst', 50])
  })
})

it('a fault that does not exist is refused', async () => {
  const fault = { kind: 'rst', variant: 'sideways' } as const
  await expect(faultServer({ wire: 'openai.chat', fault })).rejects.toThrow(
    'The fault rst has the variants body, response, and not sideways.',
  )
  await expect(
    faultServer({ wire: 'openai.chat', fault: { kind: 'flood' } as unknown as Fault }),
  ).rejects.toThrow('There is no fault flood.')
})

it('a server that is closed twice stays closed', async () => {
  const server = await faultServer({ wire: 'openai.chat' })
  await server.close()
  await server.close()
  await expectClosed(server)
})

/** What of the network would keep this process alive. */
function handles(): readonly string[] {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'))
}

async function expectClosed(server: FaultServer): Promise<void> {
  const { hostname, port } = new URL(server.baseURL)
  const socket = connect(Number(port), hostname)
  await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
}
