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
  readonly signal?: AbortSignal
}

export type FitPolicy = 'adjust' | 'strict'

/** How long to wait, in milliseconds. */
export interface Deadlines {
  /** For one tool. Default 120,000. */
  readonly toolMs: number
}
