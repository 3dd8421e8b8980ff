import type { SpokenWire } from '@dragoman/conformance/speak'
import type { Figure } from './figure.ts'

/** One thing that is measured. */
export interface Target {
  readonly name: string
  /** What is done, in a few words. */
  readonly title: string
  measure(pace: Pace): Promise<readonly Figure[]>
}

/** Something that is tried on a wire. The same number is always the same on the same wire. */
export interface Case {
  readonly seed: number
  readonly wire: SpokenWire
}

/** How much is tried, and who is told. */
export interface Pace {
  choose(cases: readonly Case[]): readonly Case[]
  advance(done: number, of: number): void
}

/** The one command that tries a case again. */
export function reproduce({ seed, wire }: Case, only: string): string {
  return `npm run faults -- --seed ${seed} --wire ${wire} --only ${only}`
}
