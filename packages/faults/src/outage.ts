import { ALWAYS, faultServer } from '@dragoman/conformance/faults'
import type { SpokenWire } from '@dragoman/conformance/speak'
import { DragomanError, run } from '@dragoman/core'
import { forEach } from './cases.ts'
import type { Figure } from './figure.ts'
import { reproduce, type Target } from './target.ts'
import { modelOn, WIRES } from './wires.ts'

const CALLS = 10_000
const CONCURRENCY = 16
const MOST_A_CALL = 1.004

/** Calls to a provider that is down. */
export const outage: Target = {
  name: 'outage',
  title: 'calls to a provider that is down',
  async measure({ choose, advance }) {
    const chosen = choose(WIRES.map((wire) => ({ seed: 0, wire })))
    const figures: Figure[] = []
    for (const [at, one] of chosen.entries()) {
      const { requests, others } = await callDown(one.wire, CALLS, (done) =>
        advance(at * CALLS + done, chosen.length * CALLS),
      )
      const each = requests / CALLS
      const command = reproduce(one, 'outage')
      figures.push({
        what: `requests a call on ${one.wire}, over ${CALLS.toLocaleString('en')} calls`,
        target: `≤ ${MOST_A_CALL}`,
        measured: each.toFixed(4),
        met: each <= MOST_A_CALL && others.length === 0,
        failures: others.map((other) => `it ended with ${other}\n    ${command}`),
      })
    }
    return figures
  },
}

/** How many requests so many calls cost, and how they ended where not in `overloaded` or `server`. */
export async function callDown(
  wire: SpokenWire,
  calls: number,
  advance: (done: number) => void,
): Promise<{ readonly requests: number; readonly others: readonly string[] }> {
  const limits = { requests: 3 * calls, bytes: Number.MAX_SAFE_INTEGER }
  const fault = { kind: 'status', variant: '503', attempts: ALWAYS } as const
  await using server = await faultServer({ wire, fault, limits })
  const others: string[] = []
  let done = 0
  // A model of its own for each: what limits them is shared by all. A port may have been another server's before, with
  // a budget that was used; no other provider has this name.
  await forEach(Array.from({ length: calls }), CONCURRENCY, async () => {
    const model = modelOn(wire, { baseURL: server.baseURL, provider: 'outage' })
    const end = await run({ model, messages: 'Go.', retry: { minDelayMs: 0 } }).then(
      (result) => result.end as string, // one of the union's words
      (error: unknown) => (DragomanError.is(error) ? error.code : String(error)),
    )
    if (end !== 'overloaded' && end !== 'server') others.push(end)
    done += 1
    advance(done)
  })
  return { requests: server.requests.length, others }
}
