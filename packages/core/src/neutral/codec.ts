import type { Capabilities } from './capabilities.ts'
import type { DragomanError } from './error.ts'
import type { WireEvent } from './event.ts'
import type { ModelRequest } from './request.ts'

/** The model as a codec sees it. */
export interface EncodeTarget {
  readonly id: string
  readonly capabilities: Capabilities
  readonly stream: boolean
}

/**
 * The pure translation between the neutral model and one wire: no clock, no random, no I/O, and what it is given
 * stays as it is. A `TypeError` that it throws while it reads becomes `bad-response`: it may trust the types of its wire.
 */
export interface Codec<Request, Response, Event> {
  /** Names the wire, such as `acme.chat`. */
  readonly wire: string
  /**
   * Says the request in the wire's words. Throws `unsupported` for what the wire cannot express. The request has been
   * fitted to the capabilities, so it may rely on these:
   * - Every call is followed by its one result, in one tool message in call order, and every result has its call.
   * - Names of tools and properties, and ids of calls, are of the alphabets, and no two calls share an id.
   * - Files, system messages, first and last turns, blank texts and cache points stand only where they may.
   * - `replay`, reasoning and opaque parts are this model's own, and the conversation before them is not edited.
   * - Each setting, `toolChoice`, `parallelToolCalls` and `strict` is one that the model takes, `output` stands there
   *   only where it is `native`, and hosted tools are of this wire.
   * Media types and files by id are its own to check: what it has no form for is `unsupported`.
   */
  encode(request: ModelRequest, model: EncodeTarget): Request
  /** Reads a whole answer as the events of a stream, without deltas. Throws `bad-response`, or the error that the body holds. */
  decode(response: Response, request: Request): Iterable<WireEvent>
  /** Reads a streamed answer. */
  decoder(request: Request): Decoder<Event>
  /** Classifies whatever the transport threw. It is never given a DragomanError, nor what one caused. */
  decodeError(error: unknown): DragomanError
}

/** Synchronous and stateful: one for each streamed answer. */
export interface Decoder<Event> {
  /** Throws an in-band error, and `bad-response` for a known event with a broken body. */
  push(event: Event): Iterable<WireEvent>
  /**
   * The bytes are over. Throws `cut-stream` unless the wire gave its stop reason. It may leave that to core, which throws
   * it where the events end without `message-end`, those without any event included.
   */
  end(): Iterable<WireEvent>
}

/** The I/O of one wire: one attempt, no retry. */
export interface Transport<Request, Response, Event> {
  /** Where it sends to: all that one provider has there share one retry budget. Default: the option `baseURL`. */
  readonly baseURL?: string
  /** Asks for a whole answer. */
  send(request: Request, signal: AbortSignal): Promise<Response>
  /** Asks for a stream; settles with the headers. Leaving the iteration releases the connection. */
  open(request: Request, signal: AbortSignal): Promise<AsyncIterable<Event>>
}

/** A function of the form of the platform's own `fetch`. */
export type Fetch = typeof globalThis.fetch
