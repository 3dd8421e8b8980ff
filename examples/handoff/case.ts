import type { ToolMessage, ToolResultPart } from '@dragoman/core'
import type { Conversation } from './hand-over.ts'
import type { ByWire, WireKey } from './wires.ts'

/** A conversation that begins with "Hi" on one wire, and goes on with another model of the same wire or of another. */
export interface Case extends Conversation {
  readonly title: string
  /** Why it needs care. */
  readonly why: string
  /** Which of the twelve questions about handing over it answers. */
  readonly asked?: readonly string[]
  /** The wires that it comes from. Default: all. */
  readonly from?: readonly WireKey[]
  /** What becomes of it on each wire, from whichever wire it comes. */
  readonly onto: ByWire<Arrival>
}

export interface Arrival {
  readonly happens: string
  /** The whole conversation as it is sent, one message or item on each line. */
  readonly sends: string
  /** The notices that say what happened, beside those of what the answer loses everywhere. */
  readonly notices: readonly string[]
}

/** What happens where nothing does. */
export const SAME = 'It is sent as it is.'

/** The results of one step. */
export function results(...given: readonly Partial<ToolResultPart>[]): ToolMessage {
  return {
    role: 'tool',
    parts: given.map((result) => ({
      type: 'tool-result',
      callId: 'call_1',
      name: 'search',
      parts: [{ type: 'text', text: 'Found.' }],
      isError: false,
      ...result,
    })),
  }
}
