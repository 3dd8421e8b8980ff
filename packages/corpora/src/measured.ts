import type { Figure } from './figure.ts'
import type { Measure } from './measures.ts'
import { startPart, type Screen } from '../../../scripts/progress.ts'
import { cellsOf } from './words.ts'

/** A measure, and what it came to. */
export interface Measured {
  readonly measure: Measure
  readonly figure: Figure
}

/** Takes all measures, one after another, on all that they are about. */
export async function measureAll(
  measures: readonly Measure[],
  screen: Screen,
  now: () => number,
): Promise<readonly Measured[]> {
  const all: Measured[] = []
  for (const measure of measures) {
    const title = `[${all.length + 1}/${measures.length}] ${measure.corpus}: ${measure.what.replaceAll('`', '')}`
    const part = startPart(title, screen, now)
    const figure = await measure.take({ every: 1, advance: part.advance })
    part.end(cellsOf(measure, figure).measured)
    all.push({ measure, figure })
  }
  return all
}
