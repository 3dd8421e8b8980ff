import { CHOICES } from './choices.ts'
import { MEDIA } from './media.ts'
import type { Phrase } from './phrase.ts'
import { REASONING } from './reasoning.ts'
import { RESULT_FILES } from './result-files.ts'
import { RESULTS } from './results.ts'
import { SCHEMAS } from './schemas.ts'
import { SETTINGS } from './settings.ts'
import { TEXTS } from './texts.ts'
import { TOOLS } from './tools.ts'
import { TURNS } from './turns.ts'

export { ROSETTA_WIRES } from './phrase.ts'
export type { Phrase, RosettaWire } from './phrase.ts'
export { sent } from './sent.ts'
export type { Sent } from './sent.ts'
export { withWire } from './with-wire.ts'
export type { Said, Translation, Unsaid } from './with-wire.ts'

/** One neutral request after another, each beside what stands for it on the wires of OpenAI and Anthropic. */
export const ROSETTA: readonly Phrase[] = [
  ...TEXTS,
  ...TOOLS,
  ...CHOICES,
  ...RESULTS,
  ...MEDIA,
  ...RESULT_FILES,
  ...REASONING,
  ...TURNS,
  ...SCHEMAS,
  ...SETTINGS,
]
