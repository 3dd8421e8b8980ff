import type { Answer } from '../speak/answer.ts'
import type { Speaker } from '../speak/speaker.ts'
import { textsOf, type Exchange } from './exchange.ts'
import type { Place } from './fault.ts'

/** A stream as three groups of frames: what comes before any content, the content, and how it ends. */
export interface Anatomy {
  readonly opening: readonly string[]
  readonly content: readonly string[]
  readonly closing: readonly string[]
}

/** An answer without parts has the same opening, and ends as the answer does. */
export function anatomyOf(speaker: Speaker, answer: Answer): Anatomy {
  const frames = speaker.frames(answer)
  const bare = speaker.frames({ ...answer, stop: stopOf(answer), parts: [] })
  const opened = countSame(frames, bare)
  // One wire repeats the content in its last frame.
  const closed = Math.max(1, countSame(frames.toReversed(), bare.toReversed()))
  return {
    opening: frames.slice(0, opened),
    content: frames.slice(opened, -closed),
    closing: frames.slice(-closed),
  }
}

function stopOf({ stop, parts }: Answer): NonNullable<Answer['stop']> {
  return stop ?? (parts.some(({ type }) => type === 'tool-call') ? 'tool-calls' : 'stop')
}

function countSame(some: readonly string[], others: readonly string[]): number {
  const first = some.findIndex((text, at) => text !== others[at])
  return first === -1 ? some.length : first
}

/** The byte of the answer's body where a place is. */
export function byteAt(exchange: Exchange, place: number | Place): number {
  if (typeof place === 'number') return place
  return exchange.isStream ? byteInStream(exchange, place) : byteInWhole(exchange, place)
}

function byteInWhole(exchange: Exchange, place: Place): number {
  const length = lengthOf(textsOf(exchange, exchange.answer))
  switch (place) {
    case 'start':
      return 0
    case 'mid-event':
    case 'mid-arguments':
      return Math.floor(length / 2)
    case 'before-stop':
    case 'before-last':
      return length - 1
    case 'end':
      return length
  }
}

// How each wire says a piece of a call's arguments.
const ARGUMENTS = /"partial_json":"[^"]|function_call_arguments\.delta|"function":\{"arguments":/

function byteInStream({ speaker, answer }: Exchange, place: Place): number {
  const { opening, content, closing } = anatomyOf(speaker, answer)
  const opened = lengthOf(opening)
  const lastPiece = content.findLastIndex((frame) => ARGUMENTS.test(frame))
  switch (place) {
    case 'start':
      return 0
    case 'mid-event':
      return opened + Math.floor(lengthOf(content.slice(0, 1)) / 2)
    case 'mid-arguments':
      return (
        opened + lengthOf(content.slice(0, lastPiece === -1 ? Math.floor(content.length / 2) : lastPiece))
      )
    case 'before-stop':
      return opened + lengthOf(content)
    case 'before-last':
      return opened + lengthOf([...content, ...closing.slice(0, -1)])
    case 'end':
      return opened + lengthOf([...content, ...closing])
  }
}

/** In bytes. */
export function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}
