import {
  readJson,
  readLines,
  readRefusal,
  type AdapterOptions,
  type Fetch,
  type Transport,
} from '@dragoman/core'
import { decodeErrorBody } from './error.ts'
import type { OllamaAnswer, OllamaRequest } from './wire.ts'

/** `apiKey` is for ollama.com; a server of your own asks for none. */
export type OllamaOptions = AdapterOptions<OllamaRequest>

/** Sends requests to `baseURL`, by default to the server of this machine. */
export function transport(
  { apiKey, baseURL = 'http://127.0.0.1:11434', headers, fetch = globalThis.fetch }: Partial<OllamaOptions>,
  watch: (fetch: Fetch) => Fetch,
): Transport<OllamaRequest, OllamaAnswer, OllamaAnswer> {
  const send = watch(fetch)
  const url = `${baseURL.replace(/\/+$/, '')}/api/chat`
  const key = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }

  async function post(request: OllamaRequest, signal: AbortSignal): Promise<Response> {
    const body = JSON.stringify(request)
    const all = { 'content-type': 'application/json', ...key, ...headers }
    const response = await send(url, { method: 'POST', headers: all, body, signal })
    if (response.ok) return response
    throw decodeErrorBody(await readRefusal(response), response)
  }

  return {
    baseURL,
    send: async (request, signal) => readJson(await post(request, signal)),
    open: async (request, signal) => readLines(await post(request, signal), signal),
  }
}
