import { faultServer, type FaultServer } from '@dragoman/conformance/faults'
import { run, streamRun } from '@dragoman/core'
import type { SpokenWire } from '@dragoman/conformance/speak'
import { neverFigure, type Figure } from './figure.ts'
import { startLedger } from './ledger.ts'
import { listenersOf } from './listeners.ts'
import type { Pace, Target } from './target.ts'
import { turns } from './turns.ts'
import { SHORT_SCRIPT } from './waiting.ts'
import { modelOn, WIRES } from './wires.ts'

const RUNS = 10_000
const WARM_UP = 6_000
/** How many runs one server takes: it keeps what it saw, and fetch keeps something for each address. */
const BATCH = 400
const MOST_BYTES = 1_048_576

/** Many runs that share one signal, which never aborts. */
export const manyRuns: Target = {
  name: 'many-runs',
  title: 'runs that share one signal, and what they leave behind',
  async measure(pace) {
    const { signal } = new AbortController()
    const wires = WIRES.filter((wire) => pace.choose([{ seed: 0, wire }]).length > 0)
    const count = await runMany(WARM_UP, wires, signal, () => undefined)
    const before = await heapBytes()
    const ran = await runMany(RUNS, wires, signal, pace.advance)
    const grown = (await heapBytes()) - before
    const left = listenersOf(signal)
    return [
      neverFigure(
        'listeners left on the shared signal',
        { count: ran + count, noun: 'runs' },
        Array<string>(left).fill('a listener'),
      ),
      heapFigure(grown),
    ]
  },
}

/** Makes so many runs, each of two steps with a tool; some are left before their end. */
export async function runMany(
  runs: number,
  wires: readonly SpokenWire[],
  signal: AbortSignal,
  advance: Pace['advance'],
): Promise<number> {
  for (let done = 0; done < runs; done += BATCH) {
    const wire = wires[(done / BATCH) % wires.length]
    if (!wire) break
    await using server = await faultServer({ wire, script: SHORT_SCRIPT })
    await runBatch(server, wire, signal, Math.min(BATCH, runs - done))
    advance(done + BATCH, runs)
  }
  return runs
}

async function runBatch(
  server: FaultServer,
  wire: SpokenWire,
  signal: AbortSignal,
  runs: number,
): Promise<void> {
  const { tools } = startLedger()
  const options = { model: modelOn(wire, { baseURL: server.baseURL }), tools, messages: 'Go.', signal }
  for (let at = 0; at < runs; at += 1) {
    if (at % 10 !== 0) await run({ ...options, stream: at % 2 === 0 })
    else {
      for await (const event of streamRun(options)) if (event.type === 'tool-start') break
    }
  }
}

function heapFigure(grown: number): Figure {
  const measured = `${(grown / 1024).toFixed(0)} KiB`
  const target = '< 1 MiB'
  return {
    what: `heap growth over ${RUNS.toLocaleString('en')} runs`,
    target,
    measured,
    met: grown < MOST_BYTES,
    failures: [],
  }
}

// What is garbage may take several collections to be found as such.
async function heapBytes(): Promise<number> {
  for (let round = 0; round < 5; round += 1) {
    await turns(20)
    globalThis.gc?.()
  }
  return process.memoryUsage().heapUsed
}
