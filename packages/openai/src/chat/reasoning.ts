import { isJsonObject, json, type JsonObject, type ReasoningPart } from '@dragoman/core'
import {
  DETAILS_ONLY,
  readReasoningMark,
  REASONING_FIELDS,
  THINKING_PART,
  type ReasoningField,
  type ReasoningMark,
} from './replay.ts'

/** A piece of reasoning as a compatible server sends it, in a message or a delta. */
export interface ReasoningPiece {
  readonly field: ReasoningField
  readonly text: string
  readonly details: readonly JsonObject[]
}

/** Reads the reasoning of a message or a delta. OpenAI itself sends none on this wire. */
export function readReasoning(source: object): ReasoningPiece | undefined {
  const fields: Readonly<Record<string, unknown>> = { ...source }
  const field = REASONING_FIELDS.find((name) => typeof fields[name] === 'string' && fields[name] !== '')
  const listed = fields['reasoning_details']
  const details = Array.isArray(listed) ? listed.filter(isJsonObject) : []
  if (field) return { field, text: String(fields[field]), details }
  if (details.length > 0) return { field: DETAILS_ONLY, text: details.map(textOfBlock).join(''), details }
  // DeepSeek wants the field back even where it was empty.
  return fields['reasoning_content'] === '' ? { field: 'reasoning_content', text: '', details } : undefined
}

function textOfBlock({ text, summary }: JsonObject): string {
  if (typeof text === 'string') return text
  return typeof summary === 'string' ? summary : ''
}

/** The texts of a content, which some servers send as a list of parts with the thinking among them. */
export function readContent(content: unknown): { readonly text: string; readonly thinking?: ReasoningPiece } {
  // A structured output may come as the object itself.
  if (isJsonObject(content)) return { text: JSON.stringify(content) }
  if (!Array.isArray(content)) return { text: typeof content === 'string' ? content : '' }
  const parts = content.filter(isJsonObject)
  const text = joinTexts(parts.filter((part) => part['type'] === 'text'))
  const thoughts = parts.filter((part) => part['type'] === THINKING_PART)
  if (thoughts.length === 0) return { text }
  const thinking = thoughts
    .map((part) => (Array.isArray(part['thinking']) ? joinTexts(part['thinking']) : ''))
    .join('')
  return { text, thinking: { field: THINKING_PART, text: thinking, details: [] } }
}

function joinTexts(parts: readonly unknown[]): string {
  return parts
    .map((part) => (isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('')
}

/** The neutral part of a whole piece. */
export function decodeReasoning({ field, text, details }: ReasoningPiece): ReasoningPart {
  return { type: 'reasoning', text, replay: markReasoning(field, details) }
}

/** What goes into `replay`. */
export function markReasoning(field: ReasoningField, details: readonly JsonObject[]): JsonObject {
  return { field, ...(details.length > 0 && { details: json(details) }) }
}

/** Joins the pieces of streamed blocks: texts of one index belong together, everything else stands for itself. */
export function joinDetails(known: readonly JsonObject[], pieces: readonly JsonObject[]): JsonObject[] {
  return pieces.reduce<JsonObject[]>(
    (joined, piece) => {
      const last = joined.at(-1)
      const grown = last && joinBlock(last, piece)
      return grown ? [...joined.slice(0, -1), grown] : [...joined, piece]
    },
    [...known],
  )
}

function joinBlock(last: JsonObject, piece: JsonObject): JsonObject | undefined {
  if (last['type'] !== piece['type'] || last['index'] !== piece['index']) return undefined
  for (const field of ['text', 'summary']) {
    const [before, after] = [last[field], piece[field]]
    if (typeof before !== 'string' || typeof after !== 'string') continue
    const news = Object.entries(piece).filter(([, value]) => value !== null)
    return { ...last, ...Object.fromEntries(news), [field]: before + after }
  }
  return undefined
}

/** The fields in which reasoning goes back to the server that sent it, beside a content. */
export function encodeReasoning(part: ReasoningPart, content: string): Readonly<Record<string, unknown>> {
  const mark: ReasoningMark | undefined = readReasoningMark(part)
  if (!mark) return {}
  const { field, details } = mark
  if (field === THINKING_PART) {
    const thought = { type: THINKING_PART, thinking: [{ type: 'text', text: part.text }] }
    return { content: [thought, ...(content ? [{ type: 'text', text: content }] : [])] }
  }
  return {
    ...(field !== DETAILS_ONLY && (part.text !== '' || !details) && { [field]: part.text }),
    ...(details && { reasoning_details: details }),
  }
}
