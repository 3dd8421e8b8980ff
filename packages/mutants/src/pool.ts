import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Reach, Task, Verdict } from './judge.ts'
import type { WireName } from './wires.ts'

/** What a worker is told. It answers with a {@link Reach} or a {@link Verdict}. */
export type Order =
  | { readonly type: 'survey'; readonly tasks: readonly Task[] }
  | { readonly type: 'judge'; readonly task: Task }

export interface PoolOptions {
  readonly processes: number
  /** How long the laws of one mutant may take before it is taken to never end. */
  readonly deadlineMs: number
}

/** Stand for a law where none got to judge. */
export const TIMEOUT = '(never ends)'
export const CRASH = '(ends its process)'

/** Asks one process which checks evaluate what is to be deleted. */
export async function surveyAll(wire: WireName, tasks: readonly Task[], deadlineMs: number): Promise<Reach> {
  const worker = startWorker(wire)
  const answer = await tell<Reach>(worker, { type: 'survey', tasks }, deadlineMs)
  worker.kill()
  return 'failed' in answer ? { breach: `${answer.failed}: ${answer.breach}` } : answer
}

/** Judges tasks in several processes, and tells each verdict. */
export async function judgeAll<Given extends Task>(
  wire: WireName,
  tasks: readonly Given[],
  { processes, deadlineMs }: PoolOptions,
  told: (task: Given, verdict: Verdict) => void,
): Promise<void> {
  const waiting = [...tasks]
  const lanes = Array.from({ length: Math.min(processes, tasks.length) }, async () => {
    let worker: ChildProcess | undefined
    let judged = 0
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      // Node keeps every module that it ever imported.
      if (judged % MOST_OF_ONE === 0) worker?.kill()
      worker = isAlive(worker) ? worker : startWorker(wire)
      const answer = await tell<Verdict>(worker, { type: 'judge', task }, deadlineMs)
      told(task, 'failed' in answer ? { survived: false, law: answer.failed, breach: answer.breach } : answer)
      judged += 1
    }
    worker?.kill()
  })
  await Promise.all(lanes)
}

const MOST_OF_ONE = 150

function isAlive(worker: ChildProcess | undefined): worker is ChildProcess {
  return worker !== undefined && worker.exitCode === null && worker.signalCode === null && !worker.killed
}

function startWorker(wire: WireName): ChildProcess {
  return fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [wire], {
    execArgv: ['--conditions=source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

interface Failed {
  readonly failed: typeof TIMEOUT | typeof CRASH
  readonly breach: string
}

function tell<Answer>(worker: ChildProcess, order: Order, deadlineMs: number): Promise<Answer | Failed> {
  return new Promise((resolve) => {
    const settle = (answer: Answer | Failed): void => {
      clearTimeout(timer)
      worker.removeAllListeners('message')
      worker.removeAllListeners('exit')
      resolve(answer)
    }
    const timer = setTimeout(() => {
      worker.kill('SIGKILL')
      settle({ failed: TIMEOUT, breach: `no verdict within ${deadlineMs} ms` })
    }, deadlineMs)
    worker.once('message', (answer: Answer) => settle(answer))
    worker.once('exit', (code) => settle({ failed: CRASH, breach: `the process ended with ${code}` }))
    worker.send(order)
  })
}
