import { CONTENDERS, type Contender } from './contender.ts'
import { observe, type Observation } from './observe.ts'
import { ROWS, type PeerRow } from './rows.ts'
import { tellCell } from './tell.ts'

/** One contender before one fault. */
export interface Cell {
  readonly row: PeerRow
  readonly contender: Contender
}

export interface Measured extends Cell {
  readonly observation: Observation
}

export interface Progress {
  readonly done: number
  readonly of: number
  readonly line: string
}

const AT_A_TIME = 2

/** Every contender before every row that means something to it. */
export const CELLS: readonly Cell[] = ROWS.flatMap((row) =>
  CONTENDERS.filter(({ runsTools }) => runsTools || !row.needsTools).map((contender) => ({
    row,
    contender,
  })),
)

/** Measures the cells, two at a time, and says so after each. */
export async function comparePeers(
  cells: readonly Cell[],
  tell: (progress: Progress) => void,
): Promise<readonly Measured[]> {
  const all: Measured[] = []
  const queue = cells.values()
  await Promise.all(Array.from({ length: AT_A_TIME }, work))
  return all

  async function work(): Promise<void> {
    for (const cell of queue) {
      const { row, contender } = cell
      const observation = await observe(contender, row)
      all.push({ ...cell, observation })
      tell({ done: all.length, of: cells.length, line: describe(cell, observation) })
    }
  }
}

function describe({ row, contender }: Cell, observation: Observation): string {
  const { ending } = observation
  const why = ending.type === 'crash' ? `\n${ending.how}` : ''
  return `${row.title} | ${contender.name}: ${tellCell(row, contender, observation)}${why}`
}
