import {
  DragomanError,
  json,
  present,
  type MessageEnd,
  type StopReason,
  type ToolCallPart,
  type WireEvent,
} from '@dragoman/core'
import { decodeErrorBody } from './error.ts'
import { WIRE, type OllamaAnswer, type OllamaCall } from './wire.ts'

/** Reads a whole answer: the only line of a stream, said without deltas. */
export function decode(answer: OllamaAnswer): Iterable<WireEvent> {
  return lineReader({ deltas: false })(answer)
}

// In the order of a whole answer, whichever comes first.
const REASONING = 0
const TEXT = 1
const FIRST_CALL = 2

/** Reads an answer line by line. A call comes whole in one line. */
export function lineReader({
  deltas,
}: {
  readonly deltas: boolean
}): (line: OllamaAnswer) => Iterable<WireEvent> {
  const open = new Set<number>()
  let nextCall = FIRST_CALL
  let isStarted = false

  function* grow(index: number, type: 'reasoning' | 'text', text: string): Generator<WireEvent> {
    if (text === '') return
    if (!open.has(index)) yield { type: 'part-start', index, part: { type, text: deltas ? '' : text } }
    if (deltas) yield { type: `${type}-delta`, index, text }
    open.add(index)
  }

  return function* read(line) {
    const { model, message, done, error } = line
    if (error) throw decodeErrorBody(line)
    // Something that only later versions know.
    if (!message && !done) return
    if (!isStarted) yield { type: 'message-start', ...(model && { servedModel: model }) }
    isStarted = true
    yield* grow(REASONING, 'reasoning', requireText(message?.thinking))
    yield* grow(TEXT, 'text', requireText(message?.content))
    for (const call of message?.tool_calls ?? []) {
      yield { type: 'part-start', index: nextCall, part: decodeCall(call) }
      yield { type: 'part-end', index: nextCall++ }
    }
    if (!done) return
    for (const index of open) yield { type: 'part-end', index }
    yield decodeEnd(line)
  }
}

function requireText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  throw new DragomanError('bad-response', `${WIRE}: a text is ${JSON.stringify(value)}.`)
}

// An empty id says that there was none: core makes one.
function decodeCall({ id = '', function: { name, arguments: input } }: OllamaCall): ToolCallPart {
  return { type: 'tool-call', id, name, inputText: JSON.stringify(input ?? {}) }
}

const STOP_REASONS: ReadonlyMap<string, StopReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
])

function decodeEnd({ message: _message, ...line }: OllamaAnswer): MessageEnd {
  const { done_reason: raw = '', prompt_eval_count: inputTokens, eval_count: outputTokens } = line
  return {
    type: 'message-end',
    stop: { reason: STOP_REASONS.get(raw) ?? 'other', raw: raw || null },
    usage: {
      ...present({ inputTokens, outputTokens }),
      raw: json(line),
    },
  }
}
