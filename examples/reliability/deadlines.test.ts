import { describe, expect, test } from 'vitest'
import type { CallOptions, Fetch } from '@dragoman/core'
import { settle, useFakeClock } from './clock.ts'
import { ASKED, WIRES, type WireCase } from './wires.ts'

useFakeClock()

const ONE_ATTEMPT = { maxAttempts: 1 }
const MINUTE = 60_000

describe.each(WIRES)('on $wire', (wire) => {
  test.each<{ what: string; sent: string; phase: string }>([
    { what: 'nothing', sent: '', phase: 'first-event' },
    { what: 'a start', sent: wire.start, phase: 'first-event' },
    { what: 'some content', sent: wire.start + wire.content, phase: 'idle' },
  ])('a stream of $what, then keep-alives, ends in $phase', async ({ sent, phase }) => {
    for (const keepAlive of ['', ...wire.keepAlives]) {
      const fetch = streaming([[0, sent]], keepAlive === '' ? undefined : { every: MINUTE, text: keepAlive })
      expect(await call(wire, fetch, { stream: true })).toMatchObject({
        afterMs: 300_000,
        error: { code: 'timeout', phase },
      })
    }
  })

  test('one byte a second ends in the phase that it is too slow for', async () => {
    const text = wire.start + wire.content + wire.end
    const drip = [...text].map((letter): readonly [number, string] => [1_000, letter])
    const settled = await call(wire, streaming(drip), {
      stream: true,
      deadlines: { firstEventMs: wire.start.length * 500 },
    })
    expect(settled).toMatchObject({
      afterMs: wire.start.length * 500,
      error: { code: 'timeout', phase: 'first-event' },
    })
    expect(
      await call(wire, streaming(drip), { stream: true, deadlines: { firstEventMs: 1e9, idleMs: 5_000 } }),
    ).toMatchObject({ error: { phase: 'idle' } })
    expect(
      await call(wire, streaming(drip), { stream: true, deadlines: { firstEventMs: 1e9, idleMs: 1e9 } }),
    ).toHaveProperty('value')
  })

  test('a pause of 299 s with keep-alives is none of it', async () => {
    const text = wire.keepAlives.join('')
    const pause = Array.from({ length: 299 }, (): readonly [number, string] => [1_000, text])
    const fetch = streaming([[0, wire.start], ...pause, [0, wire.content], ...pause, [0, wire.end]])
    expect(await call(wire, fetch, { stream: true })).toMatchObject({
      afterMs: 598_000,
      value: expect.any(Array),
    })
  })

  test('no headers end in headers, and a whole answer in whole, whatever came of it', async () => {
    const silent: Fetch = () => new Promise(() => undefined)
    const half: Fetch = async () =>
      new Response(new ReadableStream({ start: (to) => to.enqueue(encode('{"id":')) }), {
        headers: { 'content-type': 'application/json' },
      })
    expect(await call(wire, silent, { stream: true })).toMatchObject({
      afterMs: 120_000,
      error: { phase: 'headers' },
    })
    expect(await call(wire, silent, {})).toMatchObject({ afterMs: 600_000, error: { phase: 'whole' } })
    expect(await call(wire, half, {})).toMatchObject({ afterMs: 600_000, error: { phase: 'whole' } })
    expect(await call(wire, half, { stream: true })).toMatchObject({
      afterMs: 300_000,
      error: { phase: 'first-event' },
    })
  })

  test('no client gives up before its deadline', async () => {
    const silent: Fetch = (_, init) =>
      new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
      )
    const deadlines = { headersMs: 5_000_000, wholeMs: 5_000_000 }
    for (const stream of [true, false]) {
      expect(await call(wire, silent, { stream, deadlines })).toMatchObject({ afterMs: 5_000_000 })
    }
  })

  test.each<{ what: string; error: Error }>([
    { what: 'headers', error: undiciError('HeadersTimeoutError', 'UND_ERR_HEADERS_TIMEOUT') },
    { what: 'body', error: undiciError('BodyTimeoutError', 'UND_ERR_BODY_TIMEOUT') },
    { what: 'connection', error: undiciError('ConnectTimeoutError', 'UND_ERR_CONNECT_TIMEOUT') },
    { what: 'own', error: new DOMException('It took too long.', 'TimeoutError') },
  ])('a timeout of fetch ($what) has the phase that it fell in', async ({ error }) => {
    const refusing: Fetch = () => Promise.reject(error)
    const breaking = streaming([[0, wire.start + wire.content]], undefined, error)
    expect(await call(wire, refusing, { stream: true })).toMatchObject({
      error: { code: 'timeout', phase: 'headers' },
    })
    expect(await call(wire, refusing, {})).toMatchObject({ error: { code: 'timeout', phase: 'whole' } })
    expect(await call(wire, breaking, { stream: true })).toMatchObject({
      error: { code: 'timeout', phase: 'idle' },
    })
  })
})

async function call(wire: WireCase, fetch: Fetch, options: CallOptions) {
  const events = wire.model({ fetch }).call(ASKED, { retry: ONE_ATTEMPT, ...options })
  return settle(Array.fromAsync(events))
}

/** Each text after its pause, then the keep-alive again and again, or the failure, or the end. */
function streaming(
  texts: readonly (readonly [pauseMs: number, text: string])[],
  keepAlive?: { readonly every: number; readonly text: string },
  failure?: Error,
): Fetch {
  const wait = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms))
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const [pauseMs, text] of texts) {
      if (pauseMs > 0) await wait(pauseMs)
      if (text !== '') yield encode(text)
    }
    if (failure) throw failure
    while (keepAlive) {
      await wait(keepAlive.every)
      yield encode(keepAlive.text)
    }
    if (texts.length === 1) await new Promise(() => undefined)
  }
  return async () => {
    const source = bytes()
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await source.next()
          if (done) controller.close()
          else controller.enqueue(value)
        },
      },
      { highWaterMark: 0 },
    )
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

// As undici's fetch throws it.
function undiciError(name: string, code: string): Error {
  const cause = Object.assign(new Error('gone'), { name, code })
  return new TypeError('fetch failed', { cause })
}
