import type { Measured } from './measured.ts'

const HEADINGS = ['part', 'figure', 'target', 'measured', 'met'] as const
const SHOWN = 20

/** The figures as plain text, and behind them what is not as it should be. */
export function formatTable(all: readonly Measured[]): string {
  const rows = all.flatMap(({ target: { name }, figures }) =>
    figures.map(({ what, target, measured, met }) => [name, what, target, measured, met ? 'yes' : 'NO']),
  )
  const failures = all.flatMap(({ target: { name }, figures }) =>
    figures.filter((figure) => figure.failures.length > 0).map((figure) => formatFailures(name, figure)),
  )
  return [align([HEADINGS, ...rows]), ...failures].join('\n\n')
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return lines.map((line) => line.trimEnd()).join('\n')
}

function formatFailures(name: string, { what, failures }: Measured['figures'][number]): string {
  const more = failures.length > SHOWN ? [`… and ${failures.length - SHOWN} more`] : []
  return [`${name}, ${what}`, ...[...failures.slice(0, SHOWN), ...more].map((line) => `  ${line}`)].join('\n')
}
