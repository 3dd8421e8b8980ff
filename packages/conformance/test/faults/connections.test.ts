import { connect } from 'node:net'
import { once } from 'node:events'
import type { FaultName } from '@dragoman/conformance/faults'
import { describe, expect, it } from 'vitest'
import { serving, WIRES } from './cells.ts'
import { urlOf } from './socket-client.ts'

describe.each(WIRES)('on $wire', ({ wire }) => {
  it.each<{ kind: FaultName; code: RegExp }>([
    { kind: 'connect-refused', code: /^ECONNREFUSED$/ },
    // Without any resolver the answer is "try again".
    { kind: 'dns-failure', code: /^(?:ENOTFOUND|EAI_AGAIN)$/ },
    { kind: 'tls-reset', code: /^ECONNRESET$/ },
  ])('$kind fails before any request', async ({ kind, code }) => {
    await serving({ wire, fault: { kind } }, async (server) => {
      const failure = await fetch(urlOf(server, wire), { method: 'POST' }).catch((error: unknown) => error)
      expect(failure).toMatchObject({ cause: { code: expect.stringMatching(code) } })
      expect(server.requests).toEqual([])
    })
  })
})

it('the reset comes behind the first bytes of the handshake', async () => {
  await serving({ wire: 'openai.chat', fault: { kind: 'tls-reset' } }, async (server) => {
    const { protocol, hostname, port } = new URL(server.baseURL)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write('hello')
    await expect(once(socket, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(protocol).toBe('https:')
  })
})
