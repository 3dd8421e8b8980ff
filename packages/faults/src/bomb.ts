import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ALWAYS, faultServer } from '@dragoman/conformance/faults'
import { forEach } from './cases.ts'
import { neverFigure, type Figure } from './figure.ts'
import { reproduce, type Case, type Target } from './target.ts'
import { WIRES } from './wires.ts'

const MOST_MEGABYTES = 300
const LIFE_MS = 120_000

/** What the process that opened a bomb says. */
export interface Survivor {
  /** The error's code, or how the run ended in place of one. */
  readonly end: string
  /** The most memory that the process ever had. */
  readonly megabytes: number
}

/** An answer of 1.5 GB that comes as a few megabytes, to a process of its own. Its number tells whether it is a stream. */
export const bomb: Target = {
  name: 'bomb',
  title: 'an answer of 1.5 GB, compressed',
  async measure({ choose, advance }) {
    const cases = choose(WIRES.flatMap((wire) => [0, 1].map((seed) => ({ seed, wire }))))
    const all: { readonly one: Case; readonly survivor: Survivor }[] = []
    // One at a time: each has the memory to itself.
    await forEach(cases, 1, async (one) => {
      all.push({ one, survivor: await openBomb(one) })
      advance(all.length, cases.length)
    })
    const others = all
      .filter(({ survivor }) => survivor.end !== 'too-large')
      .map(({ one, survivor }) => `it ended with ${survivor.end}\n    ${reproduce(one, 'bomb')}`)
    const most = Math.max(...all.map(({ survivor }) => survivor.megabytes))
    return [
      neverFigure('answers that do not end in too-large', { count: all.length, noun: 'bombs' }, others),
      memoryFigure(most),
    ]
  },
}

async function openBomb({ seed, wire }: Case): Promise<Survivor> {
  const fault = { kind: 'bad-encoding', variant: 'bomb', attempts: ALWAYS } as const
  await using server = await faultServer({ wire, fault })
  const file = fileURLToPath(new URL('./bomb-process.ts', import.meta.url))
  const child = fork(file, [wire, server.baseURL, seed === 1 ? 'stream' : 'whole'], {
    execArgv: ['--conditions=source'],
    timeout: LIFE_MS,
    killSignal: 'SIGKILL',
  })
  return await new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Survivor)) // what bomb-process.ts sends
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      resolve({ end: `the end of its process (${signal ?? code})`, megabytes: Number.NaN })
    })
  })
}

function memoryFigure(megabytes: number): Figure {
  return {
    what: 'the most memory of a process that opened one',
    target: `< ${MOST_MEGABYTES} MB`,
    measured: `${megabytes.toFixed(0)} MB`,
    met: megabytes < MOST_MEGABYTES,
    failures: [],
  }
}
