import type { JsonObject, ToolCallPart, WireEvent } from '@dragoman/core'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { decodeArguments, decodeExtra } from './decode.ts'
import { CUSTOM_CALL } from './replay.ts'
import type { ChatRequest } from './wire.ts'

type CallDelta = ChatCompletionChunk.Choice.Delta.ToolCall

/** A call whose pieces are still coming. Its part starts when its id and name are certain. */
interface Call {
  readonly index: number
  readonly isCustom: boolean
  id: string
  name: string
  text: string
  isStarted: boolean
  extra: JsonObject | undefined
}

/**
 * Puts tool calls together from their deltas. Compatible servers break every rule of the format, so a delta belongs to
 * the call at its `index` unless it brings another id; without an index, to the call of its id, or to the latest one.
 */
export function callAssembler(
  request: ChatRequest,
  nextIndex: () => number,
): { push(delta: CallDelta): WireEvent[]; end(): WireEvent[] } {
  const declared = declaredNames(request)
  const all: Call[] = []
  const byWireIndex = new Map<number, Call>()

  function find(delta: CallDelta): Call | undefined {
    const { index, id } = delta
    const known = typeof index === 'number' ? byWireIndex.get(index) : findById(id)
    if (!known) return undefined
    if (id && known.id && id !== known.id) return undefined
    return isAnotherWholeCall(known, delta) ? undefined : known
  }

  function findById(id: string | undefined): Call | undefined {
    return id ? all.find((call) => call.id === id) : all.at(-1)
  }

  function add(delta: CallDelta): Call {
    const isCustom = delta.type === 'custom' || delta.custom !== undefined
    const call: Call = {
      index: nextIndex(),
      isCustom,
      id: '',
      name: '',
      text: '',
      isStarted: false,
      extra: undefined,
    }
    all.push(call)
    return call
  }

  function start(call: Call): WireEvent[] {
    call.isStarted = true
    const { index, id, name, text } = call
    const part: ToolCallPart = {
      type: 'tool-call',
      id,
      name,
      inputText: '',
      ...(call.isCustom && { replay: CUSTOM_CALL }),
    }
    const events: WireEvent[] = [{ type: 'part-start', index, part }]
    if (call.isCustom) events.push({ type: 'input-delta', index, text: '"' })
    if (text !== '') events.push({ type: 'input-delta', index, text })
    return events
  }

  return {
    push(delta) {
      const call = find(delta) ?? add(delta)
      if (typeof delta.index === 'number') byWireIndex.set(delta.index, call)
      call.id ||= delta.id ?? ''
      call.extra = decodeExtra(delta) ?? call.extra
      call.name = joinName(call, delta.function?.name ?? delta.custom?.name ?? '', declared)
      const text = call.isCustom
        ? JSON.stringify(delta.custom?.input ?? '').slice(1, -1)
        : decodeArguments(delta.function?.arguments)
      if (call.isStarted) return text === '' ? [] : [{ type: 'input-delta', index: call.index, text }]
      call.text += text
      const isCertain = call.id !== '' && (declared.has(call.name) || (call.name !== '' && call.text !== ''))
      return isCertain ? start(call) : []
    },
    end: () =>
      all.flatMap((call) => [
        ...(call.isStarted ? [] : start(call)),
        ...(call.isCustom ? [{ type: 'input-delta', index: call.index, text: '"' } as const] : []),
        { type: 'part-end', index: call.index, ...(call.extra && { replay: call.extra }) } as const,
      ]),
  }
}

function declaredNames({ tools = [] }: ChatRequest): ReadonlySet<string> {
  return new Set(tools.map((tool) => (tool.type === 'custom' ? tool.custom.name : tool.function.name)))
}

// A name comes once, with every delta, or in pieces before the arguments.
function joinName(call: Call, piece: string, declared: ReadonlySet<string>): string {
  const isOver = call.text !== '' || declared.has(call.name) || piece === call.name
  return call.name !== '' && isOver ? call.name : call.name + piece
}

// Servers without ids send each call whole, all at index 0.
function isAnotherWholeCall(known: Call, { id, function: call }: CallDelta): boolean {
  return !id && Boolean(call?.name) && Boolean(call?.arguments) && isCompleteJson(known.text)
}

function isCompleteJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
