import { describe, expect, test } from 'vitest'
import { readSse, sseParser, type SseEvent } from '@dragoman/core'
import { collect, failureOf } from '../collect.ts'

describe('the parser of event streams', () => {
  test.each<{ what: string; feed: string; events: SseEvent[] }>([
    { what: 'an event', feed: 'event: delta\ndata: a\n\n', events: [{ event: 'delta', data: 'a' }] },
    {
      what: 'CRLF, CR and LF as one',
      feed: 'data:a\r\n\r\ndata:b\r\rdata:c\n\n',
      events: ['a', 'b', 'c'].map(unnamed),
    },
    {
      what: 'a byte-order mark at the start only',
      feed: '\uFEFFdata:a\n\n\uFEFFdata:b\n\ndata:\uFEFFc\n\n',
      events: ['a', '\uFEFFc'].map(unnamed),
    },
    {
      what: 'several data lines as one text',
      feed: 'data: a\ndata:\ndata: b\n\n',
      events: [unnamed('a\n\nb')],
    },
    {
      what: 'one space after the colon as no part of the value',
      feed: 'data:  a\n\n',
      events: [unnamed(' a')],
    },
    {
      what: 'comments, ids, retries and unknown fields as nothing',
      feed: ': hi\nid: 1\nretry: 5\nfoo: x\ndata: a\n\n',
      events: [unnamed('a')],
    },
    { what: 'a name without data as nothing', feed: 'event: ping\n\ndata: a\n\n', events: [unnamed('a')] },
    { what: 'a field without a colon as an empty value', feed: 'data\n\n', events: [unnamed('')] },
    {
      what: 'line separators of JavaScript as text',
      feed: 'data: a\u2028b\u0085c\n\n',
      events: [unnamed('a\u2028b\u0085c')],
    },
    {
      what: 'an event without its closing blank line',
      feed: 'data: a\n\nevent: b\ndata: b\n',
      events: [unnamed('a'), { event: 'b', data: 'b' }],
    },
    { what: 'an event without its last line feed', feed: 'data: a', events: [unnamed('a')] },
    { what: 'an event before a lone CR at the end', feed: 'data: a\r', events: [unnamed('a')] },
    { what: 'an empty feed', feed: '', events: [] },
  ])('reads $what, cut anywhere', ({ feed, events }) => {
    for (let at = 0; at <= feed.length; at++) {
      expect(parse([feed.slice(0, at), feed.slice(at)])).toEqual(events)
    }
    expect(parse([...feed])).toEqual(events)
  })

  test('returns an event as soon as its blank line is there', () => {
    const parser = sseParser()
    expect(['data: a\n', '\n', 'data: b\r\n\r', '\n'].map((piece) => parser.push(piece))).toEqual([
      [],
      [unnamed('a')],
      [unnamed('b')],
      [],
    ])
  })

  test('reads a long line in small pieces in linear time', () => {
    const parser = sseParser()
    const letters = 1_000_000
    parser.push('data: ')
    for (let at = 0; at < letters; at++) parser.push('x')
    // Quadratic work on this feed takes minutes: the test's own time limit is the assertion.
    expect(parser.push('\n\n')[0]?.data.length).toBe(letters)
  })
})

