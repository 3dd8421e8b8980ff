import { isJsonObject, type AssistantPart, type StreamEvent } from '@dragoman/core'
import { reading, yielding } from './break.ts'
import type { HandMade } from './mutant.ts'

/** Adapters that lose or change something of an answer. */
export const ANSWERS: readonly HandMade[] = [
  {
    name: 'forgets the signature of streamed thinking',
    wire: 'anthropic.messages',
    law: 'agreement',
    broken: yielding(() => withoutReplay('reasoning'), ['streamed']),
  },
  {
    name: 'forgets the signature of thinking',
    wire: 'anthropic.messages',
    law: 'replay identity',
    broken: yielding(() => withoutReplay('reasoning')),
  },
  {
    name: 'trims what was thought, and keeps its signature',
    wire: 'anthropic.messages',
    law: 'replay identity',
    broken: yielding(
      () => changingParts('reasoning', (part) => ({ ...part, text: part.text.slice(0, -1) })),
      ['whole'],
    ),
  },
  {
    name: 'forgets the encrypted thoughts',
    wire: 'openai.responses',
    law: 'replay identity',
    broken: yielding(() =>
      changingParts('reasoning', ({ replay, ...part }) => ({
        ...part,
        ...(isJsonObject(replay) && { replay: { ...replay, encrypted_content: null } }),
      })),
    ),
  },
  {
    name: 'swaps the ids of the calls of a stream',
    wire: 'openai.chat',
    law: 'agreement',
    broken: yielding(swappingIds, ['streamed']),
  },
  {
    name: 'swaps the ids of the calls',
    wire: 'openai.responses',
    law: 'replay identity',
    broken: yielding(swappingIds),
  },
  {
    name: 'gives every call the same id',
    wire: 'openai.chat',
    law: 'replay identity',
    broken: yielding(() => changingParts('tool-call', (part) => ({ ...part, id: 'call_1' }))),
  },
  {
    name: 'takes the pieces of parallel calls for those of the first',
    wire: 'openai.chat',
    law: 'agreement',
    broken: yielding(mergingCalls, ['streamed']),
  },
  {
    name: 'loses a block that it does not know',
    wire: 'anthropic.messages',
    law: 'forward',
    broken: yielding(() => dropping('opaque')),
  },
  {
    name: 'loses an item that it does not know',
    wire: 'openai.responses',
    law: 'forward',
    broken: yielding(() => dropping('opaque')),
  },
  {
    name: 'sends what a hosted tool did without its result',
    wire: 'anthropic.messages',
    law: 'replay identity',
    broken: yielding(() => changingParts('opaque', (part) => ({ ...part, replay: { type: part.kind } }))),
  },
  {
    name: 'loses a text that comes after a call',
    wire: 'anthropic.messages',
    law: 'replay identity',
    broken: yielding(droppingAfterCall),
  },
  {
    name: 'loses the space that a piece of text begins with',
    wire: 'openai.chat',
    law: 'agreement',
    broken: yielding(() => (event) => {
      if (event.type !== 'text-delta') return [event]
      const text = event.text.trimStart()
      return text === '' ? [] : [{ ...event, text }]
    }),
  },
  {
    name: 'trims the text that overrides the pieces',
    wire: 'openai.responses',
    law: 'agreement',
    broken: yielding(() => (event) => [
      event.type === 'part-end' && event.replace !== undefined
        ? { ...event, replace: event.replace.trim() }
        : event,
    ]),
  },
  {
    name: 'makes broken arguments valid',
    wire: 'openai.responses',
    law: 'replay identity',
    broken: yielding(() => closingArguments),
  },
  {
    name: 'ends a part at an empty piece of it',
    wire: 'anthropic.messages',
    law: 'agreement',
    broken: reading((text) =>
      text.replaceAll(
        /data: (\{"type":\s*"content_block_delta","index":\s*(\d+).*?"(?:text|thinking|partial_json)":\s*""\}\})/g,
        'data: {"type":"content_block_stop","index":$2}',
      ),
    ),
  },
  {
    name: 'ends each part twice',
    wire: 'anthropic.messages',
    law: 'grammar',
    broken: yielding(() => (event) => (event.type === 'part-end' ? [event, event] : [event])),
  },
  {
    name: 'tells of an answer after its end',
    wire: 'openai.responses',
    law: 'grammar',
    broken: yielding(
      () => (event) =>
        event.type === 'message-end'
          ? [event, { type: 'notice', notice: { code: 'late', path: '', action: 'advice' } }]
          : [event],
    ),
  },
  {
    name: 'invents an ending where the bytes end',
    wire: 'anthropic.messages',
    law: 'truncation',
    broken: reading((text) =>
      text.includes('message_stop') ? text : `${text}\n\ndata: {"type":"message_stop"}\n\n`,
    ),
  },
  {
    name: 'takes the end of the bytes for [DONE]',
    wire: 'openai.chat',
    law: 'truncation',
    broken: reading((text) => `${text}\n\ndata: [DONE]\n\n`),
  },
  {
    name: 'asks for the last frame after the stop reason',
    wire: 'openai.chat',
    law: 'truncation',
    broken: reading((text) =>
      text.includes('[DONE]') ? text : text.replaceAll(/"finish_reason":\s*"\w+"/g, '"finish_reason":null'),
    ),
  },
  {
    name: 'takes what it does not know for an error',
    wire: 'anthropic.messages',
    law: 'forward',
    broken: reading((text) =>
      text.replaceAll(/\{"type":"later".*\}/g, '{"type":"error","error":{"type":"api_error","message":"?"}}'),
    ),
  },
  {
    name: 'skips a block that is broken',
    wire: 'anthropic.messages',
    law: 'forward',
    broken: reading((text) =>
      text.replaceAll('"content_block":null', '"content_block":{"type":"text","text":""}'),
    ),
  },
  {
    name: 'forgets where a streamed text was found',
    wire: 'openai.responses',
    law: 'agreement',
    broken: yielding(
      () => (event) => {
        if (event.type !== 'part-end') return [event]
        const { citations: _citations, ...rest } = event
        return [rest]
      },
      ['streamed'],
    ),
  },
  {
    name: 'forgets which model answered in a stream',
    wire: 'anthropic.messages',
    law: 'agreement',
    broken: yielding(
      () => (event) => {
        if (event.type !== 'message-start') return [event]
        const { servedModel: _served, ...origin } = event.origin
        return [{ type: 'message-start', origin }]
      },
      ['streamed'],
    ),
  },
]

