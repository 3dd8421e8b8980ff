import type { CostedEvent } from '../../run.ts'
import { isOfAnswer } from '../run/answer-event.ts'
import { describeNotice, describeResult, describeRetry } from './describe-event.ts'
import { harmless } from '../../harmless.ts'
import { runLinesOn, type RunLines } from './run-lines.ts'
import { showAnswers } from './show-answer.ts'
import type { Terminal } from '../screen/terminal.ts'

/** Shows a run while it happens: the answer on `out`, all else on `aside`. */
export interface RunView {
  show(event: CostedEvent): void
  /** Leaves the cursor at the start of a line. What is held back of an answer that did not end is written. */
  end(): void
}

/**
 * A terminal is shown everything as it comes. Where `out` is none, it gets the answer only: as it comes where the run has
 * no tools, and else when it is complete, because only then it is known that no call follows.
 */
export function showRun(terminal: Terminal, hasTools: boolean): RunView {
  const lines = runLinesOn(terminal)
  const answers = showAnswers(lines, hasTools && !terminal.out.isTerminal)
  const showCalls = callsOn(lines)
  const told = new Set<string>()

  function tellNotice(text: string): void {
    // Each step of a run may give the same ones.
    if (!told.has(text)) lines.tell('·', text, 'dim')
    told.add(text)
  }

  return {
    show(event) {
      if (isOfAnswer(event)) answers.show(event)
      switch (event.type) {
        case 'step-start':
          return lines.show('…')
        case 'tool-start':
        case 'tool-end':
          return showCalls(event)
        case 'retry':
          return lines.tell('↻', describeRetry(event), 'yellow')
        case 'notice':
          return tellNotice(describeNotice(event.notice))
        case 'step-end':
        case 'run-end':
          return lines.settle()
        default:
          return undefined
      }
    },
    end() {
      lines.settle()
      answers.release()
      lines.endAnswer()
    },
  }
}

type CallEvent = Extract<CostedEvent, { readonly type: 'tool-start' | 'tool-end' }>

/** Shows which calls run, and what comes of each. */
function callsOn(lines: RunLines): (event: CallEvent) => void {
  const running = new Map<string, { readonly name: string; readonly begin: number }>()

  function end({ result }: Extract<CallEvent, { readonly type: 'tool-end' }>): void {
    const started = running.get(result.callId)
    running.delete(result.callId)
    const text = describeResult(result, started && performance.now() - started.begin)
    lines.tell(result.isError ? '✗' : '✓', text, result.isError ? 'red' : 'green')
  }

  return (event) => {
    if (event.type === 'tool-end') end(event)
    else running.set(event.call.id, { name: event.call.name, begin: performance.now() })
    const names = [...running.values()].map(({ name }) => harmless(name))
    if (names.length > 0) lines.show(`… ${names.join(', ')}`)
  }
}
