import type { Measured } from './measured.ts'
import { cellsOf } from './words.ts'

const HEADINGS = ['corpus', 'figure', 'measured', 'target', 'met'] as const
const SHOWN = 20

/** The figures as plain text, and behind them what is not as it must be. */
export function formatTable(all: readonly Measured[]): string {
  const rows = all.map(({ measure, figure }) => {
    const { measured, target, met } = cellsOf(measure, figure)
    return [measure.corpus, measure.what.replaceAll('`', ''), measured, target, met]
  })
  return [align([HEADINGS, ...rows]), ...all.map(formatRest)].filter(Boolean).join('\n\n')
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return lines.map((line) => line.trimEnd()).join('\n')
}

function formatRest({ measure, figure }: Measured): string {
  const { beside } = cellsOf(measure, figure)
  const { wrong } = figure
  if (beside === '' && wrong.length === 0) return ''
  const more = wrong.length > SHOWN ? [`… and ${wrong.length - SHOWN} more`] : []
  const lines = [beside, ...wrong.slice(0, SHOWN), ...more].filter(Boolean)
  return [`${measure.corpus}, ${measure.what.replaceAll('`', '')}`, ...lines.map((line) => `  ${line}`)].join(
    '\n',
  )
}
