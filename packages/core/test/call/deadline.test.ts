import { describe, expect, test, vi } from 'vitest'
import { DragomanError, type CallOptions, type Deadlines, type StreamEvent } from '@dragoman/core'
import { acme, ASKED, HELLO, streamOf, type AcmeEvent, type AcmeTransport } from '../acme.ts'
import { collect, failureOf } from '../collect.ts'
import { settle, useFakeClock } from './clock.ts'

useFakeClock()

const NEVER = new Promise<never>(() => undefined)
const ONCE = { retry: { maxAttempts: 1 } } satisfies CallOptions
const [START, ...REST] = HELLO as [AcmeEvent, ...AcmeEvent[]]
const EMPTY_DELTA: AcmeEvent = { type: 'text-delta', index: 0, text: '' }
const NOTICE: AcmeEvent = { type: 'notice', notice: { code: 'odd', path: '', action: 'dropped' } }

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The events, then silence, in which the keep-alive comes every minute. */
async function* stalling(events: readonly AcmeEvent[], keepAlive?: AcmeEvent): AsyncGenerator<AcmeEvent> {
  yield* events
  while (keepAlive) {
    await wait(60_000)
    yield keepAlive
  }
  await NEVER
}

interface Stall {
  readonly what: string
  readonly transport: Partial<AcmeTransport>
  readonly stream: boolean
  readonly phase: string
  readonly afterMs: number
}

const STALLS: readonly Stall[] = [
  { what: 'no headers', transport: { open: () => NEVER }, stream: true, phase: 'headers', afterMs: 120_000 },
  {
    what: 'nothing behind the headers',
    transport: { open: async () => stalling([]) },
    stream: true,
    phase: 'first-event',
    afterMs: 300_000,
  },
  {
    what: 'its start only',
    transport: { open: async () => stalling([START]) },
    stream: true,
    phase: 'first-event',
    afterMs: 300_000,
  },
  {
    what: 'keep-alives only',
    transport: { open: async () => stalling([START], EMPTY_DELTA) },
    stream: true,
    phase: 'first-event',
    afterMs: 300_000,
  },
  {
    what: 'some content, then nothing',
    transport: { open: async () => stalling(HELLO.slice(0, 2)) },
    stream: true,
    phase: 'idle',
    afterMs: 300_000,
  },
  {
    what: 'some content, then keep-alives',
    transport: { open: async () => stalling(HELLO.slice(0, 2), NOTICE) },
    stream: true,
    phase: 'idle',
    afterMs: 300_000,
  },
  { what: 'no answer', transport: { send: () => NEVER }, stream: false, phase: 'whole', afterMs: 600_000 },
]

describe('a server that sends', () => {
  test.each(STALLS)(
    '$what ends in timeout: $phase after $afterMs ms',
    async ({ transport, stream, phase, afterMs }) => {
      const model = acme(transport)('large')
      const settled = await settle(collect(model.call(ASKED, { stream, ...ONCE })))
      expect(settled).toMatchObject({
        afterMs,
        error: { code: 'timeout', phase, attempts: 1, retryable: true },
      })
      expect(vi.getTimerCount()).toBeLessThanOrEqual(1) // the keep-alive's own
    },
  )

  test('content every 299 s is not idle, however long it takes', async () => {
    async function* slowly() {
      for (const event of HELLO) {
        yield event
        await wait(299_000)
      }
    }
    const model = acme({ open: async () => slowly() })('large')
    expect(await settle(collect(model.call(ASKED, { stream: true })))).toMatchObject({
      afterMs: 3 * 299_000 + 1_000,
    })
  })

  test('a complete answer and then nothing is not waited for', async () => {
    const model = acme({ open: async () => stalling(HELLO, NOTICE) })('large')
    const settled = await settle(collect(model.call(ASKED, { stream: true })))
    expect(settled).toMatchObject({ afterMs: 1_000 })
    expect((settled.value as StreamEvent[]).at(-1)).toMatchObject({ type: 'message-end' })
  })

  test('nothing until another attempt answers', async () => {
    const open = vi.fn<AcmeTransport['open']>(async () => streamOf(HELLO)).mockImplementationOnce(() => NEVER)
    const model = acme({ open })('large', { baseURL: 'https://silent.example' })
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const { afterMs, value } = await settle(collect(model.call(ASKED, { stream: true })))
    expect(afterMs).toBe(120_000)
    expect((value as StreamEvent[])[0]).toEqual({ type: 'retry', attempt: 1, delayMs: 0, code: 'timeout' })
  })
})

describe('the error of a deadline', () => {
  test.each<{ given: Partial<Deadlines>; transport: Partial<AcmeTransport>; message: string }>([
    {
      given: { headersMs: 10 },
      transport: { open: () => NEVER },
      message: 'The server sent no headers within 10 ms. Raise deadlines.headersMs to wait longer.',
    },
    {
      given: { firstEventMs: 10 },
      transport: { open: async () => stalling([]) },
      message: 'The headers came, and no content within 10 ms. Raise deadlines.firstEventMs to wait longer.',
    },
    {
      given: { idleMs: 10 },
      transport: { open: async () => stalling(HELLO.slice(0, 2)) },
      message:
        'The answer began, and no further content came within 10 ms. Raise deadlines.idleMs to wait longer.',
    },
    {
      given: { wholeMs: 10 },
      transport: { send: () => NEVER },
      message:
        'The whole answer did not come within 10 ms. Raise deadlines.wholeMs to wait longer, or stream long answers.',
    },
  ])('says how long it waited and how to change it: $given', async ({ given, transport, message }) => {
    const stream = 'open' in transport
    const call = acme(transport)('large').call(ASKED, { stream, deadlines: given, ...ONCE })
    expect(await settle(collect(call))).toMatchObject({ afterMs: 10, error: { message } })
  })

  test('carries what had arrived', async () => {
    const model = acme({ open: async () => stalling(HELLO.slice(0, 2)) })('large')
    const { error } = await settle(collect(model.call(ASKED, { stream: true })))
    expect(error).toMatchObject({ phase: 'idle', partial: { parts: [{ type: 'text', text: 'Hello' }] } })
  })
})

