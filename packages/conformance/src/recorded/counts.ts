import { findExceptions, kindOf, readExchanges, splitAnswers } from './exchanges.ts'
import type { RecordedSubject } from './subject.ts'

export interface RecordedCounts {
  readonly exchanges: number
  readonly whole: number
  readonly streamed: number
  readonly errors: number
  /** Requests that create no answer. They are not checked. */
  readonly otherEndpoints: number
  /** More than `whole` and `streamed` where an exchange holds several. */
  readonly answers: number
  /** The exceptions that name one of the exchanges. */
  readonly exceptions: number
}

/** How many exchanges there are of each kind. */
export function countRecordings({ wire, recordings, exceptions }: RecordedSubject): RecordedCounts {
  const exchanges = recordings.flatMap(readExchanges)
  const kinds = Map.groupBy(exchanges, (recorded) => kindOf(wire, recorded))
  const { whole = [], streamed = [], error = [], 'other-endpoint': others = [] } = Object.fromEntries(kinds)
  return {
    exchanges: exchanges.length,
    whole: whole.length,
    streamed: streamed.length,
    errors: error.length,
    otherEndpoints: others.length,
    answers: [...whole, ...streamed.flatMap((recorded) => splitAnswers(wire, recorded))].length,
    exceptions: exchanges.flatMap((recorded) => findExceptions(exceptions, recorded)).length,
  }
}
