import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DragomanError, readEvents, readJson, readLines, readRefusal, retryHints } from '@dragoman/core'
import { collect, failureOf } from '../collect.ts'

const { signal } = new AbortController()
const SSE = { 'content-type': 'text/event-stream' }
const HTML = '<!doctype html>\n<html>  <body>Bad gateway</body></html>'
const SHORT_HTML = '<!doctype html> <html> <body>Bad gateway</body></html>'

describe('reading a whole answer', () => {
  test('gives its JSON', async () => {
    expect(await readJson(Response.json({ a: [1] }))).toEqual({ a: [1] })
  })

  test.each([
    {
      body: HTML,
      type: 'text/html; charset=utf-8',
      message: `Expected JSON, found a body of type text/html; charset=utf-8: ${SHORT_HTML}`,
    },
    {
      body: '{"a":',
      type: 'application/json',
      message: 'Expected JSON, found a body of type application/json: {"a":',
    },
    {
      body: '',
      type: 'application/json',
      message: 'Expected JSON, found a body of type application/json: (empty)',
    },
    {
      body: 'x'.repeat(300),
      type: 'text/plain',
      message: `Expected JSON, found a body of type text/plain: ${'x'.repeat(200)}…`,
    },
  ])('of $type that is none is bad-response with its beginning', async ({ body, type, message }) => {
    const error = await failureOf(readJson(new Response(body, { headers: { 'content-type': type } })))
    expect(error).toMatchObject({ code: 'bad-response', message, cause: expect.any(SyntaxError) })
  })

  test('without a type says so', async () => {
    const response = new Response(new TextEncoder().encode('oops'))
    expect(await failureOf(readJson(response))).toMatchObject({
      message: 'Expected JSON, found a body of type unknown: oops',
    })
  })
})

describe('reading a streamed answer', () => {
  test('gives the JSON of each event, and literals as they are', async () => {
    const body = 'event: a\ndata: {"a":1}\n\n: keep-alive\n\ndata: [2]\n\ndata: [DONE]\n\n'
    const events = await readEvents<unknown>(new Response(body, { headers: SSE }), signal, ['[DONE]'])
    expect(await collect(events)).toEqual([{ a: 1 }, [2], '[DONE]'])
  })

  test('reads a body of no or of another type as events: servers forget it', async () => {
    for (const headers of [{}, { 'content-type': 'text/plain' }]) {
      const body = new TextEncoder().encode('data: 1\n\n')
      expect(await collect(await readEvents(new Response(body, { headers }), signal))).toEqual([1])
    }
  })

  test('gives one JSON body as the only event', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON']) {
      const response = new Response('{"error":{}}', { headers: { 'content-type': type } })
      expect(await collect(await readEvents(response, signal))).toEqual([{ error: {} }])
    }
  })

  test.each([
    {
      what: 'HTML',
      response: new Response(HTML, { headers: { 'content-type': 'text/html' } }),
      message: `The server sent text/html where an event stream was expected: ${SHORT_HTML}`,
    },
    {
      what: 'no body',
      response: new Response(null, { headers: SSE }),
      message: 'The server sent no body where an event stream was expected.',
    },
    {
      what: 'broken JSON as its only body',
      response: new Response('{"a":', { headers: { 'content-type': 'application/json' } }),
      message: 'Expected JSON, found a body of type application/json: {"a":',
    },
  ])('that is $what is bad-response before the first event', async ({ response, message }) => {
    const error = await failureOf(readEvents(response, signal).then(collect))
    expect(error).toMatchObject({ code: 'bad-response', message })
  })

  test('with broken JSON in an event is bad-response after the events before it', async () => {
    const response = new Response('data: 1\n\ndata: {"a"\n\ndata: 3\n\n', { headers: SSE })
    const read: unknown[] = []
    const error = await failureOf(
      (async () => {
        for await (const event of await readEvents(response, signal)) read.push(event)
      })(),
    )
    expect(error).toMatchObject({ code: 'bad-response', message: 'Expected JSON, found an event: {"a"' })
    expect(error).toBeInstanceOf(DragomanError)
    expect(read).toEqual([1])
  })

  test('that was cut in an event ends before it', async () => {
    const response = new Response('data: 1\n\ndata: {"a"', { headers: SSE })
    expect(await collect(await readEvents(response, signal))).toEqual([1])
  })
})

