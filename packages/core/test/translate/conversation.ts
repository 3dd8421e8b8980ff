import {
  assemble,
  type AssistantMessage,
  type AssistantPart,
  type Capabilities,
  type FilePart,
  type FitTarget,
  type Message,
  type ModelRequest,
  type Origin,
  type ToolMessage,
  type ToolResultPart,
  type WireEvent,
} from '@dragoman/core'
import { acme, ASKED, CAPABLE } from '../acme.ts'
import { collect } from '../collect.ts'
import { text } from '../recording.ts'

/** The model that every history here is fitted to. */
export const OWN = { provider: 'acme', wire: 'acme.chat', model: 'large' } as const satisfies Origin

export const FOREIGN: Origin = { provider: 'other', wire: 'other.chat', model: 'large' }

/** Takes everything, but for what is given. */
export function targetOf(capabilities: Partial<Capabilities> = {}): FitTarget {
  return { ...OWN, capabilities: { ...CAPABLE, ...capabilities } }
}

export function requestOf(messages: readonly Message[], rest: Partial<ModelRequest> = {}): ModelRequest {
  return { ...ASKED, messages, ...rest }
}

/** What a model said, and finished. */
export function said(
  parts: AssistantMessage['parts'] | string,
  rest: Partial<AssistantMessage> = {},
): AssistantMessage {
  return {
    role: 'assistant',
    parts: partsOf(parts),
    stop: { reason: 'stop', raw: 'end' },
    origin: OWN,
    ...rest,
  }
}

/** The results of one step. */
export function results(...parts: readonly ToolResultPart[]): ToolMessage {
  return { role: 'tool', parts }
}

export function result(
  callId: string,
  content: ToolResultPart['parts'] | string,
  name = 'ping',
): ToolResultPart {
  return { type: 'tool-result', callId, name, parts: contentOf(content), isError: false }
}

/** What stands for a result that is missing. */
export function notRun(callId: string, name = 'ping'): ToolResultPart {
  const because = 'Not run: this call was never answered.'
  return { ...result(callId, because, name), isError: true, reason: 'not-run' }
}

export const IMAGE: FilePart = {
  type: 'file',
  mediaType: 'image/png',
  source: { type: 'base64', base64: 'iVBORw==' },
}

export const PDF: FilePart = {
  type: 'file',
  mediaType: 'application/pdf',
  source: { type: 'url', url: 'https://example.com/a.pdf' },
}

/** The same message as the model's own answer to a conversation, which it knows by its digest. */
export async function answerTo(
  messages: readonly Message[],
  { parts, stop = { reason: 'stop', raw: 'end' }, replay }: AssistantMessage,
): Promise<AssistantMessage> {
  const answer: readonly WireEvent[] = [
    { type: 'message-start' },
    ...parts.flatMap((part, index): WireEvent[] => [
      { type: 'part-start', index, part },
      { type: 'part-end', index },
    ]),
    { type: 'message-end', stop, usage: {}, ...(replay !== undefined && { replay }) },
  ]
  const model = acme({ send: () => Promise.resolve(answer) })(OWN.model)
  return assemble(await collect(model.call(requestOf(messages))))
}

function partsOf(content: AssistantMessage['parts'] | string): readonly AssistantPart[] {
  return typeof content === 'string' ? [text(content)] : content
}

function contentOf(content: ToolResultPart['parts'] | string): ToolResultPart['parts'] {
  return typeof content === 'string' ? [text(content)] : content
}
