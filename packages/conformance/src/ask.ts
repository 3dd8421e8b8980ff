import {
  accumulator,
  isJsonObject,
  type AssistantMessage,
  type Fetch,
  type JsonObject,
  type Model,
  type ModelRequest,
  type Notice,
} from '@dragoman/core'
import type { RecordedResponse } from './corpus.ts'
import { replayFetch } from './replay-fetch.ts'

/** What one call of a model came to. */
export interface Asked {
  /** The body of what was sent. */
  readonly body: JsonObject
  /** The same as the text that was sent. */
  readonly bodyText: string
  readonly message: AssistantMessage
  readonly notices: readonly Notice[]
}

/** Calls a model in whose provider's place a fetch gives one answer, whole or streamed, and tells what was sent. */
export async function ask(
  model: (fetch: Fetch) => Model,
  request: ModelRequest,
  response: RecordedResponse,
  stream?: boolean,
): Promise<Asked> {
  let bodyText = ''
  const answer = replayFetch({ response })
  const called = model(async (input, init) => {
    // The official clients send a text; what others send becomes one.
    bodyText = typeof init?.body === 'string' ? init.body : await new Request(input, init).text()
    return answer(input, init)
  })
  const received = accumulator()
  const notices: Notice[] = []
  for await (const event of called.call(request, { stream: stream ?? 'sse' in response })) {
    received.push(event)
    if (event.type === 'notice') notices.push(event.notice)
  }
  const body: unknown = JSON.parse(bodyText)
  return { body: isJsonObject(body) ? body : {}, bodyText, message: received.message(), notices }
}
