import { CALLS } from './calls.ts'
import type { Case } from './case.ts'
import { EMPTY_ANSWERS } from './empty-answers.ts'
import { OWN_DATA } from './own-data.ts'
import { RESULTS } from './results.ts'

/** Every case, in the order in which the documentation tells them. */
export const CASES: readonly Case[] = [...CALLS, ...OWN_DATA, ...RESULTS, ...EMPTY_ANSWERS]
