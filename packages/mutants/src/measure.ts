import { readFileSync } from 'node:fs'
import type { Task, Verdict } from './judge.ts'
import { findMutations } from './mutation.ts'
import { judgeAll, surveyAll, type PoolOptions } from './pool.ts'
import { ROOT } from './root.ts'
import type { Wire } from './wires.ts'

/** A mutant of a file of a codec. */
export interface Mutant extends Task {
  readonly wire: Wire['name']
}

/** A mutant, and what it came to. */
export interface Judged extends Mutant {
  readonly verdict: Verdict
}

/** Every mutant of a wire's codec. */
export function mutantsOf(wire: Wire): readonly Mutant[] {
  return wire.files.flatMap((name) => {
    const file = `${wire.package}/${name}`
    const text = readFileSync(new URL(file, ROOT), 'utf8')
    return findMutations(file, text).map((mutation) => ({ wire: wire.name, file, mutation }))
  })
}

/** Judges mutants of one wire, each by the checks that can see it. Throws where the codec breaks a law as it is. */
export async function measureMutants(
  wire: Wire,
  mutants: readonly Mutant[],
  options: PoolOptions,
  advance?: (done: number, of: number) => void,
): Promise<readonly Judged[]> {
  const reach = await surveyAll(wire.name, mutants, options.deadlineMs)
  if ('breach' in reach) {
    throw new Error(`${wire.name} breaks a law as it is, so no mutant can be judged: ${reach.breach}`)
  }
  // A check that does not evaluate what is deleted does not see that it is gone.
  const reached = mutants.map((mutant, at) => {
    return mutant.mutation.probe ? { ...mutant, checks: reach.reached[at] ?? [] } : mutant
  })
  return judgeMutants(wire, reached, options, advance)
}

/** Judges mutants of one wire, each by all checks until the first breach. */
export async function judgeMutants(
  wire: Wire,
  mutants: readonly Mutant[],
  options: PoolOptions,
  advance: (done: number, of: number) => void = () => {},
): Promise<readonly Judged[]> {
  const verdicts = new Map<Mutant, Verdict>()
  await judgeAll(wire.name, mutants, options, (mutant, verdict) => {
    verdicts.set(mutant, verdict)
    advance(verdicts.size, mutants.length)
  })
  return mutants.flatMap((mutant) => {
    const verdict = verdicts.get(mutant)
    return verdict ? [{ ...mutant, verdict }] : []
  })
}
