import type {
  ErrorCode,
  ErrorDetails,
  Fetch,
  JsonValue,
  Model,
  ModelRequest,
  SseEvent,
  Stop,
  StopReason,
  Usage,
} from '@dragoman/core'
import type { Finding } from './judge/rule.ts'
import type { WireBlocks } from './recorded/blocks.ts'

/** An adapter as the laws see it: a way to make a model, and evidence to run it on. */
export interface Subject {
  /** Names the subject in reports: its wire. */
  readonly name: string
  /** A model whose transport uses this fetch, and nothing else. */
  readonly model: (fetch: Fetch) => Model
  readonly fixtures: readonly Fixture[]
  /** True for the stream's event that carries the wire's stop reason, or that ends the answer. */
  readonly isEnding: (event: SseEvent) => boolean
  /** The reasons that the wire has no word for; every other one needs a fixture that expects it. */
  readonly cannotStopFor: readonly StopReason[]
  /** Why the provider would refuse a body, such as `(body) => judge('openai.chat', body)`; or why nobody can tell. */
  readonly judge: ((body: object) => readonly Verdict[]) | { readonly none: string }
  /** Where the wire's own blocks stand in an answer and in a request, and which of their fields do not go back. */
  readonly blocks: WireBlocks
}

/** A reason for which a provider refuses a request. */
export type Verdict = Omit<Finding, 'source'>

/** One turn as its provider sends it: whole, streamed, or both. */
export interface Fixture {
  readonly name: string
  /** What the turn answers. */
  readonly request: ModelRequest
  /** The body of the whole answer. */
  readonly response?: JsonValue
  /** The body of the streamed answer: the text of an event stream. */
  readonly stream?: string
  /** The HTTP status and headers of the answer. Default: 200 with its content type. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly expect?: Expectation
  /** Set by `inject`. */
  readonly injected?: Injected
  /** How the fixture came about, such as `by hand, from the API reference`. */
  readonly source: string
}

/** What was put into a fixture to make this one, and what must become of it. */
export interface Injected {
  readonly into: Fixture
  /** `carried`: as one more opaque part. */
  readonly becomes: 'carried' | 'skipped' | 'bad-response'
}

/** What the fixture must come to: a row of the tables of stop reasons, usage or errors. */
export interface Expectation {
  readonly stop?: Stop
  readonly usage?: Omit<Usage, 'raw'>
  readonly error?: { readonly code: ErrorCode } & Pick<
    ErrorDetails,
    'retryable' | 'retryAfterMs' | 'status' | 'requestId'
  >
}
