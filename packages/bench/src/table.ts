import { DELTAS, WIRES, WORKLOADS, type Workload } from './scenario.ts'
import type { Row } from './summary.ts'

const TITLES: Readonly<Record<Workload, string>> = {
  stream: `stream of ${DELTAS.toLocaleString('en')} deltas`,
  loop: 'two-step tool loop',
}

const HEADINGS = ['', 'CPU ms', 'lowest–highest', '× fetch', '× SDK', 'wall ms', 'peak MB'] as const

/** The rows as plain text, one block for each workload and wire. */
export function formatTable(rows: readonly Row[]): string {
  const blocks = WORKLOADS.flatMap((workload) =>
    WIRES.map((wire) => {
      const lines = rows.filter((row) => row.workload === workload && row.wire === wire).map(formatRow)
      return `${TITLES[workload]}, ${wire}\n${align([HEADINGS, ...lines])}`
    }),
  )
  return blocks.join('\n\n')
}

function formatRow(row: Row): readonly string[] {
  const { lowest, median, highest } = row.cpuMs
  return [
    row.name,
    median.toFixed(2),
    `${lowest.toFixed(2)}–${highest.toFixed(2)}`,
    row.overFetch.toFixed(2),
    row.overSdk.toFixed(2),
    row.wallMs.toFixed(2),
    row.memoryMb.toFixed(0),
  ]
}

function align(lines: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) => line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '))
    .join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? `  ${cell.padEnd(width)}` : cell.padStart(width)
}
