import type { Frame } from './frames.ts'
import { parseJson } from './values.ts'

/** A completion, or a chunk of one. */
export interface Completion {
  readonly error?: unknown
  readonly choices?: readonly WireChoice[] | null
  readonly usage?: WireUsage | null
  readonly x_groq?: { readonly usage?: WireUsage | null } | null
}

export interface WireChoice {
  readonly index: number
  readonly finish_reason?: string | null
  readonly message?: WireMessage
  readonly delta?: WireMessage | null
  readonly usage?: WireUsage | null
}

/** A message or a delta. Compatible servers have more fields, and other kinds of values in them. */
export interface WireMessage {
  readonly [field: string]: unknown
  readonly content?: Content
  readonly refusal?: string | null
  readonly tool_calls?: readonly WireCall[] | null
  readonly function_call?: { readonly name?: string } | null
  readonly audio?: { readonly id?: string } | null
  readonly reasoning_content?: string | null
  readonly reasoning?: string | null
  readonly reasoning_text?: string | null
  readonly reasoning_details?: readonly Detail[] | null
}

/** A text, parts of several kinds, or the object that the text should have held. */
export type Content = string | readonly ContentPart[] | object | null | undefined

export interface ContentPart {
  readonly type: string
  readonly text?: string
  readonly thinking?: readonly { readonly text?: string }[]
}

interface Detail {
  readonly type?: string
  readonly index?: number
  readonly text?: string | null
  readonly summary?: string | null
}

export interface WireCall {
  readonly index?: number
  readonly id?: string | null
  readonly type?: string
  /** The arguments are an object where a server forgot that they are a text. */
  readonly function?: { readonly name?: string | null; readonly arguments?: string | object | null }
  readonly custom?: { readonly name?: string; readonly input?: string }
}

export interface WireUsage {
  readonly prompt_tokens?: number | null
  readonly completion_tokens?: number | null
  readonly prompt_tokens_details?: {
    readonly cached_tokens?: number | null
    readonly cache_write_tokens?: number | null
  } | null
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number | null } | null
}

/** The completion that the chunks of a stream amount to. */
export function assembleCompletion(frames: readonly Frame[]): Completion {
  const choices: WireChoice[] = []
  let usage: WireUsage | null = null
  for (const { data } of frames.filter((frame) => frame.data !== '[DONE]')) {
    const chunk = parseJson<Completion>(data)
    if (chunk.error) return chunk
    for (const choice of chunk.choices ?? []) {
      choices[choice.index] = mergeChoice(choices[choice.index], choice)
    }
    usage = usageOf(chunk) ?? usage
  }
  return { choices, usage }
}

export function usageOf({ usage, x_groq: groq, choices }: Completion): WireUsage | null | undefined {
  return usage ?? choices?.find((choice) => choice.usage)?.usage ?? groq?.usage
}

export function isParts(content: unknown): content is readonly ContentPart[] {
  return Array.isArray(content)
}

function mergeChoice(known: WireChoice | undefined, { index, finish_reason, delta }: WireChoice): WireChoice {
  const message = known?.message ?? {}
  return {
    index,
    finish_reason: finish_reason ?? known?.finish_reason ?? null,
    message: delta ? mergeMessage(message, delta) : message,
  }
}

const REPEATED: readonly string[] = ['role', 'channel']

// A field is a text or a list that grows, or a value that comes once.
function mergeMessage(message: WireMessage, delta: WireMessage): WireMessage {
  return Object.entries(delta).reduce<WireMessage>((merged, [field, value]) => {
    if (value === null || value === undefined) return merged
    return { ...merged, [field]: mergeField(field, merged[field], value) }
  }, message)
}

function mergeField(field: string, known: unknown, next: unknown): unknown {
  if (field === 'tool_calls' && Array.isArray(next)) {
    const calls: readonly WireCall[] = next
    return calls.reduce(mergeCall, Array.isArray(known) ? known : [])
  }
  if (field === 'content' && (isParts(known) || isParts(next))) {
    return [...partsOf(known), ...partsOf(next)].reduce(mergePart, [])
  }
  if (field === 'reasoning_details' && Array.isArray(next)) {
    const details: readonly Detail[] = next
    return details.reduce(mergeDetail, Array.isArray(known) ? known : [])
  }
  if (typeof known === 'string' && typeof next === 'string' && !REPEATED.includes(field)) return known + next
  return Array.isArray(known) && Array.isArray(next) ? [...known, ...next] : next
}

// Servers that number all calls 0 tell them apart by their ids; one that numbers none sends each call whole.
function mergeCall(calls: readonly WireCall[], delta: WireCall): readonly WireCall[] {
  const at = calls.findLastIndex(
    ({ id, index }) => index === delta.index && (!delta.id || !id || delta.id === id),
  )
  const known = calls[at]
  if (!known?.function) return [...calls, delta]
  const text = `${argumentsOf(known)}${argumentsOf(delta)}`
  return calls.with(at, { ...known, function: { ...known.function, arguments: text } })
}

/** The text of a call's arguments. */
export function argumentsOf({ function: called }: WireCall): string {
  const { arguments: given } = called ?? {}
  return typeof given === 'object' && given !== null ? JSON.stringify(given) : (given ?? '')
}

function partsOf(content: unknown): readonly ContentPart[] {
  if (isParts(content)) return content
  return typeof content === 'string' && content !== '' ? [{ type: 'text', text: content }] : []
}

function mergePart(parts: readonly ContentPart[], next: ContentPart): readonly ContentPart[] {
  const last = parts.at(-1)
  if (last?.type !== next.type) return [...parts, next]
  const thinking = [...(last.thinking ?? []), ...(next.thinking ?? [])].map(({ text = '' }) => text).join('')
  const merged = next.thinking
    ? { ...last, ...next, thinking: [{ type: 'text', text: thinking }] }
    : { ...last, ...next, text: (last.text ?? '') + (next.text ?? '') }
  return [...parts.slice(0, -1), merged]
}

// The texts of one numbered block come in pieces, its signature with the last one.
function mergeDetail(details: readonly Detail[], next: Detail): readonly Detail[] {
  const last = details.at(-1)
  const field = (['text', 'summary'] as const).find((name) => typeof next[name] === 'string')
  if (!last || last.type !== next.type || last.index !== next.index || !field) return [...details, next]
  const known = Object.entries(next).filter(([, value]) => value !== null)
  return [
    ...details.slice(0, -1),
    { ...last, ...Object.fromEntries(known), [field]: `${last[field] ?? ''}${next[field]}` },
  ]
}