describe('a deadline', () => {
  test('aborts the signal of its attempt only, with its error', async () => {
    const signals: AbortSignal[] = []
    const open: AcmeTransport['open'] = (_, signal) => (signals.push(signal), NEVER)
    const aborter = new AbortController()
    const model = acme({ open })('large', { baseURL: 'https://aborts.example' })
    const call = model.call(ASKED, { stream: true, signal: aborter.signal, retry: { maxAttempts: 2 } })
    const { error } = await settle(collect(call))
    expect(error).toMatchObject({ phase: 'headers', attempts: 2 })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(signals[0]?.reason).toMatchObject({ code: 'timeout', phase: 'headers' })
    expect(aborter.signal.aborted).toBe(false)
  })

  test('does not run while nobody reads', async () => {
    const model = acme({ open: async () => stalling(HELLO.slice(0, 3)) })('large')
    const events = model.call(ASKED, { stream: true })[Symbol.asyncIterator]()
    await events.next()
    await vi.advanceTimersByTimeAsync(10_000_000)
    expect(await events.next()).toMatchObject({ value: { type: 'part-start' } })
    await vi.advanceTimersByTimeAsync(10_000_000)
    expect(vi.getTimerCount()).toBe(0)
    expect(await events.next()).toMatchObject({ value: { type: 'part-end' } })
    expect(await settle(Promise.resolve(events.next()))).toMatchObject({
      afterMs: 300_000,
      error: { phase: 'idle' },
    })
  })

  test('beyond what a timer can hold does not pass at once, and none never passes', async () => {
    for (const idleMs of [2 ** 31, 2 ** 40, Infinity]) {
      const model = acme({ open: async () => stalling(HELLO.slice(0, 2)) })('large')
      const aborter = new AbortController()
      const call = model.call(ASKED, { stream: true, deadlines: { idleMs }, signal: aborter.signal })
      let settled = false
      const failure = failureOf(collect(call)).finally(() => (settled = true))
      await vi.advanceTimersByTimeAsync(2 ** 31 - 1)
      expect(settled).toBe(false)
      aborter.abort()
      expect(await failure).toMatchObject({ code: 'aborted' })
    }
  })

  test.each([0, -1, Number.NaN])('of %s is refused before anything is sent', async (idleMs) => {
    const send = vi.fn(async () => HELLO)
    const error = await failureOf(collect(acme({ send })('large').call(ASKED, { deadlines: { idleMs } })))
    expect(error).toMatchObject({
      code: 'config',
      message: `deadlines.idleMs is ${idleMs}: give a number above 0.`,
    })
    expect(send).not.toHaveBeenCalled()
  })
})

describe('what fetch or a client gives up by itself', () => {
  const named = (name: string, details: object = {}) => Object.assign(new Error('gone'), { name }, details)

  test.each<{ what: string; error: Error }>([
    { what: "the platform's own timeout", error: named('TimeoutError') },
    { what: 'a silent socket', error: named('Error', { code: 'ETIMEDOUT' }) },
    { what: 'a slow body', error: named('Error', { code: 'UND_ERR_BODY_TIMEOUT' }) },
    {
      what: 'slow headers, two causes down',
      error: new Error('no', {
        cause: new TypeError('fetch failed', { cause: named('HeadersTimeoutError') }),
      }),
    },
  ])('is a timeout with the phase that it fell in: $what', async ({ error }) => {
    const cases = [
      { phase: 'headers', stream: true, transport: { open: () => Promise.reject(error) } },
      { phase: 'first-event', stream: true, transport: { open: async () => streamOf([START], error) } },
      {
        phase: 'idle',
        stream: true,
        transport: { open: async () => streamOf([START, ...REST.slice(0, 1)], error) },
      },
      { phase: 'whole', stream: false, transport: { send: () => Promise.reject(error) } },
    ]
    for (const { phase, stream, transport } of cases) {
      const model = acme(transport)('large')
      const thrown = await failureOf(collect(model.call(ASKED, { stream, ...ONCE })))
      expect(thrown).toMatchObject({
        code: 'timeout',
        phase,
        message: expect.stringContaining('given up before deadlines.') as string,
      })
    }
  })

  test('is what the server says, where that has a status', async () => {
    const error = Object.assign(named('TimeoutError'), { status: 500 })
    const model = acme({ send: () => Promise.reject(error) })('large')
    const thrown = await failureOf(collect(model.call(ASKED, ONCE)))
    expect(thrown).toMatchObject({ code: 'server' })
    expect(thrown).not.toHaveProperty('phase')
  })

  test('is our own error, where a client wrapped it', async () => {
    const own = new DragomanError('too-large', 'The response has more than 1 bytes.')
    const model = acme({ send: () => Promise.reject(new Error('Connection error.', { cause: own })) })(
      'large',
    )
    expect(await failureOf(collect(model.call(ASKED)))).toMatchObject({ code: 'too-large' })
  })
})
