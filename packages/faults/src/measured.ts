import type { Figure } from './figure.ts'
import { startPart, type Screen } from '../../../scripts/progress.ts'
import type { Case, Target } from './target.ts'

/** A target, and its figures. */
export interface Measured {
  readonly target: Target
  readonly figures: readonly Figure[]
}

/** Measures one target after another. */
export async function measureAll(
  targets: readonly Target[],
  choose: (cases: readonly Case[]) => readonly Case[],
  screen: Screen,
  now: () => number,
): Promise<readonly Measured[]> {
  const all: Measured[] = []
  for (const target of targets) {
    const part = startPart(
      `[${all.length + 1}/${targets.length}] ${target.name}: ${target.title}`,
      screen,
      now,
    )
    const figures = await target.measure({ choose, advance: part.advance })
    const missed = figures.filter(({ met }) => !met).length
    part.end(missed === 0 ? 'met' : `${missed} of ${figures.length} missed`)
    all.push({ target, figures })
  }
  return all
}
