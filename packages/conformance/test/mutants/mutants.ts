import { ADAPTER_MUTANTS } from './adapters.ts'
import { ANSWER_MUTANTS } from './answers.ts'
import { BYTE_MUTANTS } from './bytes.ts'
import { HEARD_MUTANTS } from './heard.ts'
import type { Mutant } from './mutant.ts'
import { REQUEST_MUTANTS } from './requests.ts'
import { WORD_MUTANTS } from './words.ts'

/** Every broken subject of the tiny wire. */
export const MUTANTS: readonly Mutant[] = [
  ...REQUEST_MUTANTS,
  ...HEARD_MUTANTS,
  ...ANSWER_MUTANTS,
  ...WORD_MUTANTS,
  ...BYTE_MUTANTS,
  ...ADAPTER_MUTANTS,
]
