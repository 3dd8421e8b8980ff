import {
  DragomanError,
  readEvents,
  readJson,
  type AdapterOptions,
  type Fetch,
  type Transport,
} from '@dragoman/core'
import { OpenAI } from 'openai'
import type { ChatEvent, ChatRequest, ChatResponse } from './chat/wire.ts'
import { DONE } from './chat/wire.ts'
import type { ResponsesEvent, ResponsesRequest, ResponsesResponse } from './responses/wire.ts'

export interface OpenAIOptions<Request> extends AdapterOptions<Request> {
  /** The caller's own client, Azure's included. Its key, address and headers are used; its retries are not. */
  readonly client?: OpenAI
}

type Watch = (fetch: Fetch) => Fetch

/** Sends Chat Completions requests with the official client. */
export function chatTransport(
  options: Partial<OpenAIOptions<ChatRequest>>,
  watch: Watch,
): Transport<ChatRequest, ChatResponse, ChatEvent> {
  const { completions } = createClient(options, watch).chat
  return {
    async send(request, signal) {
      return readJson(await completions.create({ ...request, stream: false }, { signal }).asResponse())
    },
    async open(request, signal) {
      const response = await completions.create({ ...request, stream: true }, { signal }).asResponse()
      return readEvents<ChatEvent>(response, signal, [DONE])
    },
  }
}

/** Sends Responses requests with the official client. */
export function responsesTransport(
  options: Partial<OpenAIOptions<ResponsesRequest>>,
  watch: Watch,
): Transport<ResponsesRequest, ResponsesResponse, ResponsesEvent> {
  const { responses } = createClient(options, watch)
  return {
    async send(request, signal) {
      return readJson(await responses.create({ ...request, stream: false }, { signal }).asResponse())
    },
    async open(request, signal) {
      const response = await responses.create({ ...request, stream: true }, { signal }).asResponse()
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
    const reason = cause instanceof Error ? cause.message : String(cause)
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