describe('reading a body', () => {
  test('gives what read makes of each event', async () => {
    const { body } = bodyOf(['event: sum\ndata: [1,2]\n\n', 'data: [3]\n\n'])
    const events = await collect(
      readSse(body, (data, event) => ({ event, data: JSON.parse(data) as unknown })),
    )
    expect(events).toEqual([
      { event: 'sum', data: [1, 2] },
      { event: '', data: [3] },
    ])
  })

  test('joins characters whose bytes are cut', async () => {
    const bytes = new TextEncoder().encode('data: é€😀\n\n')
    const { body } = bodyOf([...bytes].map((byte) => Uint8Array.of(byte)))
    expect(await collect(readSse(body, (data) => data))).toEqual(['é€😀'])
  })

  test('keeps a last event without its blank line, and drops one that was cut in the middle', async () => {
    for (const [tail, events] of [
      ['data: {"b":2}\n', [{ a: 1 }, { b: 2 }]],
      ['data: {"b":2}', [{ a: 1 }, { b: 2 }]],
      ['data: {"b":', [{ a: 1 }]],
      ['event: x\ndata: {"b"\ndata: :2', [{ a: 1 }]],
      ['dat', [{ a: 1 }]],
    ] as const) {
      const { body } = bodyOf([`data: {"a":1}\n\n${tail}`])
      expect(await collect(readSse(body, (data) => JSON.parse(data) as unknown))).toEqual(events)
    }
  })

  test('fails on an event in the middle that read refuses, and cancels the body', async () => {
    const { body, cancelled } = bodyOf(['data: {"a":1}\n\ndata: {"b":\n\n', 'data: {"c":3}\n\n'])
    const read: unknown[] = []
    const error = await failureOf(
      (async () => {
        for await (const event of readSse(body, (data) => JSON.parse(data) as unknown)) read.push(event)
      })(),
    )
    expect(error).toBeInstanceOf(SyntaxError)
    expect({ read, cancelled: cancelled.length }).toEqual({ read: [{ a: 1 }], cancelled: 1 })
  })

  test('cancels the body when it is left', async () => {
    const { body, cancelled } = bodyOf(['data: 1\n\ndata: 2\n\n', 'data: 3\n\n'])
    for await (const event of readSse(body, Number)) if (event === 1) break
    expect(cancelled).toHaveLength(1)
  })

  test('reads nothing further after it was left', async () => {
    const { body } = bodyOf(['data: 1\n\ndata: 2\n\n'])
    const events = readSse(body, Number)
    expect(await events.next()).toEqual({ done: false, value: 1 })
    await events.return?.()
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })

  test('does not read ahead of its reader', async () => {
    const pulls: number[] = []
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(new TextEncoder().encode(`data: ${pulls.push(1)}\n\n`))
        },
      },
      { highWaterMark: 0 },
    )
    const events = readSse(body, Number)
    await events.next()
    await events.next()
    expect(pulls).toHaveLength(2)
  })

  test('ends with the reason of an abort, before, during and between reads, and cancels the body', async () => {
    const reason = new Error('enough')
    for (const when of ['before', 'between', 'during'] as const) {
      const aborter = new AbortController()
      const { body, cancelled } = bodyOf(['data: 1\n\n'], { open: true })
      if (when === 'before') aborter.abort(reason)
      const events = readSse(body, Number, aborter.signal)
      if (when !== 'before') await events.next()
      if (when === 'between') aborter.abort(reason)
      const next = events.next()
      if (when === 'during') aborter.abort(reason)
      expect(await failureOf(next)).toBe(reason)
      expect(cancelled).toEqual([reason])
    }
  })

  test('passes on what breaks the body', async () => {
    const broken = new TypeError('terminated')
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(broken)
      },
    })
    expect(await failureOf(collect(readSse(body, Number)))).toBe(broken)
  })
})

function unnamed(data: string): SseEvent {
  return { event: '', data }
}

function parse(pieces: readonly string[]): SseEvent[] {
  const parser = sseParser()
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()]
}

function bodyOf(
  chunks: readonly (string | Uint8Array)[],
  { open = false } = {},
): { readonly body: ReadableStream<Uint8Array>; readonly cancelled: readonly unknown[] } {
  const cancelled: unknown[] = []
  const waiting = chunks.values()
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { value, done } = waiting.next()
        if (value !== undefined) {
          controller.enqueue(typeof value === 'string' ? new TextEncoder().encode(value) : value)
        } else if (done && !open) controller.close()
      },
      cancel: (reason) => void cancelled.push(reason),
    },
    { highWaterMark: 0 },
  )
  return { body, cancelled }
}
