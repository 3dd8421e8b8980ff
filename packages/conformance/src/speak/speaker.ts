import type { JsonObject, JsonValue } from '@dragoman/core'
import type { Answer } from './answer.ts'

/** The provider's side of one wire: what it says, and what it reads in a request. No clock, no random. */
export interface Speaker {
  readonly wire: SpokenWire
  /** What a client's base URL ends with, and what the client puts behind it. */
  readonly basePath: string
  readonly path: string
  /** The body of a whole answer. */
  whole(answer: Answer): JsonObject
  /** The SSE frames of a streamed answer, each with its blank line. Deltas are thirds, or have so many letters. */
  frames(answer: Answer, letters?: number): readonly string[]
  /** The type that the provider gives to a refusal of this status. */
  errorType(status: number): string
  /** The body of a refusal. */
  error(status: number, type: string, message: string): JsonObject
  /** The frame of an error in a stream. */
  inBandError(type: string, message: string): string
  /** What the provider sends while it has nothing to say. */
  readonly keepAlive: string
  isStream(request: JsonObject): boolean
  /** The id of the answer that a request goes on from, where the server keeps the history. */
  continues(request: JsonObject): string | undefined
  /** How many steps of tool results the request holds. */
  turn(request: JsonObject): number
  /** The ids of the calls that the request holds a result for, in their order. */
  answeredCalls(request: JsonObject): readonly string[]
}

export type SpokenWire = 'openai.chat' | 'openai.responses' | 'anthropic.messages'

/** An SSE frame. A string stands for itself. */
export function frame(data: JsonValue, event?: string): string {
  const line = `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
  return event === undefined ? line : `event: ${event}\n${line}`
}

/** The object without the fields that are not known. */
export function known(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}
