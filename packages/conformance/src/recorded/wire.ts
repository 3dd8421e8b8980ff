import type { ErrorCode, JsonValue, StopReason, Usage } from '@dragoman/core'
import type { ErrorRow } from './errors.ts'
import type { Frame } from './frames.ts'

/**
 * What a recording of one wire says, read without any codec.
 * The readers follow the provider's documentation and nothing else, so that they and a codec can disagree.
 */
export interface RecordedWire {
  /** The path of the endpoint that creates answers. */
  readonly createPath: RegExp
  readonly errors: readonly ErrorRow[]
  readWhole(body: string): Reading
  readStream(frames: readonly Frame[]): Reading
  /** True for the frame that carries the stop reason or the error: from here on the answer is not cut. */
  endsAnswer(frame: Frame): boolean
  /** True for a frame that can only be the first of an answer. Absent where the wire has none. */
  startsAnswer?(frame: Frame): boolean
}

/** What an exchange came to: an answer, or an error. */
export type Reading = (Answer | Failure) & {
  /** The kinds of what the answer holds and the neutral model has no place for, such as `audio`. */
  readonly beyond?: readonly string[]
}

export interface Answer {
  readonly text: string
  /** What the model showed of its reasoning, without white space. */
  readonly reasoning: string
  readonly calls: readonly Call[]
  readonly stop: { readonly reason: StopReason; readonly raw: string | null } | undefined
  readonly usage: Usage
}

export interface Call {
  readonly id: string
  readonly name: string
  readonly arguments: JsonValue
}

export interface Failure {
  readonly error: ErrorCode
}
