import { faultServer } from '@dragoman/conformance/faults'
import { tryCases, type Trials } from './cases.ts'
import { fakeClock } from './clock.ts'
import { GRID, type Cell } from './grid.ts'
import type { Case, Target } from './target.ts'
import { turns, withinMs } from './turns.ts'
import { SHORT_SCRIPT, startWaiting } from './waiting.ts'
import { WIRES } from './wires.ts'

const CLAIM = 'cells that do not end with their phase'

type Claim = typeof CLAIM

/** Every phase, with a server that is silent, sends keep-alives, or one byte a second. */
export const deadlines: Target = {
  name: 'deadlines',
  title: 'every phase, with every way to let time pass',
  async measure(pace) {
    const cases = WIRES.flatMap((wire) => Array.from(GRID.keys(), (seed): Case => ({ seed, wire })))
    return (await tryCases<Claim, undefined>(cases, pace, TRIALS)).figures
  },
}

const TRIALS: Trials<Claim, undefined> = {
  name: 'deadlines',
  noun: 'cells',
  // There is one clock.
  concurrency: 1,
  claims: [CLAIM],
  describe: ({ seed, wire }) => {
    const { phase, behaviour, stream, fault } = GRID[seed] ?? {}
    const server = fault ? `${fault.kind} at ${fault.at ?? 'start'}` : 'a tool that never ends'
    return `seed ${seed}: ${phase}, ${behaviour} (${server}), ${stream ? 'streamed' : 'whole'}, on ${wire}`
  },
  async attempt({ seed, wire }) {
    const cell = GRID[seed]
    const detail = cell && ((await withinMs(HANGS_MS, findMiss(cell, wire))) ?? 'it hangs')
    return {
      breaches: detail === undefined || detail === MET ? [] : [{ claim: CLAIM, detail }],
      outcome: undefined,
    }
  },
}

const SECONDS = 60
const HANGS_MS = 30_000
const MET = 'met'

// By order alone: still waiting a millisecond before the deadline, and over with it.
async function findMiss(cell: Cell, wire: Case['wire']): Promise<string> {
  const { phase, option, fault } = cell
  await using server = await faultServer({ wire, script: SHORT_SCRIPT, ...(fault && { fault }) })
  using clock = fakeClock(() => turns(4))
  const waiting = startWaiting(cell, {
    wire,
    baseURL: server.baseURL,
    deadlines: { ...NONE, [option]: SECONDS * 1000 },
    now: () => 0,
  })
  if (fault) await server.stalled()
  await waiting.ready()
  for (let second = 1; second < SECONDS; second += 1) {
    await clock.advance(1000)
    if (fault) await server.tick()
    await turns(4)
  }
  await clock.advance(999)
  if (waiting.isOver()) return `it ended before its deadline: ${await waiting.named}`
  await clock.advance(1)
  if (!waiting.isOver()) return 'its deadline passed, and it still waits'
  const named = await waiting.named
  return named === phase ? MET : `it ended with ${named}`
}

const NONE = {
  headersMs: Infinity,
  firstEventMs: Infinity,
  idleMs: Infinity,
  wholeMs: Infinity,
  toolMs: Infinity,
  stepMs: Infinity,
  runMs: Infinity,
}
