import type { ReasoningPart, StopReason, TextPart, ToolCallPart, Usage } from '@dragoman/core'

/** What a model answers, in nobody's words. */
export interface Answer {
  readonly parts: readonly AnswerPart[]
  /** Default: `tool-calls` where the parts hold a call, else `stop`. */
  readonly stop?: StopReason
  /** Default `spoken-model`. */
  readonly model?: string
  /** Default: a fixed one. */
  readonly id?: string
  /** `{}` reports none, and `raw` is sent as it is. Default: a small one. */
  readonly usage?: Usage
}

export type AnswerPart = TextPart | ReasoningPart | ToolCallPart

/** The answer with what it left out. */
export function filled(answer: Answer, id: string): Required<Answer> {
  const hasCall = answer.parts.some(({ type }) => type === 'tool-call')
  return { id, model: 'spoken-model', stop: hasCall ? 'tool-calls' : 'stop', usage: USAGE, ...answer }
}

const USAGE: Usage = {
  inputTokens: 96,
  cacheReadTokens: 32,
  cacheWriteTokens: 0,
  outputTokens: 40,
  reasoningTokens: 8,
}

const PIECES = 3

/** A text as a stream brings it: in three pieces, or in pieces of so many letters. An empty text has none. */
export function pieces(text: string, letters?: number): readonly string[] {
  const all = Array.from(text)
  const length = letters ?? Math.ceil(all.length / PIECES)
  const count = all.length === 0 ? 0 : Math.ceil(all.length / length)
  return Array.from({ length: count }, (_, at) => all.slice(at * length, (at + 1) * length).join(''))
}
