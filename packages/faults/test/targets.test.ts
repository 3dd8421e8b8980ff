import { describe, expect, test } from 'vitest'
import { aborts } from '../src/aborts.ts'
import { readsAhead } from '../src/backpressure.ts'
import { bomb } from '../src/bomb.ts'
import { cuts } from '../src/cuts.ts'
import { deadlines } from '../src/deadlines.ts'
import { listenersOf } from '../src/listeners.ts'
import { runMany } from '../src/many-runs.ts'
import { callDown } from '../src/outage.ts'
import { pauses } from '../src/pauses.ts'
import { storm } from '../src/storm.ts'
import type { Case, Target } from '../src/target.ts'
import { WIRES } from '../src/wires.ts'

// Each is a part of what `npm run faults` does. Milliseconds and megabytes are measured there, and not here.
describe('a part of what the command tries', () => {
  test('50 faults lose nothing, run nothing twice and leak nothing', async () => {
    expect(await failures(storm, 200)).toEqual([])
  })

  test('a stream that is cut at a byte is never taken for whole, nor said twice', async () => {
    expect(await failures(cuts, 251)).toEqual([])
  })

  test('each deadline ends what it is there for, by its name, and not a millisecond earlier', async () => {
    expect(await failures(deadlines)).toEqual([])
  })

  test('no answer is given up in a pause of 299 s with keep-alives', async () => {
    expect(await failures(pauses)).toEqual([])
  })

  test('an abort at any point leaves a transcript that can be sent again', async () => {
    expect(await failures(aborts, 31)).toEqual([])
  })

  test('an answer of 1.5 GB is too large', async () => {
    expect(await failures(bomb, 1, ({ wire }) => wire === 'openai.chat')).toEqual([])
  })
})

describe.each(WIRES)('on %s', (wire) => {
  test('a provider that is down gets 35 retries from 60 calls', async () => {
    expect(await callDown(wire, 60, () => undefined)).toEqual({ requests: 95, others: [] })
  })

  test('runs that share a signal leave no listener on it', async () => {
    const { signal } = new AbortController()
    await runMany(20, [wire], signal, () => undefined)
    expect(listenersOf(signal)).toBe(0)
  })

  test('a stream is read no further than two pieces ahead of its reader', async () => {
    expect(await readsAhead(wire)).toBeLessThanOrEqual(2)
  })
})

async function failures(
  target: Target,
  every = 1,
  isChosen: (one: Case) => boolean = () => true,
): Promise<readonly string[]> {
  const choose = (cases: readonly Case[]): readonly Case[] =>
    cases.filter((one) => one.seed % every === 0 && isChosen(one))
  const figures = await target.measure({ choose, advance: () => undefined })
  return figures.filter(({ target: bound }) => bound === '0').flatMap((figure) => figure.failures)
}
