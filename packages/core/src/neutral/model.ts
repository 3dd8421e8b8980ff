import type { Capabilities } from './capabilities.ts'
import type { StreamEvent } from './event.ts'
import type { ModelRequest } from './request.ts'

/** One model id on one adapter: a value. Everything that generates takes a model. */
export interface Model {
  readonly provider: string
  readonly wire: string
  readonly id: string
  readonly capabilities: Capabilities
  /**
   * Sends one request and yields the answer's events, the same for whole and streamed answers.
   * Throws a {@link DragomanError}; one that came after the first event carries `partial`.
   */
  call(request: ModelRequest, options?: CallOptions): AsyncIterable<StreamEvent>
}

/** A function from a model id to a model. Registries and configurations are functions over it. */
export type Provider = (id: string) => Model

export interface CallOptions {
  /** Whether the wire is asked for a stream. Default `false`. */
  readonly stream?: boolean
  /** `adjust` (default) changes what the model does not take, with notices; `strict` throws `unsupported`. */
  readonly fit?: FitPolicy
  /** Merged over the defaults. Of these, a call heeds those that bound one attempt. */
  readonly deadlines?: Partial<Deadlines>
  /** Merged over the defaults. `{ maxAttempts: 1 }` switches retries off. */
  readonly retry?: Partial<RetryPolicy>
  readonly signal?: AbortSignal
}

export type FitPolicy = 'adjust' | 'strict'

/** How long to wait, in milliseconds. `Infinity` waits for ever. Each attempt of a call has its own time. */
export interface Deadlines {
  /** For the headers of a streamed answer. Default 120,000. */
  readonly headersMs: number
  /** From the headers of a streamed answer to its first content. Default 300,000. */
  readonly firstEventMs: number
  /** Between one content of a streamed answer and the next. Keep-alives do not count. Default 300,000. */
  readonly idleMs: number
  /** For a whole answer, which has none of the three before. Default 600,000. */
  readonly wholeMs: number
  /** For one tool. Default 120,000. */
  readonly toolMs: number
  /** For one step: its model call, with all attempts, and its tools. Default: none. */
  readonly stepMs?: number
  /** For the run. Default: none. */
  readonly runMs?: number
}

/** When a failed attempt is made again. Only before the first content of the answer. */
export interface RetryPolicy {
  /** The first one included. Default 3. */
  readonly maxAttempts: number
  /** The first wait is drawn between 0 and this; each next one may be twice as long. Default 500. */
  readonly minDelayMs: number
  /** No wait that the server did not ask for is longer. Default 8,000. */
  readonly maxDelayMs: number
  /** Where the server asks for a longer wait, the call fails at once. Default 60,000. */
  readonly maxRetryAfterMs: number
}