describe('reading a streamed answer of lines', () => {
  test('gives the JSON of each line, whatever ends it, and of the last without an end', async () => {
    const body = '\ufeff{"a":1}\r\n\n  \n[2]\n"ü"'
    expect(await collect(await readLines(cutAnywhere(body), signal))).toEqual([{ a: 1 }, [2], 'ü'])
  })

  test('that was cut in a line ends before it', async () => {
    expect(await collect(await readLines(cutAnywhere('1\n{"a"'), signal))).toEqual([1])
  })

  test('with broken JSON in a line is bad-response after the lines before it', async () => {
    const read: unknown[] = []
    const error = await failureOf(
      (async () => {
        for await (const line of await readLines(cutAnywhere('1\n{"a"\n3\n'), signal)) read.push(line)
      })(),
    )
    expect(error).toMatchObject({ code: 'bad-response', message: 'Expected JSON, found a line: {"a"' })
    expect(read).toEqual([1])
  })

  test('gives one JSON body as the only line', async () => {
    expect(await collect(await readLines(Response.json({ error: 'a' }), signal))).toEqual([{ error: 'a' }])
  })

  test('cancels the body when the reader leaves', async () => {
    let isCancelled = false
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('1\n2\n')),
      cancel: () => void (isCancelled = true),
    })
    for await (const line of await readLines<number>(new Response(body), signal)) if (line === 1) break
    expect(isCancelled).toBe(true)
  })
})

describe('reading a refusal', () => {
  test.each([
    { body: '{"error":{"message":"No."}}', read: { error: { message: 'No.' } } },
    { body: '<html>Bad gateway</html>', read: '<html>Bad gateway</html>' },
    { body: '', read: '' },
  ])('of $body gives its JSON, or else its text', async ({ body, read }) => {
    expect(await readRefusal(new Response(body, { status: 502 }))).toEqual(read)
  })
})

describe('hints about another attempt', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test.each<{ headers: Record<string, string>; hints: object }>([
    { headers: {}, hints: {} },
    { headers: { 'retry-after': '5' }, hints: { retryAfterMs: 5000 } },
    { headers: { 'retry-after': ' 0 ' }, hints: { retryAfterMs: 0 } },
    { headers: { 'retry-after': '1.5' }, hints: { retryAfterMs: 1500 } },
    { headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, hints: { retryAfterMs: 30_000 } },
    { headers: { 'retry-after': 'Thursday, 01-Jan-26 00:00:30 GMT' }, hints: { retryAfterMs: 30_000 } },
    { headers: { 'retry-after': 'Thu Jan  1 00:00:30 2026' }, hints: { retryAfterMs: 30_000 } },
    { headers: { 'retry-after': 'Wed, 31 Dec 2025 23:59:59 GMT' }, hints: { retryAfterMs: 0 } },
    { headers: { 'retry-after': '-5' }, hints: {} },
    { headers: { 'retry-after': 'NaN' }, hints: {} },
    { headers: { 'retry-after': '1e9' }, hints: {} },
    { headers: { 'retry-after': 'soon 1' }, hints: {} },
    { headers: { 'retry-after': '9'.repeat(400) }, hints: { retryAfterMs: Number.MAX_SAFE_INTEGER } },
    { headers: { 'retry-after-ms': '250', 'retry-after': '5' }, hints: { retryAfterMs: 250 } },
    { headers: { 'retry-after-ms': '0.5' }, hints: { retryAfterMs: 0.5 } },
    { headers: { 'retry-after-ms': '-1', 'retry-after': '5' }, hints: { retryAfterMs: 5000 } },
    { headers: { 'retry-after-ms': 'x', 'retry-after': '5' }, hints: { retryAfterMs: 5000 } },
    { headers: { 'x-should-retry': 'true' }, hints: { retryable: true } },
    {
      headers: { 'x-should-retry': 'false', 'retry-after': '1' },
      hints: { retryable: false, retryAfterMs: 1000 },
    },
    { headers: { 'x-should-retry': 'maybe' }, hints: {} },
  ])('$headers', ({ headers, hints }) => {
    expect(retryHints(new Headers(headers))).toStrictEqual(hints)
  })

  test('there are none without headers', () => {
    expect(retryHints(undefined)).toStrictEqual({})
  })
})

/** A body that comes byte by byte. */
function cutAnywhere(text: string): Response {
  const bytes = new TextEncoder().encode(text)
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  return new Response(body)
}
