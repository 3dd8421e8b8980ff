import {
  DragomanError,
  isJsonObject,
  type AssistantPart,
  type Decoder,
  type JsonObject,
  type WireEvent,
} from '@dragoman/core'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { CompletionUsage } from 'openai/resources/completions'
import { decodeErrorBody } from '../error.ts'
import { callAssembler } from './call-deltas.ts'
import {
  AUDIO_DROPPED,
  decodeCitations,
  decodeExtra,
  decodeStop,
  decodeUsage,
  readUsage,
  extraChoice,
  refuseLegacyCall,
} from './decode.ts'
import { markReasoning, joinDetails, readContent, readReasoning, type ReasoningPiece } from './reasoning.ts'
import { AUDIO, DETAILS_ONLY, REFUSAL, type ReasoningField } from './replay.ts'
import { DONE, WIRE, type ChatEvent, type ChatRequest } from './wire.ts'

type Choice = ChatCompletionChunk.Choice
type Delta = Choice['delta']

/** Reads a streamed completion. Parts end with the answer: the wire never says that one is over. */
export function decoder(request: ChatRequest): Decoder<ChatEvent> {
  let events: WireEvent[] = []
  let nextIndex = 0
  let textIndex: number | undefined
  let refusalIndex: number | undefined
  let audioIndex: number | undefined
  let reasoning: { readonly index: number; field: ReasoningField; details: readonly JsonObject[] } | undefined
  let citations: ReturnType<typeof decodeCitations> = []
  let extra: JsonObject | undefined
  let servedModel: string | undefined
  let usage: CompletionUsage | undefined
  let tier: ChatCompletionChunk['service_tier']
  let finish: string | undefined
  let isStarted = false
  let isEnded = false
  const extraChoices = new Set<number>()
  const calls = callAssembler(request, () => nextIndex++)

  function push(event: ChatEvent): WireEvent[] {
    events = []
    if (isEnded) return events
    if (event === DONE) return finishMessage()
    if (!isJsonObject(event)) throw new DragomanError('bad-response', `${WIRE}: an event is not an object.`)
    if ('error' in event && event.error) throw decodeErrorBody(event)
    servedModel = event.model || servedModel
    usage = readUsage(event) ?? usage
    tier = event.service_tier ?? tier
    const { choices } = event
    if (!isStarted && (event.id || choices?.length)) start(event)
    if (choices) for (const choice of choices) pushChoice(choice)
    return events
  }

  function start({ id, model }: Partial<ChatCompletionChunk>): void {
    isStarted = true
    events.push({
      type: 'message-start',
      ...(model && { servedModel: model }),
      ...(id && { responseId: id }),
    })
  }

  function pushChoice(choice: Choice): void {
    if (choice.index) {
      if (!extraChoices.has(choice.index)) events.push({ type: 'notice', notice: extraChoice(choice.index) })
      extraChoices.add(choice.index)
      return
    }
    if (choice.finish_reason) finish = choice.finish_reason
    // A whole message where a stream was asked for.
    const delta = choice.delta ?? (choice as { readonly message?: Delta }).message
    if (delta) pushDelta(delta)
  }

  function pushDelta(delta: Delta): void {
    refuseLegacyCall(delta.function_call)
    extra = decodeExtra(delta) ?? extra
    if (delta.audio) pushAudio(delta.audio)
    if ('annotations' in delta && Array.isArray(delta.annotations)) {
      citations = [...citations, ...decodeCitations(delta.annotations)]
    }
    const { text, thinking } = readContent(delta.content)
    const thought = readReasoning(delta) ?? thinking
    if (thought) pushReasoning(thought)
    if (text) {
      textIndex ??= open({ type: 'text', text: '' })
      events.push({ type: 'text-delta', index: textIndex, text })
    }
    if (delta.refusal) {
      refusalIndex ??= open({ type: 'text', text: '', replay: REFUSAL })
      events.push({ type: 'text-delta', index: refusalIndex, text: delta.refusal })
    }
    if (delta.tool_calls) for (const call of delta.tool_calls) events.push(...calls.push(call))
  }

  function pushReasoning({ field, text, details }: ReasoningPiece): void {
    reasoning ??= { index: open({ type: 'reasoning', text: '' }), field, details: [] }
    if (reasoning.field === DETAILS_ONLY) reasoning.field = field
    reasoning.details = joinDetails(reasoning.details, details)
    if (text) events.push({ type: 'reasoning-delta', index: reasoning.index, text })
  }

  function pushAudio({ id }: NonNullable<Delta['audio']>): void {
    if (audioIndex !== undefined || !id) return
    audioIndex = open({ type: 'opaque', kind: AUDIO, replay: { id } })
    events.push({ type: 'notice', notice: AUDIO_DROPPED })
  }

  function open(part: AssistantPart): number {
    const index = nextIndex++
    events.push({ type: 'part-start', index, part })
    return index
  }

  function finishMessage(): WireEvent[] {
    isEnded = true
    if (!isStarted) start({})
    if (reasoning) {
      const { index, field, details } = reasoning
      events.push({ type: 'part-end', index, replay: markReasoning(field, details) })
    }
    if (audioIndex !== undefined) events.push({ type: 'part-end', index: audioIndex })
    if (textIndex !== undefined) {
      events.push({ type: 'part-end', index: textIndex, ...(citations.length > 0 && { citations }) })
    }
    if (refusalIndex !== undefined) events.push({ type: 'part-end', index: refusalIndex })
    const callEvents = calls.end()
    events.push(...callEvents)
    events.push({
      type: 'message-end',
      stop: decodeStop(finish, { refused: refusalIndex !== undefined, calls: callEvents.length > 0 }),
      usage: decodeUsage(usage, tier),
      ...(servedModel && { servedModel }),
      ...(extra && { replay: extra }),
    })
    return events
  }

  return {
    push,
    end() {
      events = []
      if (isEnded) return events
      if (finish === undefined) {
        throw new DragomanError('cut-stream', `${WIRE}: the stream ended before its finish_reason.`)
      }
      return finishMessage()
    },
  }
}
