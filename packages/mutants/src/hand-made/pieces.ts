import type { StreamEvent } from '@dragoman/core'
import { yielding } from './break.ts'
import type { HandMade } from './mutant.ts'

/** Adapters that tell an answer in other pieces than it came in. */
export const PIECES: readonly HandMade[] = [
  {
    name: 'changes a piece of a part after it was told',
    wire: 'openai.chat',
    law: 'grammar',
    broken: yielding(reusingDelta, ['streamed']),
  },
  {
    name: 'tells a whole answer in pieces',
    wire: 'openai.responses',
    law: 'grammar',
    broken: yielding(() => splittingText, ['whole']),
  },
  {
    name: 'waits for the whole of a call',
    wire: 'openai.chat',
    law: 'pieces',
    broken: yielding(() => joining('input-delta'), ['streamed']),
  },
  {
    name: 'waits for the whole of a thought',
    wire: 'anthropic.messages',
    law: 'pieces',
    broken: yielding(() => joining('reasoning-delta'), ['streamed']),
  },
  {
    name: 'tells no piece of a text, only what overrides them',
    wire: 'openai.responses',
    law: 'pieces',
    broken: yielding(() => (event) => (event.type === 'text-delta' ? [] : [event]), ['streamed']),
  },
]

type Change = (event: StreamEvent) => readonly StreamEvent[]

// One object stands for every piece, as a parser that saves memory would have it.
function reusingDelta(): Change {
  const reused = {}
  return (event) => [event.type === 'text-delta' ? Object.assign(reused, event) : event]
}

function splittingText(event: StreamEvent): readonly StreamEvent[] {
  if (event.type !== 'part-start' || event.part.type !== 'text') return [event]
  const { index, part } = event
  return [
    { ...event, part: { ...part, text: '' } },
    { type: 'text-delta', index, text: part.text },
  ]
}

function joining(type: 'reasoning-delta' | 'input-delta'): Change {
  const texts = new Map<number, string>()
  return (event) => {
    if (event.type === type) {
      texts.set(event.index, (texts.get(event.index) ?? '') + event.text)
      return []
    }
    const text = event.type === 'part-end' ? texts.get(event.index) : undefined
    return event.type === 'part-end' && text ? [{ type, index: event.index, text }, event] : [event]
  }
}
