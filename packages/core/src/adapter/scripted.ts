import type { Capabilities } from '../neutral/capabilities.ts'
import { DragomanError } from '../neutral/error.ts'
import type { StreamEvent, WireEvent } from '../neutral/event.ts'
import type { AssistantMessage, AssistantPart, Origin } from '../neutral/message.ts'
import type { CallOptions, Model } from '../neutral/model.ts'
import type { ModelRequest } from '../neutral/request.ts'

/** What a scripted model answers: a text, parts, a message, the events themselves, a failure, or a function of the request. */
export type Reply =
  | string
  | readonly AssistantPart[]
  | AssistantMessage
  | readonly WireEvent[]
  | Error
  | ((request: ModelRequest) => Reply)

const ORIGIN: Origin = { provider: 'scripted', wire: 'scripted', model: 'scripted' }

const CAPABILITIES: Capabilities = {
  images: true,
  imagesInResults: true,
  pdf: true,
  systemMidway: 'anywhere',
  cachePoints: 1_000,
  toolName: { pattern: '^[^]+$', max: 1_000 },
  callId: { pattern: '^[^]*$', max: 1_000 },
  parallelToolCalls: true,
  forcedToolChoice: 'yes',
  strict: {},
  output: 'native',
  sampling: ['temperature', 'topP', 'stop', 'seed'],
  effort: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
  reasoning: ['hidden', 'summary'],
  assistantFirst: true,
  systemOnly: true,
  prefill: true,
  silentTurns: true,
  blankText: true,
  wire: {},
}

/** A model for tests that answers from a script, one reply for each call. One call too many is a `config` error. */
export function scripted(replies: readonly Reply[]): Model {
  let calls = 0
  return {
    provider: ORIGIN.provider,
    wire: ORIGIN.wire,
    id: ORIGIN.model,
    capabilities: CAPABILITIES,
    async *call(request, options) {
      options?.signal?.throwIfAborted()
      const reply = replies[calls++]
      if (reply === undefined) {
        throw new DragomanError(
          'config',
          `The script has ${replies.length} replies, and this is call ${calls}: add a reply or check the loop.`,
        )
      }
      yield* perform(reply, request, options)
    },
  }
}

function* perform(
  reply: Reply,
  request: ModelRequest,
  options: CallOptions = {},
): Generator<StreamEvent, void> {
  if (typeof reply === 'function') return yield* perform(reply(request), request, options)
  if (reply instanceof Error) throw reply
  if (typeof reply === 'string') return yield* speak(ofParts([{ type: 'text', text: reply }]), options)
  if (!isKnownShape(reply)) {
    throw new DragomanError(
      'config',
      `A scripted reply is a text, a list of parts or events, a message, an Error or a function; found ${JSON.stringify(reply)}.`,
    )
  }
  if ('role' in reply) return yield* speak(reply, options)
  if (isEvents(reply)) {
    for (const event of reply) {
      yield event.type === 'message-start' ? { type: event.type, origin: withServed(event) } : event
    }
    return
  }
  yield* speak(ofParts(reply), options)
}

const PART_TYPES: ReadonlySet<string> = new Set<AssistantPart['type']>([
  'text',
  'reasoning',
  'tool-call',
  'file',
  'opaque',
])

// A program without types may script anything.
function isKnownShape(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && ('role' in reply || Array.isArray(reply))
}

function isEvents(reply: readonly (AssistantPart | WireEvent)[]): reply is readonly WireEvent[] {
  const first = reply[0]
  return first !== undefined && !PART_TYPES.has(first.type)
}

function withServed({ servedModel, responseId }: { servedModel?: string; responseId?: string }): Origin {
  return {
    ...ORIGIN,
    ...(servedModel !== undefined && { servedModel }),
    ...(responseId !== undefined && { responseId }),
  }
}

function ofParts(parts: readonly AssistantPart[]): AssistantMessage {
  return { role: 'assistant', parts }
}

function* speak(message: AssistantMessage, { stream = false }: CallOptions): Generator<StreamEvent, void> {
  const asksForTools = message.parts.some((part) => part.type === 'tool-call')
  yield { type: 'message-start', origin: message.origin ?? ORIGIN }
  for (const [index, part] of message.parts.entries()) {
    yield* stream ? streamPart(part, index) : [{ type: 'part-start', index, part } as const]
    yield { type: 'part-end', index }
  }
  yield {
    type: 'message-end',
    stop: message.stop ?? { reason: asksForTools ? 'tool-calls' : 'stop', raw: null },
    usage: message.usage ?? {},
    ...(message.replay !== undefined && { replay: message.replay }),
  }
}

function streamPart(part: AssistantPart, index: number): StreamEvent[] {
  switch (part.type) {
    case 'text':
      return [
        { type: 'part-start', index, part: { ...part, text: '' } },
        { type: 'text-delta', index, text: part.text },
      ]
    case 'reasoning':
      return [
        { type: 'part-start', index, part: { ...part, text: '' } },
        { type: 'reasoning-delta', index, text: part.text },
      ]
    case 'tool-call':
      return [
        { type: 'part-start', index, part: { ...part, inputText: '' } },
        { type: 'input-delta', index, text: part.inputText },
      ]
    case 'file':
    case 'opaque':
      return [{ type: 'part-start', index, part }]
  }
}
