import { faultServer, SCRIPT } from '@dragoman/conformance/faults'
import { DragomanError, streamRun, textOf, type RunEvent, type RunStream } from '@dragoman/core'
import { drawnCases, tryCases, type Breach, type Trials } from './cases.ts'
import { timesFigure } from './figure.ts'
import { startLedger, type Entry, type Ledger } from './ledger.ts'
import { listenersOf } from './listeners.ts'
import { randomOf } from './random.ts'
import { sendAgain } from './send-again.ts'
import type { Case, Target } from './target.ts'
import { findLost } from './transcript.ts'
import { turns, withinMs } from './turns.ts'
import { modelOn } from './wires.ts'

const POINTS = 1_000
const HANGS_MS = 30_000
const SETTLE_MS = 10
const CLOSE_MS = 100

const CLAIMS = [
  'runs that do not end as aborted',
  'tools that never saw the signal',
  'transcripts that cannot be sent again',
  'listeners left on the signal',
] as const

type Claim = (typeof CLAIMS)[number]

/** Aborts at points that are drawn: at an event, in a tool, or after some turns of the event loop; or leaves the iteration. */
export const aborts: Target = {
  name: 'aborts',
  title: 'an abort at a point that is drawn',
  async measure(pace) {
    const { figures, outcomes } = await tryCases(drawnCases(POINTS), pace, TRIALS)
    const aborted = outcomes.filter((outcome) => outcome !== undefined)
    const settled = aborted.map(({ settleMs }) => settleMs)
    const closed = aborted.map(({ closeMs }) => closeMs)
    return [
      ...figures,
      timesFigure('from the abort to the end of the run', settled, SETTLE_MS),
      timesFigure('from the abort to the last closed socket', closed, CLOSE_MS),
    ]
  },
}

/** What an abort took. */
interface Times {
  readonly settleMs: number
  readonly closeMs: number
}

const TRIALS: Trials<Claim, Times | undefined> = {
  name: 'aborts',
  noun: 'points',
  // Alone, so that the times are its own.
  concurrency: 1,
  claims: CLAIMS,
  describe: ({ seed, wire }) => {
    const { kind, number, patient, stream } = pointOf(seed)
    const tools = patient ? 'tools that do not heed it' : 'tools that are under way'
    const what = kind === 'leave' ? `leaving at event ${number}` : `an abort at ${kind} ${number}`
    return `seed ${seed}: ${what}, with ${tools}, ${stream ? 'streamed' : 'whole'}, on ${wire}`
  },
  attempt: abortAt,
}

/** Where a run is aborted. */
interface Point {
  readonly kind: 'event' | 'tool' | 'turn' | 'leave'
  readonly number: number
  /** How many turns of the event loop later. */
  readonly later: number
  /** Whether tools never end. Then all runs end in their first tools. */
  readonly patient: boolean
  readonly stream: boolean
}

const KINDS = ['event', 'tool', 'turn', 'leave'] as const
const MOST: Readonly<Record<Point['kind'], number>> = { event: 40, tool: 7, turn: 100, leave: 40 }

function pointOf(seed: number): Point {
  const random = randomOf(seed)
  const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'event'
  const patient = kind === 'tool' && random() < 0.5
  const most = patient ? 3 : MOST[kind]
  const number = Math.floor(random() * most) + firstOf(kind)
  return { kind, number, later: Math.floor(random() * 3), patient, stream: random() < 0.7 }
}

function earlier(point: Point): Point {
  return { ...point, number: Math.max(firstOf(point.kind), Math.floor(point.number / 2)) }
}

// Events are counted from 1.
function firstOf(kind: Point['kind']): number {
  return kind === 'event' || kind === 'leave' ? 1 : 0
}

/** One run, until its abort. */
interface Aborted {
  readonly ledger: Ledger
  readonly events: readonly RunEvent[]
  readonly error: unknown
  readonly end: string | undefined
  readonly settleMs: number
  /** Whether it was aborted before it was over. */
  readonly wasAborted: boolean
}

