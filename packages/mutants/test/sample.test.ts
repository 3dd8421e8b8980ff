import { readFile } from 'node:fs/promises'
import { seededRandom } from '@dragoman/conformance'
import { describe, expect, test } from 'vitest'
import { judgeMutants, mutantsOf, type Mutant } from '../src/measure.ts'
import { headingOf, PAGE, survivorCells } from '../src/page.ts'
import { survivorsOf } from '../src/score.ts'
import { WIRES } from '../src/wires.ts'

const SEED = 7
const SAMPLE = 8

describe('a sample of mutants', () => {
  test.each(WIRES)('of $name has no survivor that docs/mutants.md does not tell of', async (wire) => {
    const page = await readFile(PAGE, 'utf8')
    const told = (mutant: Mutant): boolean => tellsOf(page, mutant)
    const sample = draw(
      mutantsOf(wire).filter((mutant) => !told(mutant)),
      seededRandom(SEED),
    )
    const judged = await judgeMutants(wire, sample, { processes: 1, deadlineMs: 60_000 })
    expect(judged).toHaveLength(SAMPLE)
    expect(survivorsOf(judged)).toEqual([])
  })
})

function tellsOf(page: string, mutant: Mutant): boolean {
  const [, after = ''] = page.split(`### ${headingOf(mutant)}\n`)
  const [section = ''] = after.split('\n#')
  return section.includes(`| ${survivorCells(mutant).join(' | ')} |`)
}

function draw(mutants: readonly Mutant[], random: () => number): readonly Mutant[] {
  return Array.from({ length: SAMPLE }, (_, at) => {
    const share = (at + random()) / SAMPLE
    return mutants[Math.floor(share * mutants.length)]
  }).filter((mutant) => mutant !== undefined)
}
