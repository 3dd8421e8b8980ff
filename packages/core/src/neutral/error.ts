import type { AssistantMessage } from './message.ts'
import type { RunState } from './state.ts'

/** What went wrong, in one word that programs may branch on. Each has a heading in `docs/errors.md`. */
export type ErrorCode = keyof typeof ERROR_CODES

/** Whether another attempt of the same request may succeed. */
export const ERROR_CODES = {
  config: false,
  unsupported: false,
  'invalid-request': false,
  'context-full': false,
  'too-large': false,
  conflict: true,
  auth: false,
  permission: false,
  'not-found': false,
  quota: false,
  'rate-limit': true,
  overloaded: true,
  server: true,
  network: true,
  timeout: true,
  'cut-stream': true,
  'bad-response': false,
  'content-policy': false,
  aborted: false,
  'output-invalid': false,
} as const

/** The deadline that passed. */
export type Phase = 'headers' | 'first-event' | 'idle' | 'whole' | 'tool' | 'step' | 'run'

export interface ErrorDetails {
  readonly provider?: string | undefined
  readonly wire?: string | undefined
  /** Stands on `timeout`. */
  readonly phase?: Phase | undefined
  /** Defaults to the code's own row. */
  readonly retryable?: boolean | undefined
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** The HTTP status. */
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  readonly attempts?: number | undefined
  /** What had arrived of the answer. */
  readonly partial?: AssistantMessage | undefined
  /** The run so far; it can be sent again. */
  readonly state?: RunState | undefined
  readonly cause?: unknown
}

const BRAND = Symbol.for('dragoman.error')

/** The one error that Dragoman throws. Branch on `code`; recognise it with `DragomanError.is`. */
export class DragomanError extends Error {
  override readonly name = 'DragomanError'
  readonly code: ErrorCode
  readonly retryable: boolean
  // `declare`, because a plain field would stand as `undefined` where nothing is known.
  declare readonly provider?: string
  declare readonly wire?: string
  declare readonly phase?: Phase
  declare readonly retryAfterMs?: number
  declare readonly status?: number
  declare readonly requestId?: string
  declare readonly attempts?: number
  declare readonly partial?: AssistantMessage
  declare readonly state?: RunState

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const {
      provider,
      wire,
      phase,
      retryable,
      retryAfterMs,
      status,
      requestId,
      attempts,
      partial,
      state,
      cause,
    } = details
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.retryable = retryable ?? ERROR_CODES[code]
    // By name: whatever else an object holds, such as another error's code, is none of the details.
    const named = { provider, wire, phase, retryAfterMs, status, requestId, attempts }
    const known = Object.entries(named).filter(([, value]) => value !== undefined)
    Object.assign(this, Object.fromEntries(known))
    // Whole transcripts: there to be read, not to be printed with every error.
    if (partial !== undefined) Object.defineProperty(this, 'partial', { value: partial })
    if (state !== undefined) Object.defineProperty(this, 'state', { value: state })
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** True for a DragomanError of this or any other copy of the package. */
  static is(error: unknown): error is DragomanError {
    return typeof error === 'object' && error !== null && BRAND in error
  }

  /** The same error with more details; those already known win. */
  with(details: ErrorDetails): DragomanError {
    const { code, message, stack, name: _name, ...own } = this
    const copy = new DragomanError(code, message, {
      ...details,
      ...own,
      cause: this.cause ?? details.cause,
      partial: this.partial ?? details.partial,
      state: this.state ?? details.state,
    })
    if (stack !== undefined) copy.stack = stack
    return copy
  }
}

/** What went wrong, in words, whatever was thrown. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message || error.name : error
  try {
    return String(reason)
  } catch {
    return typeof reason // an object without a prototype has no text
  }
}
