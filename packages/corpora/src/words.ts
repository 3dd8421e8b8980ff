import type { Figure } from './figure.ts'
import { isMet, type Measure } from './measures.ts'

/** A figure as the cells of a table. */
export interface Cells {
  readonly measured: string
  readonly target: string
  readonly met: string
  /** The other counts. */
  readonly beside: string
}

export function cellsOf(measure: Pick<Measure, 'target'>, figure: Figure): Cells {
  const { right, of, counts = {} } = figure
  const { target } = measure
  return {
    measured: `${number(right)} of ${number(of)} (${percent(right / of)})`,
    target: target === undefined ? 'counted' : percent(target),
    met: target === undefined ? '–' : isMet(measure, figure) ? 'yes' : 'no',
    beside: Object.entries(counts)
      .map(([name, count]) => `${name}: ${number(count)}`)
      .join('; '),
  }
}

function number(value: number): string {
  return value.toLocaleString('en')
}

// Down, so that what is not all never reads as all.
function percent(share: number): string {
  return `${Math.floor(share * 100_00) / 100} %`
}
