import {
  DragomanError,
  isJsonObject,
  json,
  type AssistantPart,
  type Citation,
  type JsonObject,
  type Notice,
  type Stop,
  type StopReason,
  type TextPart,
  type ToolCallPart,
  type Usage,
  type WireEvent,
} from '@dragoman/core'
import type { ChatCompletion, ChatCompletionMessage } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import { decodeErrorBody } from '../error.ts'
import { decodeTier } from '../models.ts'
import { decodeReasoning, readContent, readReasoning } from './reasoning.ts'
import { AUDIO, CUSTOM_CALL, REFUSAL } from './replay.ts'
import { WIRE, type ChatResponse } from './wire.ts'

/** Reads a whole completion. */
export function* decode(response: ChatResponse): Generator<WireEvent> {
  const choice = readChoice(response)
  const { message, finish_reason: finish } = choice
  const replay = decodeExtra(message)
  yield {
    type: 'message-start',
    ...(response.model && { servedModel: response.model }),
    ...(response.id && { responseId: response.id }),
  }
  for (const notice of decodeNotices(response)) yield { type: 'notice', notice }
  for (const [index, part] of decodeParts(message).entries()) {
    yield { type: 'part-start', index, part }
    yield { type: 'part-end', index }
  }
  yield {
    type: 'message-end',
    stop: decodeStop(finish, {
      refused: Boolean(message.refusal),
      calls: Boolean(message.tool_calls?.length),
    }),
    usage: decodeUsage(readUsage(response), response.service_tier),
    ...(replay && { replay }),
  }
}

// Servers answer 200 with an error, or with anything at all: the SDK's type is a hope.
function readChoice(response: ChatResponse): ChatCompletion.Choice {
  const body: unknown = response
  if (isJsonObject(body) && body['error'] !== undefined && body['error'] !== null) throw decodeErrorBody(body)
  const choice = Array.isArray(response?.choices) ? response.choices[0] : undefined
  if (isJsonObject(choice?.message)) return choice
  throw new DragomanError('bad-response', `${WIRE}: the body has no choices[0].message.`)
}

function decodeNotices({ choices }: ChatResponse): Notice[] {
  const audio = choices[0]?.message.audio
  return [
    ...choices.slice(1).map((_choice, at) => extraChoice(at + 1)),
    ...(audio?.id ? [AUDIO_DROPPED] : []),
  ]
}

/** Only the first of several choices is read. */
export function extraChoice(index: number): Notice {
  return { code: 'extra-choice', path: `choices[${index}]`, action: 'dropped' }
}

/** Spoken output is kept by its id only. */
export const AUDIO_DROPPED: Notice = {
  code: 'audio-output',
  path: 'choices[0].message.audio',
  action: 'dropped',
}

function decodeParts(message: ChatCompletionMessage): AssistantPart[] {
  const { content, refusal, audio, annotations, tool_calls: calls } = message
  refuseLegacyCall(message.function_call)
  const { text, thinking } = readContent(content)
  const reasoning = readReasoning(message) ?? thinking
  return [
    ...(reasoning ? [decodeReasoning(reasoning)] : []),
    ...(audio?.id ? [{ type: 'opaque', kind: AUDIO, replay: { id: audio.id } } as const] : []),
    ...(text ? [decodeText(text, annotations)] : []),
    ...(refusal ? [{ type: 'text', text: refusal, replay: REFUSAL } as const] : []),
    ...(calls ?? []).map(decodeCall),
  ]
}

/** `function_call` went with the `functions` parameter, which this adapter never sends. */
export function refuseLegacyCall(call: unknown): void {
  // Gateways fill in every field of the type with its zero value.
  if (!isJsonObject(call) || (!call['name'] && !call['arguments'])) return
  throw new DragomanError(
    'unsupported',
    `${WIRE}: the answer is a legacy function_call. Declare tools, not the deprecated functions parameter.`,
  )
}

function decodeText(text: string, annotations: ChatCompletionMessage['annotations']): TextPart {
  return { type: 'text', text, ...(annotations?.length && { citations: decodeCitations(annotations) }) }
}

