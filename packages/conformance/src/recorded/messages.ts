import { json, type StopReason } from '@dragoman/core'
import { ANTHROPIC_ERRORS, readError } from './errors.ts'
import { assembleMessage, readEvent, type WireMessage, type WireUsage } from './messages-stream.ts'
import { withoutSpace } from './reasoning.ts'
import { parseJson, readCounts } from './values.ts'
import type { Answer, RecordedWire } from './wire.ts'

/** Reads recordings of Anthropic Messages. */
export const recordedMessages: RecordedWire = {
  createPath: /\/messages$/,
  errors: ANTHROPIC_ERRORS,
  readWhole(body) {
    const message = parseJson<WireMessage>(body)
    if (message.type === 'error') return { error: readError(ANTHROPIC_ERRORS, body) }
    return readMessage(message)
  },
  readStream(frames) {
    const failed = frames.find((frame) => readEvent(frame).type === 'error')
    if (failed) return { error: readError(ANTHROPIC_ERRORS, failed.data) }
    return readMessage(assembleMessage(frames.map(readEvent)))
  },
  endsAnswer(frame) {
    const { type, message, delta } = readEvent(frame)
    return ['message_stop', 'error'].includes(type) || Boolean(message?.stop_reason ?? delta?.stop_reason)
  },
  startsAnswer: (frame) => readEvent(frame).type === 'message_start',
}

function readMessage({ content, stop_reason: raw, usage }: WireMessage): Answer {
  const calls = content.filter(({ type }) => type === 'tool_use')
  return {
    text: content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join(''),
    reasoning: withoutSpace(content.map(({ thinking = '' }) => thinking).join('')),
    calls: calls.map(({ id = '', name = '', input }) => ({ id, name, arguments: json(input ?? {}) })),
    stop: { reason: STOPS[raw ?? ''] ?? 'other', raw },
    usage: readUsage(usage),
  }
}

const STOPS: Readonly<Record<string, StopReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool-calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'context-full',
  refusal: 'refusal',
  pause_turn: 'pause',
}

function readUsage(usage: WireUsage): Answer['usage'] {
  const {
    input_tokens: uncached,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
  } = usage
  const inputs = [uncached, read, written].filter((count) => typeof count === 'number')
  return readCounts({
    inputTokens: inputs.length === 0 ? undefined : inputs.reduce((sum, count) => sum + count, 0),
    cacheReadTokens: read,
    cacheWriteTokens: written,
    outputTokens: usage.output_tokens,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens,
  })
}
