import { faultServer } from '@dragoman/conformance/faults'
import { timesFigure } from './figure.ts'
import { GRID, type Cell } from './grid.ts'
import type { Case, Target } from './target.ts'
import { SHORT_SCRIPT, startWaiting } from './waiting.ts'
import { WIRES } from './wires.ts'

const REPEATS = 4
const DEADLINE_MS = 100
const TICK_MS = 10
const MOST_MS = 50

/** How much later than its deadline each cell ends, on the real clock. */
export const overshoot: Target = {
  name: 'overshoot',
  title: 'the same on the real clock',
  async measure({ choose, advance }) {
    const cases = choose(WIRES.flatMap((wire) => Array.from(GRID.keys(), (seed): Case => ({ seed, wire }))))
    const times: number[] = []
    for (const { seed, wire } of cases) {
      const cell = GRID[seed]
      if (!cell) continue
      for (let round = 0; round < REPEATS; round += 1) times.push(await overshootOf(cell, wire))
      advance(times.length, cases.length * REPEATS)
    }
    return [timesFigure('later than a deadline of 100 ms', times, MOST_MS)]
  },
}

async function overshootOf(cell: Cell, wire: Case['wire']): Promise<number> {
  const { option, phase, fault } = cell
  const now = performance.now.bind(performance)
  await using server = await faultServer({
    wire,
    script: SHORT_SCRIPT,
    tickMs: TICK_MS,
    ...(fault && { fault }),
  })
  const deadlines = { [option]: DEADLINE_MS }
  const waiting = startWaiting(cell, { wire, baseURL: server.baseURL, deadlines, now })
  // The server stands still right behind its headers.
  const headers = phase === 'first-event' ? server.stalled().then(now) : undefined
  await waiting.named
  return waiting.ended() - ((await headers) ?? waiting.began()) - DEADLINE_MS
}
