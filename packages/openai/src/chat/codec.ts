import type { Codec } from '@dragoman/core'
import { decodeError } from '../error.ts'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { decoder } from './stream.ts'
import { WIRE, type ChatEvent, type ChatRequest, type ChatResponse } from './wire.ts'

/** Chat Completions, both ways. */
export const codec: Codec<ChatRequest, ChatResponse, ChatEvent> = {
  wire: WIRE,
  encode,
  decode,
  decoder,
  decodeError,
}
