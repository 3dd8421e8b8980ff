import type { Exchange } from './exchange.ts'
import type { Play } from './move.ts'

/** One way to break, and where. Plain JSON. */
export interface Fault {
  readonly kind: FaultName
  /** The form of it; each kind lists its own. Default: its first. */
  readonly variant?: string
  /** Where in the answer: a number of what the kind counts, or a place by its name. Default: the start. */
  readonly at?: number | Place
  /** Which turn of the script breaks, counted from 0. Default 0. */
  readonly turn?: number
  /** How many attempts of that turn break before one is answered well. Default 1; {@link ALWAYS} for all. */
  readonly attempts?: number
}

/** As `attempts`: no attempt of that turn is answered well. */
export const ALWAYS: number = Number.MAX_SAFE_INTEGER

/** `mid-arguments` lies between two events, `mid-event` inside of one; `before-stop` has all but the stop reason. */
export type Place = 'start' | 'mid-event' | 'mid-arguments' | 'before-stop' | 'before-last' | 'end'

export type FaultName =
  | 'connect-refused'
  | 'dns-failure'
  | 'tls-reset'
  | 'no-headers'
  | 'no-body'
  | 'stall'
  | 'stall-with-keep-alives'
  | 'drip'
  | 'fin'
  | 'rst'
  | 'in-band-error'
  | 'no-terminal'
  | 'terminal-twice'
  | 'status'
  | 'retry-after'
  | 'should-retry'
  | 'echoed-key'
  | 'html'
  | 'broken-json'
  | 'bad-encoding'
  | 'call-ids'
  | 'hostile-names'
  | 'truncated-arguments'
  | 'usage'

/** A row of the table of faults. */
export type FaultKind = FaultFacts & (ConnectionFault | AnswerFault)

export interface FaultFacts {
  /** Its number in the list of kinds. */
  readonly number: number
  readonly name: FaultName
  /** What a client meets. */
  readonly title: string
  /** Its forms, the default first. */
  readonly variants: readonly [string, ...string[]]
  /** What `at` counts; absent where it means nothing. */
  readonly counts?: 'byte' | 'event' | 'MiB'
  /** Whether it stands still until the server ticks or is released. */
  readonly waits?: boolean
  /** Whether it shows only in a turn that calls tools. */
  readonly needsCall?: boolean
}

/** No request ever arrives: it breaks every turn and every attempt. */
export interface ConnectionFault {
  readonly layer: 'connection'
}

/** The request is read, and the answer is broken. */
export interface AnswerFault {
  readonly layer: 'answer'
  play(exchange: Exchange, fault: FullFault): Play
}

/** A fault with its defaults. */
export type FullFault = Required<Fault>
