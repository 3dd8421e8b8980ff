import { ALWAYS, FAULT_KINDS } from '@dragoman/conformance/faults'
import { speakerOf } from '@dragoman/conformance/speak'
import { describe, expect, it } from 'vitest'
import { CELLS, goodBody, meet, serving } from './cells.ts'
import { ask, type Taken } from './socket-client.ts'

const WAITS = {
  hour: { wait: '3600' },
  ages: { wait: '1e9' },
  negative: { wait: '-5' },
  'not-a-number': { wait: 'NaN' },
  empty: { wait: '' },
  fraction: { wait: '0.000001' },
  'past-date': { wait: 'Wed, 21 Oct 2015 07:28:00 GMT' },
  'far-date': { wait: 'Fri, 31 Dec 9999 23:59:59 GMT' },
  'no-date': { wait: 'Xyz, 99 Foo 0000 99:99:99 GMT' },
  list: { wait: '1, 3600' },
  'negative-ms': { waitMs: '-1' },
  'ms-against-seconds': { waitMs: '0', wait: '3600' },
  'not-a-number-ms': { waitMs: 'soon' },
}

describe.each(CELLS)('on $wire, streamed: $stream', (cell) => {
  it.each([500, 429, 503, 529, 408, 409, 504])('a status %i has the body of the provider', async (status) => {
    const { body, ...rest } = await meet(cell, { kind: 'status', variant: `${status}` })
    const { errorType } = speakerOf(cell.wire)
    expect(rest).toMatchObject({ status, headers: { 'content-type': 'application/json' }, isComplete: true })
    expect(JSON.parse(body.toString())).toMatchObject({ error: { type: errorType(status) } })
  })

  it('a 502 is the page of a proxy', async () => {
    expect(await meet(cell, { kind: 'status', variant: '502' })).toMatchObject({
      status: 502,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    })
  })

  it('statuses come one for each attempt, and then the good answer', async () => {
    const fault = { kind: 'status', variant: '500 503 429', attempts: 4 } as const
    await serving({ wire: cell.wire, fault }, async (server) => {
      const had: Taken[] = []
      for (let attempt = 0; attempt < 5; attempt += 1) had.push(await ask(server, cell))
      expect(had.map(({ status }) => status)).toEqual([500, 503, 429, 500, 200])
      expect(had[4]?.body.toString()).toBe(goodBody(cell))
      expect(server.requests.map(({ attempt, isBroken }) => [attempt, isBroken])).toEqual([
        [1, true],
        [2, true],
        [3, true],
        [4, true],
        [5, false],
      ])
    })
  })

  it('a fault without end breaks every attempt of its turn, and no other turn', async () => {
    const fault = { kind: 'status', attempts: ALWAYS, turn: 1 } as const
    await serving({ wire: cell.wire, fault }, async (server) => {
      const statuses: number[] = []
      for (const turn of [0, 1, 1, 1, 2, 1]) statuses.push((await ask(server, { ...cell, turn })).status)
      expect(statuses).toEqual([200, 500, 500, 500, 200, 500])
    })
  })

  it('a spent quota is a 429 too', async () => {
    const { status, body } = await meet(cell, { kind: 'status', variant: 'quota' })
    expect([status, JSON.parse(body.toString()).error.type]).toEqual([
      429,
      cell.wire === 'anthropic.messages' ? 'billing_error' : 'insufficient_quota',
    ])
  })

  it.each(Object.entries(WAITS))('a hostile wait (%s) is sent as it is', async (variant, expected) => {
    const { status, headers } = await meet(cell, { kind: 'retry-after', variant })
    const { 'retry-after': wait, 'retry-after-ms': waitMs } = headers
    expect({ status, wait, waitMs }).toEqual({ status: 429, wait: undefined, waitMs: undefined, ...expected })
  })

  it.each([
    { variant: '500-false', status: 500, should: 'false' },
    { variant: '429-false', status: 429, should: 'false' },
    { variant: '400-true', status: 400, should: 'true' },
    { variant: '401-true', status: 401, should: 'true' },
    { variant: '500-maybe', status: 500, should: 'maybe' },
    { variant: '200-true', status: 200, should: 'true' },
  ])('x-should-retry contradicts: $variant', async ({ variant, status, should }) => {
    expect(await meet(cell, { kind: 'should-retry', variant })).toMatchObject({
      status,
      headers: { 'x-should-retry': should },
    })
  })

  it.each(['message', 'page', 'in-band'])('a key is echoed in the body: %s', async (variant) => {
    const { status, body } = await meet(cell, { kind: 'echoed-key', variant }, { key: 'canary-key' })
    expect(body.toString()).toContain('Incorrect API key provided: canary-key.')
    expect(status).toBe(variant === 'in-band' ? 200 : 401)
  })

  it('a key is echoed in headers, and as base64', async () => {
    const asked = { key: 'canary-key' }
    const { status, headers } = await meet(cell, { kind: 'echoed-key', variant: 'header' }, asked)
    const { body } = await meet(cell, { kind: 'echoed-key', variant: 'base64' }, asked)
    expect([status, headers['x-key'], headers['www-authenticate']]).toEqual([
      401,
      'canary-key',
      'Bearer error="bad", key="canary-key"',
    ])
    expect(body.toString()).toContain('Y2FuYXJ5LWtleQ==')
  })
})

it('the test knows every hostile wait', () => {
  expect(Object.keys(WAITS)).toEqual(FAULT_KINDS.find(({ name }) => name === 'retry-after')?.variants)
})
