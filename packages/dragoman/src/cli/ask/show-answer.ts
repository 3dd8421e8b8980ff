import { accumulator, textOf, type Accumulator, type PartEnd, type StreamEvent } from '@dragoman/core'
import { describeCall, describeDiscarded } from './describe-event.ts'
import { oneLine } from '../../harmless.ts'
import type { RunLines } from './run-lines.ts'

/** Shows the answers of a run while they come. */
export interface AnswerView {
  show(event: StreamEvent): void
  /** Shows what is held back: the answer is complete, or it will never be. */
  release(): void
}

type Event<Type extends StreamEvent['type']> = Extract<StreamEvent, { readonly type: Type }>

/** What was shown of a part. */
interface ShownPart {
  readonly part: Event<'part-start'>['part']
  text: string
}

/** `isHeld`: text that calls may follow is not yet the answer. */
export function showAnswers(lines: RunLines, isHeld: boolean): AnswerView {
  const parts = new Map<number, ShownPart>()
  let received: Accumulator = accumulator()
  let held = ''
  let wasShown = false

  function say(text: string): void {
    if (isHeld) {
      held += text
      return
    }
    lines.say(text)
    wasShown ||= text !== ''
  }

  function begin({ index, part }: Event<'part-start'>): void {
    parts.set(index, { part, text: '' })
    if (part.type === 'tool-call') {
      tellHeld()
      add(index, part.inputText)
    }
    if (part.type === 'text' || part.type === 'reasoning') add(index, part.text)
  }

  function add(index: number, text: string): void {
    const shown = parts.get(index)
    if (!shown) return
    shown.text += text
    if (shown.part.type === 'text') say(text)
    if (shown.part.type === 'reasoning') lines.think(text)
    if (shown.part.type === 'tool-call') lines.show(`→ ${describeCall(shown.part.name, shown.text)}`)
  }

  function finish({ index, replace }: PartEnd): void {
    const shown = parts.get(index)
    if (!shown) return
    const { part, text } = shown
    if (part.type === 'tool-call') lines.tell('→', describeCall(part.name, replace ?? text), 'cyan')
    if (part.type === 'opaque') lines.tell('·', `${oneLine(part.kind)} of the provider`, 'dim')
    if (part.type === 'file') lines.tell('·', `a file (${oneLine(part.mediaType)}), see --json`, 'dim')
    if (part.type === 'text' && replace !== undefined && !isHeld) correct(text, replace)
  }

  function correct(text: string, replace: string): void {
    if (replace.startsWith(text)) return say(replace.slice(text.length))
    lines.endAnswer()
    lines.tell('✗', 'the provider corrected its text; this is the whole of it:', 'yellow')
    say(replace)
  }

  function giveUp(event: Event<'attempt-discarded'>): void {
    lines.endAnswer()
    lines.tell('✗', describeDiscarded(event, wasShown), 'yellow')
    parts.clear()
    held = ''
    wasShown = false
  }

  /** What is said beside calls is not the answer. */
  function tellHeld(): void {
    if (held.trim() !== '') lines.tell('·', oneLine(held), 'dim')
    held = ''
  }

  function release(): void {
    const message = received.message()
    received = accumulator()
    if (!isHeld) return
    if (message.parts.some(({ type }) => type === 'tool-call')) tellHeld()
    else lines.say(textOf(message))
    held = ''
  }

  function show(event: StreamEvent): void {
    switch (event.type) {
      case 'message-start':
        parts.clear()
        wasShown = false
        return undefined
      case 'part-start':
        return begin(event)
      case 'text-delta':
      case 'reasoning-delta':
      case 'input-delta':
        return add(event.index, event.text)
      case 'part-end':
        return finish(event)
      case 'message-end':
        return release()
      case 'attempt-discarded':
        return giveUp(event)
      case 'notice':
      case 'retry':
        return undefined
    }
  }

  return {
    show(event) {
      received.push(event)
      show(event)
    },
    release,
  }
}
