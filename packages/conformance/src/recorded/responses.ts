import type { StopReason } from '@dragoman/core'
import { OPENAI_ERRORS, readError } from './errors.ts'
import type { Frame } from './frames.ts'
import { withoutSpace } from './reasoning.ts'
import { parseJson, readArguments, readCounts } from './values.ts'
import type { Answer, Call, Reading, RecordedWire } from './wire.ts'

/** Reads recordings of Responses. */
export const recordedResponses: RecordedWire = {
  createPath: /\/responses$/,
  errors: OPENAI_ERRORS,
  readWhole: (body) => readResponse(parseJson(body)),
  readStream(frames) {
    const failed = frames
      .filter(isJson)
      .map(readEvent)
      .find(({ type }) => type === 'error')
    return failed ? { error: errorOf(failed.error ?? failed) } : readResponse(assembleResponse(frames))
  },
  endsAnswer: (frame) => isJson(frame) && ['error', ...TERMINALS].includes(readEvent(frame).type),
}

const TERMINALS: readonly string[] = ['response.completed', 'response.incomplete', 'response.failed']

/** The response that the events of a stream amount to. */
export function assembleResponse(frames: readonly Frame[]): WireResponse {
  const events = frames.filter(isJson).map(readEvent)
  const response = events.find(({ type }) => TERMINALS.includes(type))?.response ?? { output: [] }
  const ended = events.filter(({ type }) => type === 'response.output_item.done')
  const items = ended
    .toSorted((a, b) => (a.output_index ?? 0) - (b.output_index ?? 0))
    .flatMap(({ item }) => item ?? [])
  // One server leaves the items out of the last event; their own last events hold them.
  return items.length > 0 ? { ...response, output: items } : response
}

interface WireResponse {
  readonly status?: string
  readonly error?: object | null
  readonly incomplete_details?: { readonly reason?: string } | null
  readonly output: readonly Item[]
  readonly usage?: WireUsage | null
}

/** An output item with all its fields; these are the ones that are read. */
interface Item {
  readonly [field: string]: unknown
  readonly type: string
  readonly call_id?: string | null
  readonly name?: string
  readonly arguments?: string
  readonly input?: string
  /** Of a message or of reasoning. */
  readonly content?: readonly Content[] | null
  readonly summary?: readonly Content[]
}

interface Content {
  readonly type: string
  readonly text?: string
  readonly refusal?: string
}

interface WireUsage {
  readonly input_tokens?: number
  readonly output_tokens?: number
  readonly input_tokens_details?: {
    readonly cached_tokens?: number
    readonly cache_write_tokens?: number
  } | null
  readonly output_tokens_details?: { readonly reasoning_tokens?: number } | null
}

interface WireEvent {
  readonly type: string
  readonly output_index?: number
  readonly item?: Item
  readonly response?: WireResponse
  readonly error?: object
}

function isJson({ data }: Frame): boolean {
  return data !== '[DONE]'
}

function readEvent({ data }: Frame): WireEvent {
  return parseJson(data)
}

function errorOf(error: object | null | undefined): ReturnType<typeof readError> {
  return readError(OPENAI_ERRORS, JSON.stringify({ error }))
}

function readResponse(response: WireResponse): Reading {
  const { status, error, output, usage } = response
  if (error || status === 'failed' || status === 'cancelled') return { error: errorOf(error) }
  if (status === 'queued' || status === 'in_progress') return { error: 'unsupported' }
  if (output.some(({ type }) => type === 'mcp_approval_request')) return { error: 'unsupported' }
  const contents = output.flatMap(({ type, content }) => (type === 'message' ? (content ?? []) : []))
  const calls = output.flatMap(readCall)
  return {
    text: contents.map(({ text, refusal }) => refusal ?? text ?? '').join(''),
    reasoning: withoutSpace(output.map(readReasoning).join('')),
    calls,
    stop: readStop(response, {
      refuses: contents.some(({ type }) => type === 'refusal'),
      calls: calls.length > 0,
      waits: output.some(({ type }) => isUnanswered(type, output)),
    }),
    usage: readUsage(usage),
  }
}

function readCall({ type, call_id: callId, name = '', arguments: text = '', input = '' }: Item): Call[] {
  const id = callId ?? ''
  if (type === 'function_call') return [{ id, name, arguments: readArguments(text) }]
  // The input of a free-text tool is no JSON, whatever it looks like.
  return type === 'custom_tool_call' ? [{ id, name, arguments: input }] : []
}

// An open model's reasoning stands in the content, a closed one's in the summary.
function readReasoning({ type, summary = [], content }: Item): string {
  if (type !== 'reasoning') return ''
  const contents = summary.length > 0 ? summary : (content ?? [])
  return contents.map(({ text = '' }) => text).join('')
}

/** What a program on the client's side would have to answer, and the answer that a server gives in its place. */
const CLIENT_ITEMS: Readonly<Record<string, string>> = {
  computer_call: 'computer_call_output',
  local_shell_call: 'local_shell_call_output',
  shell_call: 'shell_call_output',
  apply_patch_call: 'apply_patch_call_output',
  tool_search_call: 'tool_search_output',
}

function isUnanswered(type: string, output: readonly Item[]): boolean {
  const answer = CLIENT_ITEMS[type]
  return answer !== undefined && output.every((item) => item.type !== answer)
}

const INCOMPLETE: Readonly<Record<string, StopReason>> = {
  max_output_tokens: 'length',
  content_filter: 'filtered',
  max_messages: 'pause',
}

function readStop(
  { status, incomplete_details: details }: WireResponse,
  held: { readonly refuses: boolean; readonly calls: boolean; readonly waits: boolean },
): Answer['stop'] {
  const raw = details?.reason ? `${status}:${details.reason}` : (status ?? null)
  if (status !== 'completed') return { reason: INCOMPLETE[details?.reason ?? ''] ?? 'other', raw }
  if (held.waits) return { reason: 'other', raw }
  if (held.calls) return { reason: 'tool-calls', raw }
  return { reason: held.refuses ? 'refusal' : 'stop', raw }
}

function readUsage(usage: WireUsage | null | undefined): Answer['usage'] {
  return readCounts({
    inputTokens: usage?.input_tokens,
    cacheReadTokens: usage?.input_tokens_details?.cached_tokens,
    cacheWriteTokens: usage?.input_tokens_details?.cache_write_tokens,
    outputTokens: usage?.output_tokens,
    reasoningTokens: usage?.output_tokens_details?.reasoning_tokens,
  })
}
