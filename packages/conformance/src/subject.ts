import type {
  ErrorCode,
  ErrorDetails,
  Fetch,
  JsonValue,
  Model,
  ModelRequest,
  Stop,
  StopReason,
  Usage,
} from '@dragoman/core'
import type { Frame, Framing } from './framing.ts'
import type { Finding } from './judge/rule.ts'
import type { WireBlocks } from './recorded/blocks.ts'

/** An adapter as the laws see it: a way to make a model, and evidence to run it on. */
export interface Subject {
  /** Names the subject in reports: its wire. */
  readonly name: string
  /** A model whose transport uses this fetch, and nothing else. */
  readonly model: (fetch: Fetch) => Model
  readonly fixtures: readonly Fixture[]
  /** How the wire cuts its streams into frames. Default `sse`. */
  readonly framing?: Framing
  /** True for the stream's frame that carries the wire's stop reason, or that ends the answer. */
  readonly isEnding: (frame: Frame) => boolean
  /** What an answer of the wire may hold: each needs a fixture that holds it, and what is not named must not show up. */
  readonly answers: readonly AnswerContent[]
  /** What of these the wire's streams never bring in pieces. Default: each comes in pieces, and needs a fixture whose stream shows it. */
  readonly comesWhole?: readonly GrowingContent[]
  /** The reasons that the wire has no word for; every other one needs a fixture that expects it. */
  readonly cannotStopFor: readonly StopReason[]
  /** Why the provider would refuse a body, such as `(body) => judge('openai.chat', body)`; or why nobody can tell. */
  readonly judge: ((body: object) => readonly Verdict[]) | { readonly none: string }
  /** Why no request carries a key, such as `a server of one's own asks for none`. Absent: each one does. */
  readonly keyless?: string
  /** Where the wire's own blocks stand in an answer and in a request, and which of their fields do not go back. */
  readonly blocks: WireBlocks
  /** Checks that are known to fail. One that passes, or that there is not, is an error. */
  readonly knownFailures?: readonly KnownFailure[]
  /** The same model with the key that the environment holds. Absent: it is never asked for real. */
  readonly live?: (fetch: Fetch) => Model
}

/** What an answer may hold. */
export type AnswerContent = (typeof ANSWER_CONTENTS)[number]

export const ANSWER_CONTENTS = [
  'text',
  'reasoning',
  'tool calls',
  'parallel tool calls',
  'files',
  'opaque parts',
  'citations',
] as const

/** What grows in a stream. */
export type GrowingContent = (typeof GROWING_CONTENTS)[number]

export const GROWING_CONTENTS = ['text', 'reasoning', 'tool calls'] as const

/** A check that fails for now: it stands in every report, until it passes and must be taken out. */
export interface KnownFailure {
  readonly law: string
  /** The name of the fixture, or of the kit's request or case. */
  readonly fixture: string
  readonly reason: string
  /** Where its repair is followed: the address of an issue. */
  readonly link: string
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
  /** The body of the streamed answer, as text. */
  readonly stream?: string
  /** The HTTP status and headers of the answer. Default: 200 with its content type. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly expect?: Expectation
  /** Set by `inject`. */
  readonly injected?: Injected
  /** How the fixture came about, such as `from the API reference`. */
  readonly source: string
  /** Default `by-hand`: what is made by hand never counts as recorded. */
  readonly made?: Making
  /** How many bytes of the stream came at a time. */
  readonly chunks?: readonly number[]
}

/** By hand, by the accumulator of the provider's own SDK from a stream made by hand, or recorded from the provider. */
export type Making = (typeof MAKINGS)[number]

export const MAKINGS = ['by-hand', 'by-sdk', 'recorded'] as const

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
