import type { Fetch, Model } from '@dragoman/core'
import type { Recording } from '../corpus.ts'
import type { RecordedWire } from './wire.ts'

/** What is checked against recordings. */
export interface RecordedSubject {
  readonly wire: RecordedWire
  readonly recordings: readonly Recording[]
  /** Makes the model under test, on the given fetch. The id is the recorded one, where a request was recorded. */
  readonly model: (fetch: Fetch, id: string) => Model
  readonly exceptions: readonly RecordedException[]
}

/** An exchange that holds something that the neutral model has no place for. */
export interface RecordedException {
  readonly recording: string
  readonly exchange: number
  /** The wire's name for it. */
  readonly beyond: string
  /** `notice`: the rest decodes, and a notice tells of it. */
  readonly becomes: 'notice' | 'unsupported'
  readonly reason: string
}
