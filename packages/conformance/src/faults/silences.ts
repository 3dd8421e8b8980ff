import { replyTo, type Exchange } from './exchange.ts'
import type { AnswerFault, FaultFacts, FullFault } from './fault.ts'
import { send, type Play } from './move.ts'
import { byteAt } from './places.ts'
import { chunkOf, headOf, LAST_CHUNK, play, type Reply } from './reply.ts'

type Row = FaultFacts & AnswerFault

/** Faults of time. Once released, each goes on to the good answer. */
export const SILENCES: readonly Row[] = [
  {
    number: 4,
    name: 'no-headers',
    title: 'headers that never come',
    variants: ['silent'],
    waits: true,
    layer: 'answer',
    *play(exchange) {
      yield { type: 'hold' }
      yield* play(replyTo(exchange))
    },
  },
  {
    number: 5,
    name: 'no-body',
    title: 'headers, then nothing',
    variants: ['silent'],
    waits: true,
    layer: 'answer',
    play: (exchange, fault) => stall(exchange, { ...fault, at: 'start' }),
  },
  {
    number: 6,
    name: 'stall',
    title: 'a silent stall',
    variants: ['silent'],
    counts: 'byte',
    waits: true,
    layer: 'answer',
    play: stall,
  },
  {
    number: 7,
    name: 'stall-with-keep-alives',
    title: 'a stall with keep-alives',
    variants: ['wire', 'comment', 'blank-line'],
    counts: 'byte',
    waits: true,
    layer: 'answer',
    play: stallWithKeepAlives,
  },
  {
    number: 8,
    name: 'drip',
    title: 'one byte a tick',
    variants: ['body', 'response'],
    counts: 'byte',
    waits: true,
    layer: 'answer',
    play: (exchange, fault) => (fault.variant === 'body' ? dripBody : dripResponse)(exchange, fault),
  },
]

function* stall(exchange: Exchange, { at }: FullFault): Play {
  const reply = replyTo(exchange)
  const [before, after] = split(reply.body, byteAt(exchange, at))
  yield send(headOf(reply))
  for (const piece of before) yield send(chunkOf(piece))
  yield { type: 'hold' }
  yield* rest(after)
}

function* stallWithKeepAlives(exchange: Exchange, { at, variant }: FullFault): Play {
  const reply = replyTo(exchange)
  const [before, after] = splitBetween(exchange, reply, byteAt(exchange, at))
  const alive = chunkOf(Buffer.from(keepAlive(exchange, variant)))
  yield send(headOf(reply))
  for (const piece of before) yield send(chunkOf(piece))
  while ((yield { type: 'tick' }) !== 'release') yield send(alive)
  yield* rest(after)
}

// A keep-alive stands between events. Before a whole answer it is white space, as OpenRouter and DeepSeek send it.
function splitBetween({ isStream }: Exchange, { body }: Reply, at: number): [Uint8Array[], Uint8Array[]] {
  const pieces = [...body]
  const ends = pieces.map((_, index) => sizeOf(pieces.slice(0, index + 1)))
  const count = isStream ? ends.filter((end) => end <= at).length : 0
  return [pieces.slice(0, count), pieces.slice(count)]
}

function keepAlive({ speaker, isStream }: Exchange, variant: string): string {
  if (!isStream || variant === 'blank-line') return '\n'
  return variant === 'comment' ? ': still here\n\n' : speaker.keepAlive
}

function* dripBody(exchange: Exchange, { at }: FullFault): Play {
  const reply = replyTo(exchange)
  const [before, after] = split(reply.body, byteAt(exchange, at))
  yield send(headOf(reply))
  for (const piece of before) yield send(chunkOf(piece))
  for (const byte of bytesOf(after)) {
    yield { type: 'tick' }
    yield send(chunkOf(byte))
  }
  yield* rest([])
}

function* dripResponse(exchange: Exchange): Play {
  for (const move of play(replyTo(exchange))) {
    if (move.type !== 'send') yield move
    else {
      for (const byte of bytesOf([move.bytes])) {
        yield { type: 'tick' }
        yield send(byte)
      }
    }
  }
}

function* bytesOf(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += 1) yield piece.subarray(at, at + 1)
  }
}

function* rest(pieces: readonly Uint8Array[]): Play {
  for (const piece of pieces) yield send(chunkOf(piece))
  yield send(LAST_CHUNK)
  yield { type: 'end' }
}

function split(body: Reply['body'], at: number): [Uint8Array[], Uint8Array[]] {
  const bytes = Buffer.concat([...body])
  return [[bytes.subarray(0, at)], [bytes.subarray(at)]]
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}
