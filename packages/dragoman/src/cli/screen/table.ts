import { harmless } from '../../harmless.ts'
import { styled } from './style.ts'
import type { Screen } from './terminal.ts'
import { pad, truncate, widthOf } from './width.ts'

export interface Column {
  readonly title: string
  /** Numbers stand at the right. */
  readonly align?: 'left' | 'right'
  /** Whether it is cut where the table is too wide. The others are written whole. */
  readonly shrinks?: boolean
}

/** A table's lines for a screen: the titles are bold, and no cell holds what a terminal obeys. */
export function showTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  screen: Screen,
): readonly string[] {
  // Whoever reads it from a file or a pipe wants the whole of it.
  const width = screen.isTerminal ? screen.columns : Infinity
  const [titles = '', ...lines] = tableLines(
    columns,
    rows.map((row) => row.map((cell) => harmless(cell))),
    width,
  )
  return [styled(screen, 'bold', titles), ...lines]
}

/** The lines of a table: a line of titles, then the rows. The columns that shrink take what the others leave. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const cells = [columns.map(({ title }) => title), ...rows]
  const natural = columns.map((_, at) => Math.max(...cells.map((row) => widthOf(row[at] ?? ''))))
  const widths = fitWidths(columns, natural, width)
  return cells.map((row) =>
    columns
      .map(({ align }, at) => {
        const room = widths[at] ?? 0
        const cell = truncate(row[at] ?? '', room)
        return align === 'right' ? ' '.repeat(Math.max(0, room - widthOf(cell))) + cell : pad(cell, room)
      })
      .join(GAP)
      .trimEnd(),
  )
}

const GAP = '  '
const NARROWEST = 12

function fitWidths(columns: readonly Column[], natural: readonly number[], width: number): readonly number[] {
  const total = natural.reduce((sum, one) => sum + one, 0) + GAP.length * (columns.length - 1)
  const shrinking = natural.filter((_, at) => columns[at]?.shrinks)
  let excess = total - width
  let left = shrinking.length
  return natural.map((one, at) => {
    if (!columns[at]?.shrinks || excess <= 0) return one
    const cut = Math.min(Math.ceil(excess / left), Math.max(0, one - NARROWEST))
    excess -= cut
    left -= 1
    return one - cut
  })
}
