import { replyTo, type Exchange } from './exchange.ts'
import type { AnswerFault, FaultFacts, FullFault } from './fault.ts'
import { send, type Move, type Play } from './move.ts'
import { byteAt } from './places.ts'
import { chunkOf, headOf, LAST_CHUNK, play } from './reply.ts'

type Row = FaultFacts & AnswerFault

/** Faults that end the connection at a byte: of the body, or of the whole response with its headers. */
export const CUTS: readonly Row[] = [
  {
    number: 9,
    name: 'fin',
    title: 'a FIN',
    // `clean`: the HTTP body is complete, and the answer in it is not.
    variants: ['body', 'clean', 'response'],
    counts: 'byte',
    layer: 'answer',
    play: (exchange, fault) => cut(exchange, fault, { type: 'end' }),
  },
  {
    number: 10,
    name: 'rst',
    title: 'an RST',
    variants: ['body', 'response'],
    counts: 'byte',
    layer: 'answer',
    play: (exchange, fault) => cut(exchange, fault, { type: 'reset' }),
  },
]

function* cut(exchange: Exchange, { at, variant }: FullFault, ending: Move): Play {
  const byte = byteAt(exchange, at)
  if (variant === 'response') yield* cutResponse(exchange, byte)
  else yield* cutBody(exchange, byte)
  if (variant === 'clean') yield send(LAST_CHUNK)
  yield ending
}

function* cutBody(exchange: Exchange, byte: number): Play {
  const reply = replyTo(exchange)
  yield send(headOf(reply))
  for (const piece of upTo(reply.body, byte)) yield send(chunkOf(piece))
}

function* cutResponse(exchange: Exchange, byte: number): Play {
  const sent = [...play(replyTo(exchange))].flatMap((move) => (move.type === 'send' ? [move.bytes] : []))
  for (const piece of upTo(sent, byte)) yield send(piece)
}

function* upTo(pieces: Iterable<Uint8Array>, byte: number): Generator<Uint8Array> {
  let left = byte
  for (const piece of pieces) {
    if (left <= 0) return
    yield piece.subarray(0, left)
    left -= piece.length
  }
}