async function abortAt({
  seed,
  wire,
}: Case): Promise<{ breaches: Breach<Claim>[]; outcome: Times | undefined }> {
  await using server = await faultServer({ wire })
  let controller: AbortController
  let point = pointOf(seed)
  let run: Aborted | undefined
  // A run that is over before its point is made again with an earlier one.
  do {
    controller = new AbortController()
    run = await withinMs(HANGS_MS, runUntil(point, wire, server.baseURL, controller))
    if (!run) return { breaches: [breach('runs that do not end as aborted', 'it hangs')], outcome: undefined }
    point = earlier(point)
  } while (!run.wasAborted)
  const since = performance.now()
  while (server.openSockets > 0 && performance.now() - since < HANGS_MS) await turns(1)
  const closeMs = run.settleMs + performance.now() - since
  const breaches = await findBreaches(run, wire, pointOf(seed))
  const outcome = { settleMs: run.settleMs, closeMs }
  return { breaches: [...breaches, ...findListeners(controller.signal)], outcome }
}

async function runUntil(
  point: Point,
  wire: Case['wire'],
  baseURL: string,
  controller: AbortController,
): Promise<Aborted> {
  const { kind, number, later, patient, stream } = point
  let abortedAt = Number.NaN

  async function abort(): Promise<void> {
    await turns(later)
    if (!Number.isNaN(abortedAt)) return
    abortedAt = performance.now()
    controller.abort()
  }

  const ledger = startLedger(async (_entry, at) => {
    if (kind === 'tool' && at === number) void abort()
    await (patient ? new Promise(() => undefined) : turns(2 + (at % 3)))
  })
  const { signal } = controller
  const running = streamRun({
    model: modelOn(wire, { baseURL }),
    tools: ledger.tools,
    messages: 'Go.',
    stream,
    signal,
    deadlines: patient ? { toolMs: HANGS_MS } : {},
  })
  if (kind === 'turn') void turns(number).then(abort)
  const read = await readAll(running, (count) => {
    if (count !== number) return false
    if (kind === 'event') void abort()
    if (kind === 'leave') abortedAt = performance.now()
    return kind === 'leave'
  })
  const settleMs = performance.now() - abortedAt
  return { ledger, ...read, settleMs, wasAborted: !Number.isNaN(abortedAt) }
}

async function readAll(
  running: RunStream,
  leaves: (count: number) => boolean,
): Promise<Pick<Aborted, 'events' | 'error' | 'end'>> {
  const events: RunEvent[] = []
  try {
    for await (const event of running) if (leaves(events.push(event))) break
    return { events, error: undefined, end: (await running.result).end }
  } catch (error) {
    return { events, error, end: undefined }
  }
}

const LAST_TEXT = textOf({ parts: SCRIPT.at(-1)?.parts ?? [] })

async function findBreaches(
  { ledger, events, error, end, wasAborted }: Aborted,
  wire: Case['wire'],
  { kind, stream }: Point,
): Promise<readonly Breach<Claim>[]> {
  const last = events.at(-1)
  // An abort behind the last answer takes nothing from it.
  if (end !== undefined) {
    const isWhole = end === 'done' && last?.type === 'run-end' && last.result.text === LAST_TEXT
    return isWhole ? [] : [breach('runs that do not end as aborted', `it ends with ${end}`)]
  }
  const open = ledger.entries.filter(({ outcome, signal }) => outcome === undefined && !signal.aborted)
  const unaware = open.map(({ call }) => breach('tools that never saw the signal', call))
  const isAborted = DragomanError.is(error) && error.code === 'aborted' && wasAborted
  // Who leaves gets no error with a state: nobody is there to go on from it.
  if (isAborted && kind === 'leave') return unaware
  if (!isAborted || !error.state) {
    return [...unaware, breach('runs that do not end as aborted', `it ends with ${String(error)}`)]
  }
  const again = await sendAgain(error.state, { wire, stream, tools: startLedger().tools })
  const lost = findLost(error.state.messages, ledger.entries.filter(wasInTime))
  const problems = [...again.problems, ...lost, ...ledger.repeated()]
  return [...unaware, ...problems.map((problem) => breach('transcripts that cannot be sent again', problem))]
}

// What a tool gave back behind the abort is nobody's.
function wasInTime({ signal }: Entry): boolean {
  return !signal.aborted
}

function findListeners(signal: AbortSignal): readonly Breach<Claim>[] {
  const count = listenersOf(signal)
  return count === 0 ? [] : [breach('listeners left on the signal', `${count} of them`)]
}

function breach(claim: Claim, detail: string): Breach<Claim> {
  return { claim, detail }
}
