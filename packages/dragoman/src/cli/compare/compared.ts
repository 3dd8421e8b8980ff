import { harmless } from '../../harmless.ts'
import { showCost, showCount, showSeconds } from '../screen/numbers.ts'
import { endOf, textOfOutcome, type Outcome } from './outcome.ts'
import { styled } from '../screen/style.ts'
import { showTable } from '../screen/table.ts'
import type { Screen } from '../screen/terminal.ts'
import { pad, truncate, wrapText } from '../screen/width.ts'

/** What each model took, as a table. */
export function showFigures(outcomes: readonly Outcome[], screen: Screen): readonly string[] {
  const rows = outcomes.map((outcome) => {
    const { name, ms, steps, usage, cost } = outcome
    const tokens = [showCount(usage.inputTokens), showCount(usage.outputTokens)]
    return [name, endOf(outcome), showSeconds(ms), String(steps), ...tokens, cost ? showCost(cost) : '?']
  })
  return showTable(COLUMNS, rows, screen)
}

const COLUMNS = [
  { title: 'model', shrinks: true },
  { title: 'end' },
  { title: 'time', align: 'right' },
  { title: 'steps', align: 'right' },
  { title: 'tokens in', align: 'right' },
  { title: 'out', align: 'right' },
  { title: 'cost', align: 'right' },
] as const

/** What each model said: side by side where a terminal is wide enough, else one below the other. */
export function showAnswers(outcomes: readonly Outcome[], screen: Screen): readonly string[] {
  const gaps = BAR.length * (outcomes.length - 1)
  const width = Math.floor((screen.columns - gaps) / outcomes.length)
  if (!screen.isTerminal || width < NARROWEST) return stacked(outcomes, screen)
  const columns = outcomes.map((outcome) => [
    truncate(harmless(outcome.name), width),
    ...wrapText(answerIn(outcome, screen), width),
  ])
  const height = Math.max(...columns.map((lines) => lines.length))
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((lines) => {
        const cell = pad(lines[row] ?? '', width)
        return row === 0 ? styled(screen, 'bold', cell) : cell
      })
      .join(BAR)
      .trimEnd(),
  )
}

const BAR = ' │ '
const NARROWEST = 30

function stacked(outcomes: readonly Outcome[], screen: Screen): readonly string[] {
  return outcomes.flatMap((outcome, at) => [
    ...(at === 0 ? [] : ['']),
    styled(screen, 'bold', `── ${harmless(outcome.name)}`),
    answerIn(outcome, screen),
  ])
}

function answerIn(outcome: Outcome, { isTerminal }: Screen): string {
  const text = textOfOutcome(outcome).trimEnd()
  return isTerminal ? harmless(text) : text
}
