import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { checkOutcome } from './check.ts'
import { describeContender, type Contender } from './contender.ts'
import type { Outcome, Workload } from './scenario.ts'

/** One contender's cost in one round, for one run of the workload. */
export interface Sample {
  /** User and system time of the whole process, garbage collection and compilation included. */
  readonly cpuMs: number
  readonly wallMs: number
  /** The process's peak over what it held before it loaded the contender. */
  readonly memoryMb: number
}

/** How often a workload runs before and while it is measured. */
const RUNS: Readonly<Record<Workload, { readonly warmups: number; readonly measured: number }>> = {
  stream: { warmups: 6, measured: 6 },
  loop: { warmups: 500, measured: 300 },
}

/** Warms a contender up, measures it, and checks what each of its runs handed back. */
export async function measure(contender: Contender, origin: string, expected: Outcome): Promise<Sample> {
  const { warmups, measured } = RUNS[contender.workload]
  const bareBytes = process.memoryUsage.rss()
  const run = await contender.prepare(origin)
  const outcomes: Outcome[] = []
  for (let count = 0; count < warmups; count++) outcomes.push(await run())

  collectGarbage()
  const wallBefore = performance.now()
  const cpuBefore = process.cpuUsage()
  for (let count = 0; count < measured; count++) outcomes.push(await run())
  const { user, system } = process.cpuUsage(cpuBefore)
  const wallMs = performance.now() - wallBefore

  for (const outcome of outcomes) checkOutcome(outcome, expected, describeContender(contender))
  return {
    cpuMs: (user + system) / 1000 / measured,
    wallMs: wallMs / measured,
    memoryMb: process.resourceUsage().maxRSS / 1024 - bareBytes / 1024 ** 2,
  }
}

// What warming up left behind must not be collected on the measured time.
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
}