type PartOf<Type extends AssistantPart['type']> = Extract<AssistantPart, { readonly type: Type }>
type Change = (event: StreamEvent) => readonly StreamEvent[]

function changingParts<Type extends AssistantPart['type']>(
  type: Type,
  change: (part: PartOf<Type>) => AssistantPart,
): Change {
  return (event) =>
    event.type === 'part-start' && event.part.type === type
      ? [{ ...event, part: change(event.part as PartOf<Type>) }] // by its type
      : [event]
}

function withoutReplay(type: AssistantPart['type']): Change {
  const indices = new Set<number>()
  return (event) => {
    if (event.type === 'part-start' && event.part.type === type) {
      indices.add(event.index)
      const { replay: _replay, ...part } = event.part
      return [{ ...event, part: part as AssistantPart }] // its replay may be absent
    }
    if (event.type !== 'part-end' || !indices.has(event.index)) return [event]
    const { replay: _replay, ...rest } = event
    return [rest]
  }
}

function dropping(type: AssistantPart['type']): Change {
  const indices = new Set<number>()
  return (event) => {
    if (event.type === 'part-start' && event.part.type === type) indices.add(event.index)
    return 'index' in event && indices.has(event.index) ? [] : [event]
  }
}

function droppingAfterCall(): Change {
  const dropped = new Set<number>()
  let called = false
  return (event) => {
    if (event.type === 'part-start' && called && event.part.type === 'text') dropped.add(event.index)
    if (event.type === 'part-start' && event.part.type === 'tool-call') called = true
    return 'index' in event && dropped.has(event.index) ? [] : [event]
  }
}

// The second call's id for the first one, and the other way round.
function swappingIds(): Change {
  let first: string | undefined
  return changingParts('tool-call', (part) => {
    if (first === undefined) {
      first = part.id
      return { ...part, id: `${part.id}0` }
    }
    return { ...part, id: first }
  })
}

function mergingCalls(): Change {
  let first: number | undefined
  return (event) => {
    if (event.type === 'part-start' && event.part.type === 'tool-call') first ??= event.index
    return [event.type === 'input-delta' && first !== undefined ? { ...event, index: first } : event]
  }
}

function closingArguments(event: StreamEvent): readonly StreamEvent[] {
  if (event.type !== 'part-start' || event.part.type !== 'tool-call') return [event]
  const { part } = event
  try {
    JSON.parse(part.inputText)
    return [event]
  } catch {
    return [{ ...event, part: { ...part, inputText: '{}' } }]
  }
}
