import type { CostedEvent } from '../../run.ts'
import { harmless, oneLine } from '../../harmless.ts'
import { showSeconds } from '../screen/numbers.ts'
import { endOf, type Outcome } from './outcome.ts'
import { statusOn } from '../screen/status.ts'
import type { Terminal } from '../screen/terminal.ts'
import { pad, widthOf } from '../screen/width.ts'

/** Shows how far several runs are: a line for each on a terminal; elsewhere a line when one is over. */
export interface Progress {
  tell(name: string, event: CostedEvent): void
  finish(outcome: Outcome): void
}

export function progressOn({ aside, environment }: Terminal, names: readonly string[]): Progress {
  const status = statusOn(aside, environment)
  const room = Math.max(...names.map(widthOf))
  const runs = new Map(names.map((name) => [name, { step: 0, letters: 0, doing: '', end: '' }]))

  function draw(): void {
    const areOver = [...runs.values()].every(({ end }) => end !== '')
    if (areOver) return status.clear()
    status.show(
      [...runs].map(([name, { step, letters, doing, end }]) => {
        const progress = [
          `step ${step}`,
          ...(letters > 0 ? [`${letters} letters`] : []),
          ...(doing ? [doing] : []),
        ]
        return `${end === '' ? '…' : '·'} ${pad(harmless(name), room)}  ${end || progress.join(', ')}`
      }),
    )
  }

  return {
    tell(name, event) {
      const run = runs.get(name)
      if (!run) return
      switch (event.type) {
        case 'step-start':
          run.step = event.step
          break
        case 'text-delta':
          run.letters += event.text.length
          break
        case 'tool-start':
          run.doing = oneLine(event.call.name)
          break
        case 'tool-end':
          run.doing = ''
          break
        case 'retry':
          run.doing = `${event.code}, once more`
          break
        default:
          return
      }
      draw()
    },
    finish(outcome) {
      const end = `${endOf(outcome)}, ${showSeconds(outcome.ms)}`
      runs.set(outcome.name, { step: 0, letters: 0, doing: '', end })
      if (!aside.isTerminal) aside.write(`${pad(harmless(outcome.name), room)}  ${end}\n`)
      draw()
    },
  }
}
