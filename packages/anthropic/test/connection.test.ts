import { anthropic } from '@dragoman/anthropic'
import { DragomanError, type Fetch, type Model } from '@dragoman/core'
import { describe, expect, test } from 'vitest'
import { encodeEvents, REQUEST } from './tables/row.ts'

const FIRST = encodeEvents([
  { type: 'message_start', message: { id: 'msg_1', content: [] } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Sun' } },
])

const MISTAKES = [
  new TypeError("Cannot read properties of undefined (reading 'proxy')"),
  new ReferenceError('proxy is not defined'),
  new RangeError('Invalid array length'),
]

describe('table 3 on anthropic.messages', () => {
  test('network: there is no connection (284)', async () => {
    const fetch = failing(new TypeError('fetch failed', { cause: new Error('read ECONNRESET') }))
    expect(await failureOf(modelWith(fetch))).toMatchObject({ code: 'network', retryable: true })
  })

  test('network: the connection breaks in the middle of a stream (284)', async () => {
    const fetch = streaming(FIRST, new TypeError('terminated', { cause: new Error('other side closed') }))
    expect(await failureOf(modelWith(fetch))).toMatchObject({ code: 'network', retryable: true })
  })

  test('timeout: the connection takes too long (284)', async () => {
    const fetch = failing(new TypeError('fetch failed', { cause: new Error('Connect Timeout Error') }))
    expect(await failureOf(modelWith(fetch))).toMatchObject({ code: 'timeout', retryable: true })
  })

  test.each([
    ['a fetch', failing],
    ['what reads a stream', (error: Error) => streaming(FIRST, error)],
  ])('config: a mistake in %s is no failed connection, and is not tried again', async (_where, fetchOf) => {
    for (const error of MISTAKES) {
      expect(await failureOf(modelWith(fetchOf(error)))).toMatchObject({
        code: 'config',
        retryable: false,
        message: `The code that makes the call failed, not the connection: ${error.message}. Check any client, fetch, headers or adapter of your own.`,
      })
    }
  })

  test('aborted: nothing is sent (283)', async () => {
    const fetch = failing(new Error('The request was sent.'))
    expect(await failureOf(modelWith(fetch), AbortSignal.abort())).toMatchObject({
      code: 'aborted',
      retryable: false,
    })
  })

  test('aborted: a stream that is aborted is no complete answer (282)', async () => {
    const aborter = new AbortController()
    const failure = failureOf(modelWith(streaming(FIRST)), aborter.signal, () => aborter.abort())
    expect(await failure).toMatchObject({ code: 'aborted', retryable: false })
  })
})

function modelWith(fetch: Fetch): Model {
  return anthropic('claude-sonnet-5', { apiKey: 'no-key', fetch })
}

function failing(error: Error): Fetch {
  return () => Promise.reject(error)
}

/** Sends the text, and then breaks, or waits for ever. */
function streaming(text: string, error?: Error): Fetch {
  return async () => {
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
        pull: (controller) => error && controller.error(error),
      },
      { highWaterMark: 0 },
    )
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
}

async function failureOf(model: Model, signal?: AbortSignal, onEvent?: () => void): Promise<DragomanError> {
  try {
    const options = { stream: true, retry: { maxAttempts: 1 }, ...(signal && { signal }) }
    for await (const _event of model.call(REQUEST, options)) onEvent?.()
  } catch (error) {
    if (DragomanError.is(error)) return error
    throw error
  }
  throw new Error('Expected a failure, and there was none.')
}
