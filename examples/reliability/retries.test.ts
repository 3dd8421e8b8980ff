// The decision table of docs/reliability.md: 420 cells, the same on every wire.
import { describe, expect, test, vi } from 'vitest'
import type { Fetch, JsonValue } from '@dragoman/core'
import { NOW, settle, useFakeClock } from './clock.ts'
import { ASKED, WIRES, type WireCase } from './wires.ts'

useFakeClock()

/** Whether a failure with this status alone is tried again. */
const STATUSES: Readonly<Record<number, boolean>> = {
  400: false,
  401: false,
  402: false,
  403: false,
  404: false,
  408: true,
  409: true,
  413: false,
  422: false,
  429: true,
  500: true,
  502: true,
  503: true,
  504: true,
  529: true,
}

interface HeaderRow {
  readonly headers: Readonly<Record<string, string>>
  /** What the server decides. */
  readonly retried?: boolean
  /** How long it asks to wait; `too-long` is more than the policy allows. */
  readonly waitMs?: number | 'too-long'
}

const HEADERS: readonly HeaderRow[] = [
  { headers: {} },
  { headers: { 'retry-after': '5' }, waitMs: 5_000 },
  { headers: { 'retry-after': '0' }, waitMs: 0 },
  { headers: { 'retry-after': '-5' } },
  { headers: { 'retry-after': 'NaN' } },
  { headers: { 'retry-after': '1e9' } },
  { headers: { 'retry-after': '1000000000' }, waitMs: 'too-long' },
  { headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, waitMs: 30_000 },
  { headers: { 'retry-after': 'Wed, 31 Dec 2025 23:59:59 GMT' }, waitMs: 0 },
  { headers: { 'retry-after-ms': '250', 'retry-after': '5' }, waitMs: 250 },
  { headers: { 'x-should-retry': 'true' }, retried: true },
  { headers: { 'x-should-retry': 'false' }, retried: false },
  { headers: { 'x-should-retry': 'true', 'retry-after': '5' }, retried: true, waitMs: 5_000 },
  { headers: { 'x-should-retry': 'false', 'retry-after': '5' }, retried: false, waitMs: 5_000 },
]

const BODIES = ['an error', 'a quota'] as const

const BACKOFF_MS = 500
const MOST_LATE = 1.2

interface Decision {
  readonly requests: number
  readonly leastMs: number
  readonly mostMs: number
}

const ONCE: Decision = { requests: 1, leastMs: 0, mostMs: 0 }

/** `x-should-retry` wins; without it a quota is final, whatever its status; then the status decides. */
function decide(status: number, { retried, waitMs }: HeaderRow, body: (typeof BODIES)[number]): Decision {
  const isRetried = retried ?? (body === 'a quota' ? false : STATUSES[status])
  if (!isRetried || waitMs === 'too-long') return ONCE
  if (waitMs === undefined) return { requests: 2, leastMs: 0, mostMs: BACKOFF_MS }
  return { requests: 2, leastMs: waitMs, mostMs: waitMs * MOST_LATE }
}

const CELLS = Object.keys(STATUSES).flatMap((status) =>
  HEADERS.flatMap((row) => BODIES.map((body) => ({ status: Number(status), row, body }))),
)

describe.each(WIRES)('on $wire', (wire) => {
  test(`${CELLS.length} failures are tried again, or not, as the table says`, async () => {
    expect(CELLS.length).toBeGreaterThanOrEqual(400)
    const wrong: unknown[] = []
    for (const random of [0, 0.999_999]) {
      vi.spyOn(Math, 'random').mockReturnValue(random)
      for (const { status, row, body } of CELLS) {
        const { requests, leastMs, mostMs } = decide(status, row, body)
        const waits = leastMs + random * (mostMs - leastMs)
        vi.setSystemTime(NOW)
        const found = await ask(wire, failing(wire, status, row.headers, body))
        // A timer ends on a whole millisecond.
        const isRight = found.waitedMs >= Math.floor(waits) && found.waitedMs <= Math.ceil(waits)
        if (found.requests === requests && isRight) continue
        wrong.push({ status, ...row, body, requests: found.requests, waitedMs: found.waitedMs })
      }
    }
    expect(wrong).toEqual([])
  })

  test('a wait that is too long stands on the error', async () => {
    const { settled } = await ask(wire, failing(wire, 429, { 'retry-after': '3600' }, 'an error'))
    expect(settled).toMatchObject({
      afterMs: 0,
      error: { code: 'rate-limit', retryAfterMs: 3_600_000, attempts: 1, status: 429 },
    })
  })

  test('each attempt sends the same bytes, and the client adds none of its own', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const { bodies, settled } = await ask(wire, () => new Response('', { status: 503 }))
    expect(settled.error).toMatchObject({ code: 'overloaded', attempts: 3 })
    expect(bodies).toHaveLength(3)
    expect(new Set(bodies).size).toBe(1)
  })

  test('an error within a stream is tried again only before the first content, and has its request id', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const streamed = (text: string) => (requests: number) =>
      new Response(text, {
        headers: { 'content-type': 'text/event-stream', [wire.requestIdHeader]: `req_${requests}` },
      })
    const early = await ask(wire, streamed(wire.start + wire.failure), true)
    expect(early.settled.error).toMatchObject({ code: 'server', attempts: 3, requestId: 'req_3' })
    const late = await ask(wire, streamed(wire.start + wire.content + wire.failure), true)
    expect(late.settled.error).toMatchObject({
      code: 'server',
      attempts: 1,
      requestId: 'req_1',
      partial: { parts: [{ type: 'text', text: 'Sun' }] },
    })
  })

  test('an error within a whole answer has its request id', async () => {
    const body = wire.quota
    const { settled } = await ask(wire, () =>
      Response.json(body, { headers: { [wire.requestIdHeader]: 'req_1' } }),
    )
    expect(settled.error).toMatchObject({ code: 'quota', attempts: 1, requestId: 'req_1' })
  })
})

/** A server that refuses the first request only. */
function failing(
  wire: WireCase,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: (typeof BODIES)[number],
): (requests: number) => Response {
  const refusal: JsonValue = body === 'a quota' ? wire.quota : { error: { message: 'It broke.' } }
  return (requests) =>
    requests === 1 ? Response.json(refusal, { status, headers }) : Response.json(wire.whole)
}

async function ask(wire: WireCase, answer: (requests: number) => Response, stream = false) {
  const bodies: unknown[] = []
  const times: number[] = []
  const fetch: Fetch = async (_input, init) => {
    bodies.push(init?.body)
    times.push(performance.now())
    return answer(bodies.length)
  }
  const model = wire.model({ fetch, baseURL: `https://server-${servers++}.example` })
  const settled = await settle(Array.fromAsync(model.call(ASKED, { stream })))
  const [first = 0, second = first] = times
  return { requests: bodies.length, waitedMs: second - first, bodies, settled }
}

// Each has a budget of its own.
let servers = 0
