import type { Answer } from '../speak/answer.ts'
import type { SpokenWire } from '../speak/speaker.ts'
import { speakerOf } from '../speak/speakers.ts'
import { answerOf, textsOf, type Exchange } from './exchange.ts'
import { ALWAYS, type Fault, type FaultKind } from './fault.ts'
import { FAULT_KINDS } from './kinds.ts'
import { anatomyOf, lengthOf } from './places.ts'
import { SCRIPT } from './script.ts'

export interface DrawOptions {
  /** Default: the server's own. */
  readonly script?: readonly Answer[]
  /** Whether the client asks for streams: it decides where a byte can be. Default `true`. */
  readonly stream?: boolean
}

/** The fault of a seed: always the same for the same wire and options. */
export function drawFault(
  seed: number,
  wire: SpokenWire,
  { script = SCRIPT, stream = true }: DrawOptions = {},
): Fault {
  const random = generator(seed)
  const kind = pick(FAULT_KINDS)
  const variant = pick(kind.variants)
  if (kind.layer === 'connection') return { kind: kind.name, variant }
  const turn = pick(turnsOf(script, kind))
  const answer = answerOf(script, turn)
  const range = rangeOf(kind, {
    speaker: speakerOf(wire),
    script,
    turn,
    attempt: 1,
    answer,
    isStream: stream,
    key: '',
  })
  return {
    kind: kind.name,
    variant,
    turn,
    attempts: pick([1, 1, 2, ALWAYS]),
    ...(range > 0 && { at: below(range) }),
  }

  function pick<Item>(items: readonly Item[]): Item {
    return items[below(items.length)] as Item // an index below the length
  }

  function below(limit: number): number {
    return Math.floor(random() * limit)
  }
}

function turnsOf(script: readonly Answer[], { needsCall = false }: FaultKind): readonly number[] {
  const turns = [...script.keys()]
  const calling = turns.filter((turn) => script[turn]?.parts.some(({ type }) => type === 'tool-call'))
  return needsCall && calling.length > 0 ? calling : turns
}

/** How many places a fault can be at; none where the place means nothing. */
function rangeOf({ counts }: FaultKind, exchange: Exchange): number {
  switch (counts) {
    case 'byte':
      return lengthOf(textsOf(exchange, exchange.answer))
    case 'event':
      return exchange.isStream ? anatomyOf(exchange.speaker, exchange.answer).content.length : 0
    default:
      // A bomb has one size, which is the most.
      return 0
  }
}

// mulberry32: small, well known, and good enough to choose with.
function generator(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
