import { STATUS_CODES } from 'node:http'
import type { JsonValue } from '@dragoman/core'
import type { Answer } from '../speak/answer.ts'
import type { Speaker } from '../speak/speaker.ts'
import { jsonReply, type Reply } from './reply.ts'

/** A request and what a healthy provider would answer: what a fault breaks. */
export interface Exchange {
  readonly speaker: Speaker
  /** All turns, and which of them is asked for. */
  readonly script: readonly Answer[]
  readonly turn: number
  /** How often this turn was asked for, counted from 1. */
  readonly attempt: number
  readonly answer: Answer
  readonly isStream: boolean
  /** The key that came with the request; empty without one. */
  readonly key: string
}

/** The answer of a turn, by an id of its own. The last one stands for all later turns. */
export function answerOf(script: readonly Answer[], turn: number): Answer {
  return { id: `answer_${turn + 1}`, parts: [], ...(script[turn] ?? script.at(-1)) }
}

/** The answer as it should be; or another one. */
export function replyTo(exchange: Exchange, answer: Answer = exchange.answer): Reply {
  return saidReply(exchange, textsOf(exchange, answer))
}

/** A good answer that says this. */
export function saidReply(exchange: Exchange, texts: readonly string[]): Reply {
  return answerReply(
    exchange,
    texts.map((text) => Buffer.from(text)),
  )
}

/** A good answer of these bytes. */
export function answerReply(
  { isStream }: Exchange,
  body: Reply['body'],
  headers: Reply['headers'] = {},
): Reply {
  const type = isStream ? 'text/event-stream; charset=utf-8' : 'application/json'
  return { status: 200, headers: { 'content-type': type, ...headers }, body }
}

/** The frames of a stream; the one text of a whole answer. */
export function textsOf({ speaker, isStream }: Exchange, answer: Answer): readonly string[] {
  return isStream ? speaker.frames(answer) : [JSON.stringify(speaker.whole(answer))]
}

/** The body in which the provider refuses a request. */
export function refusalOf({ speaker }: Exchange, status: number, message?: string): JsonValue {
  const said = message ?? `The fault server refuses with ${status} ${STATUS_CODES[status] ?? ''}.`
  return speaker.error(status, speaker.errorType(status), said)
}

export function refusal(exchange: Exchange, status: number, headers: Reply['headers'] = {}): Reply {
  return jsonReply(status, refusalOf(exchange, status), headers)
}