export function decodeCitations(annotations: readonly ChatCompletionMessage.Annotation[]): Citation[] {
  return annotations.flatMap(({ url_citation: source }) => {
    if (!source) return []
    const { url, title, start_index: start, end_index: end } = source
    return [{ url, title, start, end }]
  })
}

type ToolCall = NonNullable<ChatCompletionMessage['tool_calls']>[number]

function decodeCall(call: ToolCall): ToolCallPart {
  if (call.type === 'custom') {
    const { name, input } = call.custom
    return { type: 'tool-call', id: call.id, name, inputText: JSON.stringify(input), replay: CUSTOM_CALL }
  }
  const { name, arguments: inputText } = call.function
  const replay = decodeExtra(call)
  return {
    type: 'tool-call',
    id: call.id ?? '',
    name,
    inputText: decodeArguments(inputText),
    ...(replay && { replay }),
  }
}

/** What a server put beside a message or a call, to be sent back with it. */
export function decodeExtra(source: object): JsonObject | undefined {
  if (!('extra_content' in source) || !isJsonObject(source.extra_content)) return undefined
  return { extra_content: source.extra_content }
}

/** Some servers send the arguments as an object instead of its text. */
export function decodeArguments(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

type FinishReason = ChatCompletion.Choice['finish_reason']

const STOP_REASONS: Readonly<Record<FinishReason, StopReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'filtered',
  function_call: 'tool-calls',
}

// Words of compatible servers.
const OTHER_STOP_REASONS: Readonly<Record<string, StopReason>> = {
  end: 'stop',
  eos: 'stop',
  sensitive: 'filtered',
  model_context_window_exceeded: 'context-full',
}

/** What an answer holds beside its finish reason. */
export interface Held {
  readonly refused: boolean
  readonly calls: boolean
}

/** A refusal and a forced call stop with `stop`: only the content tells. */
export function decodeStop(raw: string | null | undefined, held: Held): Stop {
  if (raw === 'error') throw new DragomanError('server', `${WIRE}: the server ended the answer with "error".`)
  if (held.refused) return { reason: 'refusal', raw: raw ?? null }
  if (raw === 'stop' && held.calls) return { reason: 'tool-calls', raw }
  const reasons: Readonly<Record<string, StopReason>> = { ...OTHER_STOP_REASONS, ...STOP_REASONS }
  const reason = typeof raw === 'string' && Object.hasOwn(reasons, raw) ? reasons[raw] : undefined
  return { reason: reason ?? 'other', raw: raw || null }
}

/** The usage of an answer or a chunk, wherever its server puts it: Moonshot in the choice, Groq in a field of its own. */
export function readUsage(source: object): CompletionUsage | undefined {
  // Fields that no type of the SDK names.
  const { usage, choices, x_groq: groq } = source as Placed
  return usage ?? choices?.[0]?.usage ?? groq?.usage ?? undefined
}

interface Placed {
  readonly usage?: CompletionUsage | null
  readonly choices?: readonly { readonly usage?: CompletionUsage | null }[] | null
  readonly x_groq?: { readonly usage?: CompletionUsage | null } | null
}

/** Both totals include their details here, as in the neutral form. */
export function decodeUsage(usage: CompletionUsage | undefined, tier: ChatResponse['service_tier']): Usage {
  if (!usage) return {}
  const { prompt_tokens_details: input, completion_tokens_details: output } = usage
  return {
    ...count('inputTokens', usage.prompt_tokens),
    ...count('cacheReadTokens', input?.cached_tokens),
    ...count('cacheWriteTokens', input?.cache_write_tokens),
    ...count('outputTokens', usage.completion_tokens),
    ...count('reasoningTokens', output?.reasoning_tokens),
    raw: json({ ...usage, ...decodeTier(tier) }),
  }
}

function count<Field extends keyof Usage>(field: Field, value: unknown): Partial<Record<Field, number>> {
  return typeof value === 'number' ? ({ [field]: value } as Record<Field, number>) : {} // a computed key widens
}
