import { ALWAYS, SCOREBOARD, SCRIPT, type Fault } from '@dragoman/conformance/faults'
import type { Answer } from '@dragoman/conformance/speak'
import type { Exercise } from './order.ts'

/** What is done to each contender, and which figures of it the table tells. */
export interface PeerRow {
  readonly title: string
  readonly exercise: Exercise
  readonly figures: readonly FigureName[]
  readonly watchdogMs: number
  /** Whether it shows only where tools run. */
  readonly needsTools?: boolean
  /** What a reader of the table has to know. */
  readonly remark?: string
  readonly fault?: Fault
  readonly script?: readonly Answer[]
  /** For each time limit that the library has. Absent: its defaults. */
  readonly limitMs?: number
}

export type FigureName =
  | 'ending'
  | 'seconds'
  | 'requests'
  | 'executions'
  | 'leaks'
  | 'prototype'
  | 'peak'
  | 'listeners'
  | 'abort'

const WATCHDOG_MS = 9_000
/** Reading much takes time, and that is no hang. */
const BOMB_WATCHDOG_MS = 30_000
const LIMIT_MS = 2_000
const ABORT_WATCHDOG_MS = 3_000
const MANY_WATCHDOG_MS = 60_000

/** The figures of a fault; how it ended and how long that took, where there is no row. */
const FIGURES: Partial<Record<Fault['kind'], readonly FigureName[]>> = {
  'no-body': ['ending', 'requests', 'seconds'],
  fin: ['ending', 'executions'],
  rst: ['ending', 'executions'],
  'in-band-error': ['ending', 'executions'],
  'retry-after': ['ending', 'requests', 'seconds'],
  status: ['ending', 'requests', 'seconds'],
  'echoed-key': ['ending', 'leaks'],
  html: ['ending'],
  'broken-json': ['ending', 'executions', 'requests'],
  'call-ids': ['ending', 'executions'],
  'hostile-names': ['ending', 'prototype'],
  'bad-encoding': ['ending', 'peak'],
}

const STALL: Fault = { kind: 'stall', at: 'mid-arguments', attempts: ALWAYS }

const NEEDS_TOOLS: readonly Fault['kind'][] = ['call-ids', 'hostile-names']

/** What a reader of a fault's row has to know. */
const REMARKS: Partial<Record<Fault['kind'], string>> = {
  'no-body':
    'The limits of `ai` on silence begin with the first bytes of the body. It has `stepMs` and `totalMs` too, which bound a good answer as well; they were not set. Nothing of the answer had come, so Dragoman asked again, twice.',
  'retry-after':
    'The clients of OpenAI and `ai` do not wait as long as the server asks, and try again at once or soon. Dragoman does not try again before it is allowed to: above `maxRetryAfterMs` (60 s) it fails at once, and the error carries `retryAfterMs`. That is meant.',
  'echoed-key':
    'Looked for in `message` and `stack`, in what `inspect` shows and in the JSON of the error, in clear and as base64. Any other row would show it as well.',
  'broken-json': '`ai` tells of the error as a part of its stream, and goes on.',
  'hostile-names': 'The tools of `runTools` parse with `JSON.parse`, as its documentation does.',
  'bad-encoding':
    'The most memory that the process had, of which the first row shows what it takes without a fault. Dragoman runs from its TypeScript sources here, the others as they are published. The two raw contenders keep no text. A `RangeError` is a string that grew beyond what V8 can hold. Dragoman stops at `maxResponseBytes` (64 MiB), which an adapter can be told to raise. That is meant.',
}

/** The rows of the scoreboard, and what no fault of a provider shows. */
export const ROWS: readonly PeerRow[] = [
  {
    title: 'none, for comparison',
    exercise: 'once',
    figures: ['ending', 'executions', 'requests', 'peak'],
    watchdogMs: WATCHDOG_MS,
    limitMs: LIMIT_MS,
  },
  ...SCOREBOARD.map(({ title, fault }): PeerRow => ({
    title,
    fault,
    needsTools: NEEDS_TOOLS.includes(fault.kind),
    ...remarkOf(fault),
    exercise: 'once',
    figures: FIGURES[fault.kind] ?? ['ending', 'seconds'],
    watchdogMs: fault.kind === 'bad-encoding' ? BOMB_WATCHDOG_MS : WATCHDOG_MS,
    limitMs: LIMIT_MS,
  })),
  {
    title: 'stall mid-arguments, all limits at their defaults',
    remark:
      'None of them ends in these 9 s. Dragoman ends after `idleMs` (300 s); `ai` has no limit by default; the `timeout` of the SDKs (10 minutes) ends with the headers.',
    fault: STALL,
    exercise: 'once',
    figures: ['ending', 'seconds'],
    watchdogMs: WATCHDOG_MS,
  },
  {
    title: 'abort listeners left after 100 runs',
    remark:
      'On one `AbortSignal`, by `getEventListeners`, after garbage was collected five times, with a turn of the event loop each.',
    script: SCRIPT.slice(-2),
    exercise: 'hundred',
    figures: ['listeners'],
    watchdogMs: MANY_WATCHDOG_MS,
  },
  {
    title: 'abort while a tool ignores its signal',
    exercise: 'abort',
    needsTools: true,
    remark:
      'From the abort until the run has settled. `runTools` hands its tools no signal; `runner.controller.signal` is one.',
    figures: ['abort'],
    watchdogMs: ABORT_WATCHDOG_MS,
  },
]

function remarkOf({ kind }: Fault): Pick<PeerRow, 'remark'> {
  const remark = REMARKS[kind]
  return remark === undefined ? {} : { remark }
}
