import {
  DragomanError,
  readEvents,
  readJson,
  reasonOf,
  type AdapterOptions,
  type Fetch,
  type Transport,
} from '@dragoman/core'
import { OpenAI } from 'openai'
import type { ChatEvent, ChatRequest, ChatResponse } from './chat/wire.ts'
import { DONE } from './chat/wire.ts'
import type { ResponsesEvent, ResponsesRequest, ResponsesResponse } from './responses/wire.ts'

export interface OpenAIOptions<Request> extends AdapterOptions<Request> {
  /** The caller's own client, Azure's included. Its key, address and headers are used; its retries and timeout are not. */
  readonly client?: OpenAI
}

// The call keeps the deadlines: a client that gave up earlier would hide them. It is the longest time that a timer takes.
const TIMEOUT_MS = 2_147_483_647

type Watch = (fetch: Fetch) => Fetch

/** Sends Chat Completions requests with the official client. */
export function chatTransport(
  options: Partial<OpenAIOptions<ChatRequest>>,
  watch: Watch,
): Transport<ChatRequest, ChatResponse, ChatEvent> {
  const client = createClient(options, watch)
  const { completions } = client.chat
  return {
    baseURL: client.baseURL,
    async send(request, signal) {
      const call = completions.create({ ...request, stream: false }, { signal, timeout: TIMEOUT_MS })
      return readJson(await call.asResponse())
    },
    async open(request, signal) {
      const call = completions.create({ ...request, stream: true }, { signal, timeout: TIMEOUT_MS })
      const response = await call.asResponse()
      return readEvents<ChatEvent>(response, signal, [DONE])
    },
  }
}

/** Sends Responses requests with the official client. */
export function responsesTransport(
  options: Partial<OpenAIOptions<ResponsesRequest>>,
  watch: Watch,
): Transport<ResponsesRequest, ResponsesResponse, ResponsesEvent> {
  const client = createClient(options, watch)
  const { responses } = client
  return {
    baseURL: client.baseURL,
    async send(request, signal) {
      const call = responses.create({ ...request, stream: false }, { signal, timeout: TIMEOUT_MS })
      return readJson(await call.asResponse())
    },
    async open(request, signal) {
      const call = responses.create({ ...request, stream: true }, { signal, timeout: TIMEOUT_MS })
      const response = await call.asResponse()
      return readEvents<ResponsesEvent>(response, signal, [DONE])
    },
  }
}

function createClient<Request>(options: Partial<OpenAIOptions<Request>>, watch: Watch): OpenAI {
  const { client, apiKey, baseURL, headers } = options
  // The call retries, with one budget for all: a client that retried too would multiply attempts.
  if (client) return client.withOptions({ maxRetries: 0, fetch: watch(options.fetch ?? fetchOf(client)) })
  try {
    return new OpenAI({
      maxRetries: 0,
      fetch: watch(options.fetch ?? globalThis.fetch),
      ...(apiKey !== undefined && { apiKey }),
      ...(baseURL !== undefined && { baseURL }),
      ...(headers && { defaultHeaders: headers }),
    })
  } catch (cause) {
    const reason = reasonOf(cause)
    if (!/missing credentials/i.test(reason)) throw new DragomanError('config', reason, { cause })
    throw new DragomanError(
      'config',
      'No OpenAI key: set OPENAI_API_KEY, or give openai(id, { apiKey }). For a local server any text will do.',
      { cause },
    )
  }
}

function fetchOf(client: OpenAI): Fetch {
  // Private in the SDK's types, which leaves it without one.
  return client['fetch'] as Fetch
}
