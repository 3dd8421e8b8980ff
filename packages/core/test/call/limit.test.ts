import { describe, expect, test, vi } from 'vitest'
import { readEvents, readJson, type Fetch } from '@dragoman/core'
import { acme, ASKED, HELLO, type AcmeAnswer, type AcmeParts } from '../acme.ts'
import { collect, failureOf } from '../collect.ts'

const BODY = JSON.stringify(HELLO)
const FRAMES = HELLO.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')

describe('a response', () => {
  test.each([
    { stream: false, text: BODY },
    { stream: true, text: FRAMES },
  ])(
    'of as many bytes as allowed is read; one more is too-large (streamed: $stream)',
    async ({ stream, text }) => {
      const size = new TextEncoder().encode(text).byteLength
      const events = await collect(over(piecesOf(text), size).call(ASKED, { stream }))
      expect(events.at(-1)).toMatchObject({ type: 'message-end' })
      expect(await failureOf(collect(over(piecesOf(text), size - 1).call(ASKED, { stream })))).toMatchObject({
        code: 'too-large',
        message: `The response has more than ${size - 1} bytes, and was given up. Raise the adapter's option maxResponseBytes if such answers are wanted.`,
      })
    },
  )

  test('that is too large is cancelled, and read no further', async () => {
    const cancelled = vi.fn()
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(1_000).fill(32))
        },
        cancel: cancelled,
      },
      { highWaterMark: 0 },
    )
    expect(await failureOf(collect(over(endless, 10_500).call(ASKED)))).toMatchObject({ code: 'too-large' })
    expect(cancelled).toHaveBeenCalledTimes(1)
    expect(pulled).toBe(11)
  })

  test('without a body is none that can be too large', async () => {
    expect(await failureOf(collect(over(null, 1).call(ASKED)))).toMatchObject({ code: 'bad-response' })
  })
})

test.each([0, -1, Number.NaN, '64 MB'])('maxResponseBytes of %s is a config error', (maxResponseBytes) => {
  const options = { maxResponseBytes } as { maxResponseBytes: number } // a caller without types
  expect(() => acme({})('large', options)).toThrow(
    `Option maxResponseBytes of acme("large") is ${maxResponseBytes}: give a number of bytes above 0.`,
  )
})

function piecesOf(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let from = 0
  return new ReadableStream({
    pull(controller) {
      if (from >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(from, from + 7))
      from += 7
    },
  })
}

function over(body: ReadableStream<Uint8Array> | null, maxResponseBytes: number) {
  const fetch: Fetch = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  const transport: AcmeParts['transport'] = (_, watch) => ({
    send: async () => readJson<AcmeAnswer>(await watch(fetch)('https://acme.example/')),
    open: async (_request, signal) => readEvents(await watch(fetch)('https://acme.example/'), signal),
  })
  return acme({}, { transport })('large', { maxResponseBytes })
}
