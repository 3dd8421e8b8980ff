import type { Codec } from '@dragoman/core'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { decodeError } from './error.ts'
import { decoder } from './stream.ts'
import { WIRE, type OllamaAnswer, type OllamaRequest } from './wire.ts'

/** Ollama's chat wire, both ways. */
export const codec: Codec<OllamaRequest, OllamaAnswer, OllamaAnswer> = {
  wire: WIRE,
  encode,
  decode,
  decoder,
  decodeError,
}
