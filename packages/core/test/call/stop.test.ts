import { getEventListeners } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { DragomanError, readEvents, type Fetch } from '@dragoman/core'
import { acme, ASKED, HELLO, streamOf, type AcmeEvent, type AcmeParts, type AcmeTransport } from '../acme.ts'
import { collect, failureOf } from '../collect.ts'

const REASON = new Error('enough')
const ONCE = { retry: { maxAttempts: 1 } }
const [START, CONTENT] = HELLO as [AcmeEvent, AcmeEvent]

describe('a transport that ignores its signal', () => {
  test.each<{ what: string; stream: boolean; late: 'value' | 'failure' }>([
    { what: 'sends', stream: false, late: 'value' },
    { what: 'sends', stream: false, late: 'failure' },
    { what: 'opens', stream: true, late: 'value' },
    { what: 'opens', stream: true, late: 'failure' },
  ])('and still $what does not hold the call; its late $late goes nowhere', async ({ stream, late }) => {
    const gate = Promise.withResolvers<typeof HELLO>()
    const closed = vi.fn(() => Promise.resolve({ done: true, value: undefined } as const))
    const events = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined), return: closed }),
    }
    const model = acme({ send: () => gate.promise, open: () => gate.promise.then(() => events) })('large')
    const aborter = new AbortController()
    const failure = failureOf(collect(model.call(ASKED, { stream, signal: aborter.signal })))
    await new Promise(setImmediate)
    aborter.abort(REASON)
    expect(await failure).toMatchObject({ code: 'aborted', attempts: 1 })
    if (late === 'value') gate.resolve(HELLO)
    else gate.reject(new Error('late'))
    await new Promise(setImmediate)
    expect(closed).toHaveBeenCalledTimes(stream && late === 'value' ? 1 : 0)
  })

  test('and still reads does not hold the call, and its stream is closed', async () => {
    const closed = vi.fn(() => new Promise<never>(() => undefined))
    const queue = [START, CONTENT]
    const events: AsyncIterable<AcmeEvent> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          const value = queue.shift()
          return value ? Promise.resolve({ done: false, value }) : new Promise<never>(() => undefined)
        },
        return: closed,
      }),
    }
    const aborter = new AbortController()
    const model = acme({ open: async () => events })('large')
    const failure = failureOf(collect(model.call(ASKED, { stream: true, signal: aborter.signal })))
    await new Promise(setImmediate)
    aborter.abort(REASON)
    expect(await failure).toMatchObject({ code: 'aborted', partial: { parts: [{ text: 'Hello' }] } })
    expect(closed).toHaveBeenCalledTimes(1)
  })
})

describe('a call that is left', () => {
  test('while it waits for the headers settles at once, and its signal is aborted', async () => {
    let signal: AbortSignal | undefined
    const open: AcmeTransport['open'] = (_, given) => ((signal = given), new Promise<never>(() => undefined))
    const events = acme({ open })('large').call(ASKED, { stream: true })[Symbol.asyncIterator]()
    const pending = events.next()
    await new Promise(setImmediate)
    await events.return?.()
    expect(await pending).toEqual({ done: true, value: undefined })
    expect(signal?.aborted).toBe(true)
  })

  test('while a read is pending cancels the body at once', async () => {
    const cancelled = vi.fn()
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encode([START, CONTENT])),
      cancel: cancelled,
    })
    const events = over(body).call(ASKED, { stream: true })[Symbol.asyncIterator]()
    await events.next()
    await events.next()
    const pending = events.next()
    await new Promise(setImmediate)
    const returned = events.return?.()
    await new Promise(setImmediate)
    expect(cancelled).toHaveBeenCalledTimes(1)
    await returned
    expect(await pending).toEqual({ done: true, value: undefined })
  })

  test('before it was read sends nothing and leaves no listener', async () => {
    const send = vi.fn(async () => HELLO)
    const { signal } = new AbortController()
    const events = acme({ send })('large').call(ASKED, { signal })[Symbol.asyncIterator]()
    await events.return?.()
    expect(await events.next()).toEqual({ done: true, value: undefined })
    expect(send).not.toHaveBeenCalled()
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('a signal that calls share', () => {
  test('has one listener for each running call, whatever its transport adds to its own, and none behind it', async () => {
    const { signal } = new AbortController()
    const counts: number[] = []
    const send: AcmeTransport['send'] = async (_, own) => {
      own.addEventListener('abort', () => undefined)
      counts.push(getEventListeners(signal, 'abort').length)
      return HELLO
    }
    const model = acme({ send })('large')
    for (let calls = 0; calls < 3; calls++) await collect(model.call(ASKED, { signal }))
    await failureOf(
      collect(acme({ send: () => Promise.reject(REASON) })('large').call(ASKED, { signal, ...ONCE })),
    )
    for await (const _ of model.call(ASKED, { signal })) break
    expect(counts).toEqual([1, 1, 1, 1])
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('gives its reason to the call, where that is a DragomanError', async () => {
    const reason = new DragomanError('timeout', 'The step took too long.', { phase: 'step' })
    const aborter = new AbortController()
    const model = acme({ open: async () => streamOf(HELLO.slice(0, 2)) })('large')
    const failure = failureOf(
      (async () => {
        const call = model.call(ASKED, { stream: true, signal: aborter.signal })
        for await (const event of call) if (event.type === 'message-start') aborter.abort(reason)
      })(),
    )
    expect(await failure).toMatchObject({ code: 'timeout', phase: 'step', partial: { role: 'assistant' } })
  })
})

describe('a slow reader', () => {
  test('is read ahead of by one piece of the body', async () => {
    let pulled = 0
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1
          const events =
            pulled === 1 ? [START, CONTENT] : [{ type: 'text-delta', index: 0, text: '!' } as const]
          controller.enqueue(encode(events))
        },
      },
      { highWaterMark: 0 },
    )
    const events = over(body).call(ASKED, { stream: true })[Symbol.asyncIterator]()
    let read = 0
    for (; read < 20; read++) {
      await events.next()
      await new Promise(setImmediate)
      expect(pulled).toBeLessThanOrEqual(read + 1)
    }
    expect(pulled).toBeGreaterThan(10)
    await events.return?.()
  })
})

function encode(events: readonly AcmeEvent[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''))
}

/** A model whose streamed answers are this body, as a watched fetch brings it. */
function over(body: ReadableStream<Uint8Array>) {
  const fetch: Fetch = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  const transport: AcmeParts['transport'] = (_, watch) => ({
    send: () => Promise.reject(new Error('never')),
    open: async (_request, signal) => readEvents(await watch(fetch)('https://acme.example/'), signal),
  })
  return acme({}, { transport })('large')
}
