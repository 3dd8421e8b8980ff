import type { JsonObject } from '@dragoman/core'

/** The types that OpenAI gives to what it refuses. */
export function openaiErrorType(status: number): string {
  if (status === 429) return 'requests'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

const CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
}

/** The body of a refusal, the same on both of OpenAI's wires. */
export function openaiError(status: number, type: string, message: string): JsonObject {
  // A spent quota is a 429 too, and only the words tell.
  const code = type === 'insufficient_quota' ? type : (CODES[status] ?? null)
  return { error: { message, type, param: null, code } }
}
