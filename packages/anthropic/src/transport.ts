import { Anthropic } from '@anthropic-ai/sdk'
import { readEvents, readJson, type AdapterOptions, type Fetch, type Transport } from '@dragoman/core'
import type { MessagesEvent, MessagesRequest, MessagesResponse } from './wire.ts'

export interface AnthropicOptions extends AdapterOptions<MessagesRequest> {
  /** The caller's own client, Bedrock's and Vertex's included. Its key, address and headers are used; its retries and timeout are not. */
  readonly client?: Anthropic
}

// The call keeps the deadlines: a client that gave up earlier would hide them. It is the longest time that a timer takes.
const TIMEOUT_MS = 2_147_483_647

/** Sends Messages requests with the official client. */
export function transport(
  options: Partial<AnthropicOptions>,
  watch: (fetch: Fetch) => Fetch,
): Transport<MessagesRequest, MessagesResponse, MessagesEvent> {
  const client = createClient(options, watch)
  const { messages } = client
  return {
    baseURL: client.baseURL,
    async send(request, signal) {
      const call = messages.create({ ...request, stream: false }, { signal, timeout: TIMEOUT_MS })
      return readJson(await call.asResponse())
    },
    async open(request, signal) {
      const call = messages.create({ ...request, stream: true }, { signal, timeout: TIMEOUT_MS })
      const { data, response } = await call.withResponse()
      // Bedrock streams its own binary frames, which only its client reads.
      return isBinary(response) ? data : readEvents<MessagesEvent>(response, signal)
    },
  }
}

function isBinary(response: Response): boolean {
  return response.headers.get('content-type')?.includes('vnd.amazon.eventstream') ?? false
}

function createClient(options: Partial<AnthropicOptions>, watch: (fetch: Fetch) => Fetch): Anthropic {
  const { client, apiKey, baseURL, headers } = options
  // The call retries, with one budget for all: a client that retried too would multiply attempts.
  if (client) return client.withOptions({ maxRetries: 0, fetch: watch(options.fetch ?? fetchOf(client)) })
  return new Anthropic({
    maxRetries: 0,
    fetch: watch(options.fetch ?? globalThis.fetch),
    ...(apiKey !== undefined && { apiKey }),
    ...(baseURL !== undefined && { baseURL }),
    ...(headers && { defaultHeaders: headers }),
  })
}

function fetchOf(client: Anthropic): Fetch {
  // Private in the SDK's types, which leaves it without one.
  return client['fetch'] as Fetch
}
