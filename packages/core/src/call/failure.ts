import { DragomanError } from '../neutral/error.ts'
import { givenUp, type CallPhase } from './deadline.ts'
import { requestIdOf } from './response.ts'

/** What was going on when an attempt failed. */
export interface Circumstances {
  readonly decodeError: (error: unknown) => DragomanError
  readonly phase: CallPhase
  /** What the transport gave: it may know its response. */
  readonly answer: unknown
  /** Aborts when the call stops. */
  readonly stop: AbortSignal
}

/** Says in Dragoman's words why an attempt failed. */
export function describeFailure(error: unknown, circumstances: Circumstances): DragomanError {
  const { stop, answer } = circumstances
  if (stop.aborted) return stopped(stop)
  return classify(error, circumstances).with({ requestId: requestIdOf(answer) })
}

/** The failure of a call that was aborted: the reason itself, where that is one of ours. */
export function stopped({ reason }: AbortSignal): DragomanError {
  if (DragomanError.is(reason)) return reason
  return new DragomanError('aborted', 'The call was aborted.', { cause: reason })
}

/** The failure of an answer that is over before it is complete. */
export function cutShort(): DragomanError {
  return new DragomanError('cut-stream', 'The answer ended without its stop reason.')
}

/** A codec trusts the types of its wire: where it finds another form, the body is not what they promise. */
export function decodingFailure(error: unknown): unknown {
  if (!(error instanceof TypeError)) return error
  return new DragomanError('bad-response', `The answer has another form than its wire: ${error.message}.`, {
    cause: error,
  })
}

function classify(error: unknown, { decodeError, phase }: Circumstances): DragomanError {
  const chain = causesOf(error)
  // A client may wrap what our own fetch threw.
  const own = chain.find((cause) => DragomanError.is(cause))
  if (own) return own
  const decoded = decodeError(error)
  if (decoded.status !== undefined) return decoded
  const thrown = decoded.retryable ? chain.find(isProgramError) : undefined
  if (thrown && !FAILED_CONNECTION.test(thrown.message)) return mistaken(thrown, error)
  const isTimeout = decoded.code === 'timeout' || (decoded.code === 'network' && chain.some(isLocalTimeout))
  return isTimeout ? givenUp(phase, decoded) : decoded
}

// Causes may go round in a circle.
const MOST_CAUSES = 8

function causesOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = []
  for (let each = error; each !== undefined && chain.length < MOST_CAUSES;) {
    chain.push(each)
    each = each instanceof Error ? each.cause : undefined
  }
  return chain
}

const PROGRAM_ERRORS = ['TypeError', 'RangeError', 'ReferenceError']

function isProgramError(error: unknown): error is Error {
  return error instanceof Error && PROGRAM_ERRORS.includes(error.name)
}

// A `fetch` throws a TypeError for these too. Words of Node.js, browsers, Deno and workers, as in `is-network-error`.
const FAILED_CONNECTION =
  /^\s*(fetch failed|terminated|failed to fetch|load failed|network ?error|network request failed|network connection lost|a network error occurred|the internet connection appears|error in input stream|error (sending request|reading a body))/i

function mistaken({ message }: Error, cause: unknown): DragomanError {
  return new DragomanError(
    'config',
    `The code that makes the call failed, not the connection: ${message}. Check any client, fetch, headers or adapter of your own.`,
    { cause },
  )
}

// `TimeoutError` of the platform, `HeadersTimeoutError` and `UND_ERR_BODY_TIMEOUT` of Node.js, `ETIMEDOUT` of its sockets.
const TIMEOUT = /timed?_?out/i

function isLocalTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return [error.name, error.constructor.name, code].some((word) => TIMEOUT.test(word))
}
