import type { Codec } from '@dragoman/core'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { decodeError } from './error.ts'
import { decoder } from './stream.ts'
import { WIRE, type MessagesEvent, type MessagesRequest, type MessagesResponse } from './wire.ts'

/** The Messages wire, both ways. */
export const codec: Codec<MessagesRequest, MessagesResponse, MessagesEvent> = {
  wire: WIRE,
  encode,
  decode,
  decoder,
  decodeError,
}
