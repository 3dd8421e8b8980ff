import type { Fetch } from '../neutral/codec.ts'
import { DragomanError } from '../neutral/error.ts'

/** The default: far above any answer, far below what fills a process. */
export const MAX_RESPONSE_BYTES = 67_108_864

/** Wraps a fetch so that reading more of a body than `most` bytes, as decompressed, fails with `too-large`. */
export function limitResponses(fetch: Fetch, most: number): Fetch {
  return async (input, init) => limitBody(await fetch(input, init), most)
}

function limitBody(response: Response, most: number): Response {
  const { body, status, statusText, headers, url } = response
  // Another library's response may have a body of another kind.
  if (!(body instanceof ReadableStream)) return response
  const limited = new Response(limitStream(body, most), { status, statusText, headers })
  return Object.defineProperty(limited, 'url', { value: url })
}

function limitStream(body: ReadableStream<Uint8Array>, most: number): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let left = most
  // Reads nothing ahead of whoever reads it.
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) return controller.close()
        left -= value.byteLength
        if (left >= 0) return controller.enqueue(value)
        const error = tooLarge(most)
        reader.cancel(error).catch(() => undefined)
        throw error
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function tooLarge(most: number): DragomanError {
  return new DragomanError(
    'too-large',
    `The response has more than ${most} bytes, and was given up. Raise the adapter's option maxResponseBytes if such answers are wanted.`,
  )
}
