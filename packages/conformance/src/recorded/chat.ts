import type { StopReason } from '@dragoman/core'
import {
  argumentsOf,
  assembleCompletion,
  isParts,
  usageOf,
  type Completion,
  type Content,
  type WireCall,
  type WireChoice,
  type WireMessage,
  type WireUsage,
} from './chat-stream.ts'
import { OPENAI_ERRORS, readError } from './errors.ts'
import { withoutSpace } from './reasoning.ts'
import { parseJson, readArguments, readCounts } from './values.ts'
import type { Answer, Call, Reading, RecordedWire } from './wire.ts'

/** Reads recordings of Chat Completions, those of compatible servers with their ways included. */
export const recordedChat: RecordedWire = {
  createPath: /\/chat\/completions$/,
  errors: OPENAI_ERRORS,
  readWhole: (body) => readCompletion(parseJson(body)),
  readStream: (frames) => readCompletion(assembleCompletion(frames)),
  endsAnswer({ data }) {
    if (data === '[DONE]') return true
    const { error, choices } = parseJson<Completion>(data)
    const isOver = choices?.some(({ index, finish_reason: finish }) => index === 0 && Boolean(finish))
    return Boolean(error) || isOver === true
  },
}

function readCompletion(completion: Completion): Reading {
  const { error, choices } = completion
  if (error) return { error: readError(OPENAI_ERRORS, JSON.stringify(completion)) }
  return choices ? readChoices(choices, usageOf(completion)) : { error: 'bad-response' }
}

function readChoices(choices: readonly WireChoice[], usage: WireUsage | null | undefined): Reading {
  const { message = {}, finish_reason: finish } = choices.find(({ index }) => index === 0) ?? {}
  if (finish === 'error') return { error: 'server' }
  const calls = (message.tool_calls ?? []).map(readCall)
  // Some servers send an empty value for what is absent.
  return {
    text: contentText(message.content) + (message.refusal ?? ''),
    reasoning: withoutSpace(readReasoning(message)),
    calls,
    stop: { reason: readStop(finish, Boolean(message.refusal), calls.length > 0), raw: finish || null },
    usage: readUsage(usage),
    beyond: [
      ...(choices.length > 1 ? ['choices'] : []),
      ...(message.audio?.id ? ['audio'] : []),
      ...(message.function_call?.name ? ['function_call'] : []),
    ],
  }
}

function contentText(content: Content): string {
  if (typeof content === 'string') return content
  if (isParts(content)) return content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join('')
  return content ? JSON.stringify(content) : ''
}

// Compatible servers have several names for it. One that uses two of them sends the same text twice.
function readReasoning({ content, ...fields }: WireMessage): string {
  const parts = isParts(content) ? content.flatMap(({ thinking = [] }) => thinking) : []
  const details = (fields.reasoning_details ?? []).map(({ text, summary }) => text ?? summary ?? '')
  const texts = [fields.reasoning_content, fields.reasoning, fields.reasoning_text, details.join('')]
  return parts.map(({ text = '' }) => text).join('') + (texts.find(Boolean) ?? '')
}

function readCall(call: WireCall): Call {
  const { id, type, function: called, custom } = call
  const isCustom = type === 'custom' || called === undefined
  if (isCustom) return { id: id ?? '', name: custom?.name ?? '', arguments: custom?.input ?? '' }
  return { id: id ?? '', name: called.name ?? '', arguments: readArguments(argumentsOf(call)) }
}

const STOPS: Readonly<Record<string, StopReason>> = {
  stop: 'stop',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  length: 'length',
  content_filter: 'filtered',
}

function readStop(finish: string | null | undefined, isRefusal: boolean, hasCalls: boolean): StopReason {
  if (isRefusal) return 'refusal'
  // A forced call of one named tool ends with `stop`.
  if (finish === 'stop' && hasCalls) return 'tool-calls'
  return STOPS[finish ?? ''] ?? 'other'
}

function readUsage(usage: WireUsage | null | undefined): Answer['usage'] {
  return readCounts({
    inputTokens: usage?.prompt_tokens,
    cacheReadTokens: usage?.prompt_tokens_details?.cached_tokens,
    cacheWriteTokens: usage?.prompt_tokens_details?.cache_write_tokens,
    outputTokens: usage?.completion_tokens,
    reasoningTokens: usage?.completion_tokens_details?.reasoning_tokens,
  })
}
