import type { Decoder } from '@dragoman/core'
import { lineReader } from './decode.ts'
import type { OllamaAnswer } from './wire.ts'

/** Reads a streamed answer. One that ends before it is done has no ending: core calls it cut. */
export function decoder(): Decoder<OllamaAnswer> {
  return { push: lineReader({ deltas: true }), end: () => [] }
}
