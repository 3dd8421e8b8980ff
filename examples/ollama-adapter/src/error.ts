import { codeOfStatus, DragomanError, isJsonObject, retryHints } from '@dragoman/core'

/** Classifies what the transport threw: whatever the server said has been classified before. */
export function decodeError(error: unknown): DragomanError {
  const { message, cause } = error instanceof Error ? error : { message: String(error) }
  const reason = cause instanceof Error ? `${message}: ${cause.message}` : message
  return new DragomanError('network', reason, { cause: error })
}

// Ollama has no word for it but the message's.
const CONTEXT_FULL = /context (length|size|window)/i

/** Classifies `{ error }`: a refusal, or what stands in place of an answer or a line of it. */
export function decodeErrorBody(body: unknown, refusal?: Response): DragomanError {
  const said = isJsonObject(body) ? body['error'] : body
  const message = typeof said === 'string' && said ? said : 'The server gave no reason.'
  const status = refusal?.status
  const code = CONTEXT_FULL.test(message) ? 'context-full' : codeOfStatus(status ?? 500)
  return new DragomanError(code, message, { cause: body, status, ...retryHints(refusal?.headers) })
}
