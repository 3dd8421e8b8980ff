import { DragomanError, type Fetch, type Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { describe, expect, test } from 'vitest'
import { encodeEvents, REQUEST } from './tables/row.ts'

interface Wire {
  readonly wire: string
  readonly model: (fetch: Fetch) => Model
  /** The first event of a stream. */
  readonly first: string
}

const WIRES: readonly Wire[] = [
  {
    wire: 'openai.chat',
    model: (fetch) => openai('gpt-5.5', { apiKey: 'no-key', fetch }),
    first: encodeEvents([{ id: 'chatcmpl_1', choices: [{ index: 0, delta: { content: 'Sun' } }] }]),
  },
  {
    wire: 'openai.responses',
    model: (fetch) => openai.responses('gpt-5.5', { apiKey: 'no-key', fetch }),
    first: encodeEvents([
      { type: 'response.created', response: { id: 'resp_1' } },
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] },
      },
      {
        type: 'response.content_part.added',
        item_id: 'msg_1',
        output_index: 0,
        content_index: 0,
        part: { type: 'output_text', text: '', annotations: [] },
      },
      {
        type: 'response.output_text.delta',
        item_id: 'msg_1',
        output_index: 0,
        content_index: 0,
        delta: 'Sun',
      },
    ]),
  },
]

describe.each(WIRES)('table 3 on $wire', ({ model, first }) => {
  test('network: there is no connection (284)', async () => {
    const fetch = failing(new TypeError('fetch failed', { cause: new Error('read ECONNRESET') }))
    expect(await failureOf(model(fetch))).toMatchObject({ code: 'network', retryable: true })
  })

  test('network: the connection breaks in the middle of a stream (284)', async () => {
    const fetch = streaming(first, new TypeError('terminated', { cause: new Error('other side closed') }))
    expect(await failureOf(model(fetch))).toMatchObject({ code: 'network', retryable: true })
  })

  test('timeout: the connection takes too long (284)', async () => {
    const fetch = failing(new TypeError('fetch failed', { cause: new Error('Connect Timeout Error') }))
    expect(await failureOf(model(fetch))).toMatchObject({ code: 'timeout', retryable: true })
  })

  test('config: a mistake in a fetch is no failed connection, and is not tried again', async () => {
    const fetch = failing(new TypeError("Cannot read properties of undefined (reading 'proxy')"))
    expect(await failureOf(model(fetch))).toMatchObject({ code: 'config', retryable: false })
  })

  test('aborted: nothing is sent (283)', async () => {
    const fetch = failing(new Error('The request was sent.'))
    expect(await failureOf(model(fetch), AbortSignal.abort())).toMatchObject({
      code: 'aborted',
      retryable: false,
    })
  })

  test('aborted: a stream that is aborted is no complete answer (282)', async () => {
    const aborter = new AbortController()
    const failure = failureOf(model(streaming(first)), aborter.signal, () => aborter.abort())
    expect(await failure).toMatchObject({ code: 'aborted', retryable: false })
  })
})

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
