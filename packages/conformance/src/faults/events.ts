import { answerReply, refusalOf, replyTo, saidReply, textsOf, type Exchange } from './exchange.ts'
import type { AnswerFault, FaultFacts, FullFault } from './fault.ts'
import type { Play } from './move.ts'
import { anatomyOf, type Anatomy } from './places.ts'
import { jsonReply, play } from './reply.ts'

type Row = FaultFacts & AnswerFault

/** Faults in the order of a stream's events. A whole answer has none: it is an error with status 200, or half of itself. */
export const EVENT_FAULTS: readonly Row[] = [
  {
    number: 11,
    name: 'in-band-error',
    title: 'an error in a good response',
    variants: ['before-content', 'after-content', 'before-stop'],
    counts: 'event',
    layer: 'answer',
    play: breakIn,
  },
  {
    number: 12,
    name: 'no-terminal',
    title: 'no terminal event',
    variants: ['last', 'stop'],
    layer: 'answer',
    play: (exchange, { variant }) =>
      exchange.isStream
        ? playFrames(exchange, ({ opening, content, closing }) => [
            ...opening,
            ...content,
            ...(variant === 'last' ? closing.slice(0, -1) : []),
          ])
        : playHalf(exchange),
  },
  {
    number: 13,
    name: 'terminal-twice',
    title: 'events after the last one',
    variants: ['last', 'closing', 'content', 'all'],
    layer: 'answer',
    play: (exchange, { variant }) =>
      exchange.isStream
        ? playFrames(exchange, (anatomy) => [...allOf(anatomy), ...again(anatomy, variant)])
        : playTwice(exchange),
  },
]

function breakIn(exchange: Exchange, { variant, at }: FullFault): Play {
  if (!exchange.isStream) return play(jsonReply(200, refusalOf(exchange, STATUS, MESSAGE)))
  const { speaker } = exchange
  const error = speaker.inBandError(speaker.errorType(STATUS), MESSAGE)
  return playFrames(exchange, ({ opening, content }) => {
    if (variant === 'before-content') return [...opening, error]
    const last = Math.max(1, content.length)
    const count = variant === 'before-stop' ? last : 1 + ((typeof at === 'number' ? at : 0) % last)
    return [...opening, ...content.slice(0, count), error]
  })
}

const STATUS = 503
const MESSAGE = 'The fault server is overloaded.'

function again({ content, closing }: Anatomy, variant: string): readonly string[] {
  switch (variant) {
    case 'closing':
      return closing
    case 'content':
      return content.slice(-1)
    case 'all':
      return [...content, ...closing]
    default:
      return closing.slice(-1)
  }
}

function allOf({ opening, content, closing }: Anatomy): readonly string[] {
  return [...opening, ...content, ...closing]
}

function playFrames(exchange: Exchange, choose: (anatomy: Anatomy) => readonly string[]): Play {
  const frames = choose(anatomyOf(exchange.speaker, exchange.answer))
  return play(saidReply(exchange, frames))
}

function playHalf(exchange: Exchange): Play {
  const [bytes = new Uint8Array()] = replyTo(exchange).body
  return play(answerReply(exchange, [bytes.subarray(0, bytes.length / 2)]))
}

function playTwice(exchange: Exchange): Play {
  const texts = textsOf(exchange, exchange.answer)
  return play(saidReply(exchange, [...texts, ...texts]))
}
