import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describeContender, type Contender } from './contender.ts'
import type { Sample } from './measure.ts'
import { DELTAS } from './scenario.ts'

/** How long a process has for its one answer. */
const ANSWER_MS = 60_000

export interface RunningServer {
  readonly origin: string
  stop(): void
}

/** Starts the server in a process of its own, for long enough to take so many samples. */
export async function startServer(samples: number): Promise<RunningServer> {
  const child = start('./server/process.ts', [String(DELTAS)], (samples + 1) * ANSWER_MS)
  const origin = await firstMessage(child, 'The server')
  return { origin: String(origin), stop: () => void child.kill('SIGKILL') }
}

/**
 * Takes one sample in a fresh process, so that no contender runs on code that another one warmed up or spoilt, each
 * starts with an empty heap, and the compiler's luck differs from round to round instead of staying for all of them.
 */
export async function takeSample(contender: Contender, origin: string): Promise<Sample> {
  const name = describeContender(contender)
  const child = start('./worker.ts', [name, origin], ANSWER_MS)
  try {
    return (await firstMessage(child, name)) as Sample // what worker.ts sends
  } finally {
    child.kill('SIGKILL')
  }
}

function start(file: string, args: readonly string[], lifeMs: number): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ['--conditions=source'],
    timeout: lifeMs,
    killSignal: 'SIGKILL',
  })
}

async function firstMessage(child: ChildProcess, who: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const timer = setTimeout(() => child.kill('SIGKILL'), ANSWER_MS)
  child.once('message', resolve)
  child.once('error', reject)
  child.once('exit', (code, signal) => {
    const how =
      signal === 'SIGKILL' ? `did not answer within ${ANSWER_MS} ms` : `ended with ${signal ?? code}`
    reject(new Error(`${who} ${how}.`))
  })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}
