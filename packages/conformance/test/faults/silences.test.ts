import { speakerOf } from '@dragoman/conformance/speak'
import type { Fault, FaultServer } from '@dragoman/conformance/faults'
import { describe, expect, it } from 'vitest'
import { CELLS, goodBody, meet, serving, type Cell } from './cells.ts'
import { ask, type Taken } from './socket-client.ts'

const GOOD = { status: 200, isComplete: true, ending: 'fin' }

describe.each(CELLS)('on $wire, streamed: $stream', (cell) => {
  it('headers that never come are silence, until the release', async () => {
    const { heard, taken } = await hear(cell, { kind: 'no-headers' })
    expect(heard).toBe('')
    expect(taken).toMatchObject({ ...GOOD, body: Buffer.from(goodBody(cell)) })
  })

  it('headers and then nothing are headers only, until the release', async () => {
    const { heard, taken } = await hear(cell, { kind: 'no-body' })
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:[^\r]+\r\n)+\r\n$/)
    expect(taken).toMatchObject({ ...GOOD, body: Buffer.from(goodBody(cell)) })
  })

  it('a stall comes behind its byte, and the rest behind the release', async () => {
    const { heard, taken } = await hear(cell, { kind: 'stall', at: 100 })
    expect(heard).toContain(`\r\n64\r\n${goodBody(cell).slice(0, 100)}\r\n`)
    expect(heard.endsWith(`${goodBody(cell).slice(0, 100)}\r\n`)).toBe(true)
    expect(taken).toMatchObject({ ...GOOD, body: Buffer.from(goodBody(cell)) })
  })

  it('a stall with keep-alives has one for each tick, between two events', async () => {
    await serving(
      { wire: cell.wire, fault: { kind: 'stall-with-keep-alives', at: 'mid-arguments' } },
      async (server) => {
        const asked = ask(server, cell)
        await server.stalled()
        await server.tick()
        await server.tick()
        server.release()
        const { body } = await asked
        const alive = cell.stream ? speakerOf(cell.wire).keepAlive : '\n'
        const cut = await meet(cell, { kind: 'fin', at: 'mid-arguments' })
        const before = cell.stream ? cut.body.toString() : ''
        expect(body.toString()).toBe(before + alive + alive + goodBody(cell).slice(before.length))
      },
    )
  })

  it.each(['comment', 'blank-line'])('a keep-alive can be a %s', async (variant) => {
    await serving({ wire: cell.wire, fault: { kind: 'stall-with-keep-alives', variant } }, async (server) => {
      const asked = ask(server, cell)
      await server.stalled()
      await server.tick()
      server.release()
      const alive = cell.stream && variant === 'comment' ? ': still here\n\n' : '\n'
      expect((await asked).body.toString()).toBe(alive + goodBody(cell))
    })
  })

  it('a drip is one byte for each tick', async () => {
    await serving({ wire: cell.wire, fault: { kind: 'drip', at: 10 } }, async (server) => {
      let heard = ''
      const asked = ask(server, { ...cell, onData: (bytes) => (heard = bytes.toString('latin1')) })
      for (let tick = 0; tick < 3; tick += 1) {
        await server.stalled()
        await server.tick()
      }
      server.release()
      const dripped = Array.from(goodBody(cell).slice(10, 13), (letter) => `1\r\n${letter}\r\n`).join('')
      expect(await asked).toMatchObject({ ...GOOD, body: Buffer.from(goodBody(cell)) })
      expect(heard).toContain(`\r\na\r\n${goodBody(cell).slice(0, 10)}\r\n${dripped}`)
    })
  })

  it('a drip can begin with the headers', async () => {
    await serving({ wire: cell.wire, fault: { kind: 'drip', variant: 'response' } }, async (server) => {
      let size = 0
      const asked = ask(server, { ...cell, onData: (bytes) => (size = bytes.length) })
      await server.stalled()
      expect(size).toBe(0)
      for (let tick = 0; tick < 20; tick += 1) await server.tick()
      await passBy(server)
      expect(size).toBe(20)
      server.release()
      expect(await asked).toMatchObject({ ...GOOD, body: Buffer.from(goodBody(cell)) })
    })
  })
})

it('a drip can run by itself, on the real clock', async () => {
  const options = {
    wire: 'openai.chat',
    fault: { kind: 'drip' },
    tickMs: 1,
    script: [{ parts: [] }],
  } as const
  await serving(options, async (server) => {
    expect(await ask(server, { wire: 'openai.chat', stream: false })).toMatchObject(GOOD)
  })
})

interface Heard {
  readonly heard: string
  readonly taken: Taken
}

/** What is there while the server waits, and what is there at the end. */
async function hear(cell: Cell, fault: Fault): Promise<Heard> {
  return serving({ wire: cell.wire, fault }, async (server) => {
    let heard = ''
    const asked = ask(server, { ...cell, onData: (bytes) => (heard = bytes.toString()) })
    await server.stalled()
    await server.tick()
    await passBy(server)
    const before = heard
    server.release()
    return { heard: before, taken: await asked }
  })
}

// The bytes are in the kernel: a connection that comes and goes gives this process time to read them.
async function passBy(server: FaultServer): Promise<void> {
  const response = await fetch(server.baseURL)
  await response.text()
}
