import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type OpaquePart,
  type ReasoningPart,
  type TextPart,
  type ToolCallPart,
} from '@dragoman/core'

// What this wire keeps in `replay`: marks for parts whose wire form their neutral form does not tell.

/** The opaque part that stands for spoken output. */
export const AUDIO = 'audio'

/** Marks a text that came as `refusal`. */
export const REFUSAL: JsonObject = { refusal: true }

/** Marks a call of a free-text tool, whose input is a text: `inputText` holds it as a JSON string. */
export const CUSTOM_CALL: JsonObject = { custom: true }

export function isRefusal({ replay }: TextPart): boolean {
  return isJsonObject(replay) && replay['refusal'] === true
}

export function isCustomCall({ replay }: ToolCallPart): boolean {
  return isJsonObject(replay) && replay['custom'] === true
}

export function readAudioId({ kind, replay }: OpaquePart): { id: string } | undefined {
  if (kind !== AUDIO || !isJsonObject(replay) || typeof replay['id'] !== 'string') return undefined
  return { id: replay['id'] }
}

/** How a compatible server named its reasoning, and what else of it goes back. */
export interface ReasoningMark {
  readonly field: ReasoningField
  /** OpenRouter's blocks, encrypted ones among them. */
  readonly details?: readonly JsonObject[]
}

/** The names of reasoning on compatible servers; some send the same text under two of them. */
export const REASONING_FIELDS = ['reasoning_content', 'reasoning', 'reasoning_text'] as const

/** Mistral puts it among the parts of the content. */
export const THINKING_PART = 'thinking'

/** OpenRouter's blocks may come without a text beside them. */
export const DETAILS_ONLY = 'reasoning_details'

export type ReasoningField = (typeof REASONING_FIELDS)[number] | typeof THINKING_PART | typeof DETAILS_ONLY

export function readReasoningMark({ replay }: ReasoningPart): ReasoningMark | undefined {
  if (!isJsonObject(replay)) return undefined
  const field = ([...REASONING_FIELDS, THINKING_PART, DETAILS_ONLY] as const).find(
    (name) => name === replay['field'],
  )
  const details = Array.isArray(replay['details']) ? replay['details'].filter(isJsonObject) : undefined
  return field === undefined ? undefined : { field, ...(details && { details }) }
}

/** What a server put beside a message or a call, such as Gemini's `thought_signature`, under the wire's own name. */
export function readExtra({ replay }: Pick<ToolCallPart, 'replay'>): { readonly extra_content?: JsonValue } {
  const extra = isJsonObject(replay) ? replay['extra_content'] : undefined
  return extra === undefined ? {} : { extra_content: extra }
}
