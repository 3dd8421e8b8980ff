import { LAWS } from '@dragoman/conformance'
import { describe, expect, test } from 'vitest'
import { tinyCodec, tinySubject } from '../tiny.ts'
import { firstBreach } from './mutant.ts'
import { MUTANTS } from './mutants.ts'

describe('the laws', () => {
  test.each(LAWS)('"$name" is kept by the honest codec', async ({ name }) => {
    expect(await firstBreach(tinySubject(tinyCodec()), name)).toBeUndefined()
  })

  test.each(MUTANTS)('"$law" kills $name', async ({ subject, law }) => {
    expect(await firstBreach(subject, law)).toMatch(/: Breach: /)
  })

  test('kill at least one mutant each, by name', () => {
    const killers = new Set(MUTANTS.map(({ law }) => law))
    expect(LAWS.map(({ name }) => name).filter((name) => !killers.has(name))).toEqual([])
  })
})
