import type { Codec } from '@dragoman/core'
import { decodeError } from '../error.ts'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { decoder } from './stream.ts'
import { WIRE, type ResponsesEvent, type ResponsesRequest, type ResponsesResponse } from './wire.ts'

/** Responses, both ways, stateless: the whole conversation goes with every request. */
export const codec: Codec<ResponsesRequest, ResponsesResponse, ResponsesEvent> = {
  wire: WIRE,
  encode,
  decode,
  decoder,
  decodeError,
}
