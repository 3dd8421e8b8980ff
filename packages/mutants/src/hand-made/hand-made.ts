import { ANSWERS } from './answers.ts'
import { HEARD } from './heard.ts'
import type { HandMade } from './mutant.ts'
import { PIECES } from './pieces.ts'
import { REQUESTS } from './requests.ts'
import { WORDS } from './words.ts'

/** Every first-party adapter that was broken by hand. */
export const HAND_MADE: readonly HandMade[] = [...REQUESTS, ...HEARD, ...ANSWERS, ...PIECES, ...WORDS]
