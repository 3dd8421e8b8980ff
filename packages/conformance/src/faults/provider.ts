import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { isJsonObject, json, type JsonObject, type JsonValue } from '@dragoman/core'
import type { Answer } from '../speak/answer.ts'
import type { Speaker } from '../speak/speaker.ts'
import { closeServer, listen, track, type Address } from './address.ts'
import { answerOf, refusalOf, replyTo, type Exchange } from './exchange.ts'
import type { FullFault } from './fault.ts'
import type { Gate } from './gate.ts'
import { kindOf } from './kinds.ts'
import type { Play } from './move.ts'
import { perform } from './perform.ts'
import { jsonReply, play } from './reply.ts'

export interface ProviderParts {
  readonly speaker: Speaker
  readonly script: readonly Answer[]
  readonly fault: FullFault | undefined
  readonly time: Gate
  readonly limits: ProviderLimits
  saw(request: SeenRequest): void
}

export interface ProviderLimits {
  readonly requests: number
  readonly bytes: number
}

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The text where it is no JSON. */
  readonly body: JsonValue
  /** The turn that was asked for, counted from 0, and how often, counted from 1. */
  readonly turn: number
  readonly attempt: number
  readonly isBroken: boolean
  /** When it had come, in milliseconds since the server started. */
  readonly atMs: number
}

// Kept from before a test can put a fake in its place.
const clock = performance.now.bind(performance)

/** Answers the requests of one wire turn by turn, and breaks where the fault says. */
export async function startProvider(parts: ProviderParts): Promise<Address> {
  const { limits, time } = parts
  const started = clock()
  const attempts = new Map<number, number>()
  const turns = new Map<string | undefined, number>()
  const total = { requests: 0, received: 0, sent: 0 }
  const server = createServer((request) => {
    // A request that is not read to its end loses its socket.
    const { socket } = request
    // A client may go at any time, and what it leaves behind is nobody's error.
    answer(request, socket).catch(() => socket.destroy())
  })
  server.timeout = 0
  server.requestTimeout = 0
  const sockets = track(server)
  const port = await listen(server)

  async function answer(request: IncomingMessage, socket: Socket): Promise<void> {
    total.requests += 1
    if (total.requests > limits.requests) throw new Error('Too many requests.')
    const body = await read(request)
    const { turn, attempt, isBroken, moves } = respond(request, body)
    const { method = '', url = '', headers } = request
    parts.saw({ method, path: url, headers, body, turn, attempt, isBroken, atMs: clock() - started })
    await perform(moves, { socket, time, count: countSent })
  }

  async function read(request: IncomingMessage): Promise<JsonValue> {
    const chunks: Buffer[] = []
    // No encoding is set, so chunks are bytes.
    for await (const chunk of request as AsyncIterable<Buffer>) {
      total.received += chunk.length
      if (total.received > limits.bytes) throw new Error('Too many bytes.')
      chunks.push(chunk)
    }
    return parse(Buffer.concat(chunks).toString())
  }

  function respond({ url = '', headers }: IncomingMessage, body: JsonValue): Response {
    const request: JsonObject = isJsonObject(body) ? body : {}
    const turn = turnOf(parts.speaker, request)
    const exchange = exchangeOf(parts, request, headers, turn, (attempts.get(turn) ?? 0) + 1)
    const { attempt } = exchange
    if (new URL(url, 'http://localhost').pathname !== parts.speaker.basePath + parts.speaker.path) {
      return { turn, attempt, isBroken: false, moves: play(jsonReply(404, refusalOf(exchange, 404))) }
    }
    attempts.set(turn, attempt)
    turns.set(exchange.answer.id, turn)
    const broken = brokenPlay(parts.fault, exchange)
    return { turn, attempt, isBroken: broken !== undefined, moves: broken ?? play(replyTo(exchange)) }
  }

  // A client that leaves the history to the server sends the new results only.
  function turnOf(speaker: Speaker, request: JsonObject): number {
    return speaker.turn(request) + (turns.get(speaker.continues(request)) ?? 0)
  }

  function countSent(bytes: number): void {
    total.sent += bytes
    if (total.sent > limits.bytes) throw new Error('Too many bytes.')
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    openSockets: () => sockets.size,
    close: () => closeServer(server, sockets),
  }
}

interface Response {
  readonly turn: number
  readonly attempt: number
  readonly isBroken: boolean
  readonly moves: Play
}

function exchangeOf(
  { speaker, script }: ProviderParts,
  request: JsonObject,
  headers: IncomingHttpHeaders,
  turn: number,
  attempt: number,
): Exchange {
  const answer = answerOf(script, turn)
  const isStream = speaker.isStream(request)
  return { speaker, script, turn, attempt, answer, isStream, key: keyOf(headers) }
}

function keyOf({ authorization, 'x-api-key': key }: IncomingHttpHeaders): string {
  return authorization?.replace(/^Bearer /i, '') ?? (typeof key === 'string' ? key : '')
}

function brokenPlay(fault: FullFault | undefined, exchange: Exchange): Play | undefined {
  if (!fault || fault.turn !== exchange.turn || exchange.attempt > fault.attempts) return undefined
  const kind = kindOf(fault)
  return kind.layer === 'answer' ? kind.play(exchange, fault) : undefined
}

function parse(text: string): JsonValue {
  try {
    return json(JSON.parse(text))
  } catch {
    return text
  }
}
