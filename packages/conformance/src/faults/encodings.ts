import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { answerReply, replyTo, textsOf, type Exchange } from './exchange.ts'
import type { AnswerFault, FaultFacts, FullFault } from './fault.ts'
import type { Play } from './move.ts'
import { play } from './reply.ts'

/** Faults of the content encoding. */
export const ENCODING_FAULTS: readonly (FaultFacts & AnswerFault)[] = [
  {
    number: 20,
    name: 'bad-encoding',
    title: 'a gzip bomb, or an encoding that lies',
    variants: ['bomb', 'not-compressed', 'other-encoding', 'undeclared', 'cut'],
    counts: 'MiB',
    layer: 'answer',
    play: playEncoded,
  },
]

function playEncoded(exchange: Exchange, { variant, at }: FullFault): Play {
  const bytes = Buffer.concat([...replyTo(exchange).body])
  const packed = gzipSync(bytes)
  const gzip = { 'content-encoding': 'gzip' }
  switch (variant) {
    case 'not-compressed':
      return play(answerReply(exchange, [bytes], gzip))
    case 'other-encoding':
      return play(answerReply(exchange, [packed], { 'content-encoding': 'br' }))
    case 'undeclared':
      return play(answerReply(exchange, [packed]))
    case 'cut':
      return play(answerReply(exchange, [packed.subarray(0, packed.length / 2)], gzip))
    default: {
      const size = typeof at === 'number' && at > 0 ? at : BOMB_MIB
      return play(answerReply(exchange, compress(bombOf(exchange, size)), gzip))
    }
  }
}

/** 1.5 GB. */
const BOMB_MIB = 1_536
const MIB = 1024 * 1024
const LETTERS = 'a'.repeat(16 * 1024)

/** An answer whose text never ends, as what comes before it, what is repeated, and what comes after. */
interface Bomb {
  readonly head: Buffer
  readonly repeated: Buffer
  readonly count: number
  readonly tail: Buffer
}

function bombOf(exchange: Exchange, mebibytes: number): Bomb {
  const [head, unit, tail] = seamsOf(exchange)
  const times = Math.ceil(MIB / unit.length)
  return {
    head: Buffer.from(head),
    repeated: Buffer.from(unit.repeat(times)),
    count: Math.ceil((mebibytes * MIB) / (unit.length * times)),
    tail: Buffer.from(tail),
  }
}

// What stands in the middle can be repeated: a delta of a stream, the letters of a whole answer.
function seamsOf(exchange: Exchange): readonly [string, string, string] {
  const answer = { ...exchange.answer, parts: [{ type: 'text', text: LETTERS }] } as const
  if (!exchange.isStream) {
    const [head = '', tail = ''] = textsOf(exchange, answer).join('').split(LETTERS)
    return [head, LETTERS, tail]
  }
  const frames = exchange.speaker.frames(answer, LETTERS.length)
  const at = frames.findIndex((text) => text.includes(LETTERS))
  return [frames.slice(0, at).join(''), frames[at] ?? '', frames.slice(at + 1).join('')]
}

const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])

// A full flush ends on a byte and forgets what was before: so a block that was compressed once can be sent many times.
function* compress({ head, repeated, count, tail }: Bomb): Generator<Buffer> {
  const block = deflateBlock(repeated)
  let check = crc32(head)
  yield Buffer.concat([GZIP_HEAD, deflateBlock(head)])
  for (let sent = 0; sent < count; sent += 1) {
    check = crc32(repeated, check)
    yield block
  }
  check = crc32(tail, check)
  yield deflateRawSync(tail)
  yield trailer(check, head.length + count * repeated.length + tail.length)
}

function deflateBlock(bytes: Buffer): Buffer {
  return deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH })
}

function trailer(check: number, size: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(check, 0)
  bytes.writeUInt32LE(size % 2 ** 32, 4)
  return bytes
}
