import { describeFault, drawFault, faultServer, SCRIPT, type Fault } from '@dragoman/conformance/faults'
import {
  DragomanError,
  run,
  streamRun,
  textOf,
  type RunEvent,
  type RunOptions,
  type RunState,
} from '@dragoman/core'
import { drawnCases, tryCases, type Breach, type Trials } from './cases.ts'
import { neverFigure } from './figure.ts'
import { findLeaks } from './leaks.ts'
import { startLedger, type Ledger } from './ledger.ts'
import { refusalsOf, sendAgain } from './send-again.ts'
import type { Case, Target } from './target.ts'
import { findLost } from './transcript.ts'
import { turns, withinMs } from './turns.ts'
import { watchUnhandled } from './unhandled.ts'
import { modelOn, WIRES } from './wires.ts'

const FAULTS = 10_000
const CONCURRENCY = 24
const HANGS_MS = 30_000
const TICK_MS = 25

const CLAIMS = [
  'results lost',
  'tools run twice',
  'hangs',
  'keys leaked',
  'errors that say nothing',
  'broken answers taken for good ones',
  'transcripts that cannot be sent again',
] as const

type Claim = (typeof CLAIMS)[number]

/** Faults of every kind in a conversation of four turns, with three tools at a time that have side effects. */
export const storm: Target = {
  name: 'storm',
  title: 'faults of every kind, in a run with parallel tools',
  async measure(pace) {
    const unhandled = watchUnhandled()
    try {
      const { figures, outcomes } = await tryCases<Claim, Case>(drawnCases(FAULTS), pace, TRIALS)
      const tries = { count: outcomes.length, noun: TRIALS.noun }
      const rejections = unhandled.errors.map((error) => `nobody handled ${String(error)}`)
      return [...figures, neverFigure('rejections that nobody handled', tries, rejections)]
    } finally {
      unhandled.stop()
    }
  },
}

const TRIALS: Trials<Claim, Case> = {
  name: 'storm',
  noun: 'faults',
  concurrency: CONCURRENCY,
  claims: CLAIMS,
  describe: ({ seed, wire }) => describeFault(faultOf(seed, wire), wire, seed),
  attempt: async (one) => ({ breaches: await findBreaches(one), outcome: one }),
}

function faultOf(seed: number, wire: Case['wire']): Fault {
  return drawFault(seed, wire, { stream: isStreamed(seed) })
}

// Each wire meets both forms.
function isStreamed(seed: number): boolean {
  return Math.floor(seed / WIRES.length) % 2 === 0
}

/** What a run came to. */
interface Outcome {
  /** How it ended, where it did. */
  readonly end: string
  readonly text: string
  readonly state: RunState | undefined
  readonly error: unknown
  readonly given: Readonly<Record<string, unknown>>
}

async function findBreaches(one: Case): Promise<readonly Breach<Claim>[]> {
  const { seed, wire } = one
  const fault = faultOf(seed, wire)
  const stream = isStreamed(seed)
  const key = `sk-canary-${seed.toString(36).padStart(12, '0')}-secret`
  const ledger = startLedger()
  await using server = await faultServer({ wire, fault, tickMs: TICK_MS })
  const model = modelOn(wire, { baseURL: server.baseURL, apiKey: key, maxResponseBytes: MAX_RESPONSE_BYTES })
  const outcome = await withinMs(
    HANGS_MS,
    outcomeOf({ ...OPTIONS, model, tools: ledger.tools, stream }, seed),
  )
  if (!outcome) return [{ claim: 'hangs', detail: `it has not ended after ${HANGS_MS} ms` }]
  await turns(2)
  const refusals = refusalsOf(server.requests, wire)
  const again = outcome.state && (await sendAgain(outcome.state, { wire, stream, tools: ledger.tools }))
  return [
    ...breachesOf('results lost', findLost(again?.messages ?? outcome.state?.messages ?? [], ledger.entries)),
    ...breachesOf('tools run twice', ledger.repeated()),
    ...breachesOf('keys leaked', findLeaks(key, outcome.given)),
    ...breachesOf('errors that say nothing', findSilence(outcome)),
    ...breachesOf('broken answers taken for good ones', findPretence(outcome, fault, ledger)),
    ...breachesOf('transcripts that cannot be sent again', [...refusals, ...(again?.problems ?? NO_STATE)]),
  ]
}

const NO_STATE = ['there is no state']
const MAX_RESPONSE_BYTES = 1_048_576

// Short, because many faults are silences, and long enough for a healthy answer on a busy machine.
const OPTIONS: Pick<RunOptions, 'deadlines' | 'retry'> & { readonly messages: string } = {
  messages: 'What is the weather like?',
  deadlines: { headersMs: 250, firstEventMs: 250, idleMs: 250, wholeMs: 400, runMs: 10_000 },
  retry: { minDelayMs: 0, maxRetryAfterMs: 1_000 },
}

async function outcomeOf(options: RunOptions, seed: number): Promise<Outcome> {
  const events: RunEvent[] = []
  try {
    const result = seed % 4 === 0 ? await run(options) : await readRun(options, events)
    const { end, text, state, notices } = result
    return { end, text, state, error: undefined, given: { result, notices, events } }
  } catch (error) {
    const state = DragomanError.is(error) ? error.state : undefined
    return { end: 'error', text: '', state, error, given: { error, state, events } }
  }
}

async function readRun(options: RunOptions, events: RunEvent[]): ReturnType<typeof run> {
  const running = streamRun(options)
  for await (const event of running) events.push(event)
  return running.result
}

function breachesOf(claim: Claim, details: readonly string[]): readonly Breach<Claim>[] {
  return details.map((detail) => ({ claim, detail }))
}

const SAYS_NOTHING = /^\W*$|undefined|\[object |^null$|^unknown error\.?$/i

function findSilence({ error }: Outcome): readonly string[] {
  if (error === undefined) return []
  if (!DragomanError.is(error)) return ['it throws what is no DragomanError']
  return SAYS_NOTHING.test(error.message) ? [`the message is ${JSON.stringify(error.message)}`] : []
}

// What these make of an answer is an answer too, and is to be taken for what it says.
const ANSWER_CHANGES: ReadonlySet<Fault['kind']> = new Set([
  'call-ids',
  'hostile-names',
  'truncated-arguments',
])
const CALLS = SCRIPT.flatMap(({ parts }) => parts.filter(({ type }) => type === 'tool-call')).length
const LAST_TEXT = textOf({ parts: SCRIPT.at(-1)?.parts ?? [] })

function findPretence({ end, text }: Outcome, { kind }: Fault, { entries }: Ledger): readonly string[] {
  if (end === 'error') return []
  if (ANSWER_CHANGES.has(kind)) return []
  const isWhole = end === 'done' && text === LAST_TEXT && entries.length >= CALLS
  return isWhole ? [] : [`it ends with ${end}, ${entries.length} of ${CALLS} calls and the text "${text}"`]
}
