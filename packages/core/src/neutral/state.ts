import type { Message, Origin, ToolCallPart, ToolResultPart } from './message.ts'
import type { Usage } from './usage.ts'

/** A run that can go on later. Plain JSON: it survives `JSON.stringify`. */
export interface RunState {
  readonly version: 1
  readonly runId: string
  /** The transcript: what was given, then what the run added. */
  readonly messages: readonly Message[]
  /** How many of the messages the run added. */
  readonly added: number
  readonly steps: number
  /** The calls of the last message that have no result yet. */
  readonly pending: readonly ToolCallPart[]
  /** The results of the last message's other calls. */
  readonly results: readonly ToolResultPart[]
  /** One entry for each answer of the run, those that were given up included. */
  readonly usages: readonly Usage[]
  /** The answers that were given up for another model's, which are not among the messages. */
  readonly discarded?: readonly DiscardedAnswer[]
}

/** What is known of an answer that was given up. */
export interface DiscardedAnswer {
  readonly origin?: Origin
  readonly usage: Usage
}
