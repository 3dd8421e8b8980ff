import type { Judged } from './measure.ts'
import type { WireName } from './wires.ts'

/** How many mutants of a file, or of a wire, were killed. */
export interface Score {
  readonly wire: WireName
  /** Absent for the whole wire. */
  readonly file: string
  readonly mutants: number
  readonly killed: number
  /** In percent. */
  readonly score: string
}

/** The scores of each wire's files, and behind them that of the wire. */
export function scoresOf(judged: readonly Judged[]): readonly Score[] {
  return [...Map.groupBy(judged, ({ wire }) => wire)].flatMap(([wire, ofWire]) => [
    ...[...Map.groupBy(ofWire, ({ file }) => file)].map(([file, ofFile]) => scoreOf(wire, file, ofFile)),
    scoreOf(wire, 'all', ofWire),
  ])
}

function scoreOf(wire: WireName, file: string, judged: readonly Judged[]): Score {
  const mutants = judged.length
  const killed = judged.filter(({ verdict }) => !verdict.survived).length
  // Down, so that what is not all never reads as all.
  const score = `${(Math.floor((killed / mutants) * 1000) / 10).toFixed(1)} %`
  return { wire, file, mutants, killed, score }
}

export function survivorsOf(judged: readonly Judged[]): readonly Judged[] {
  return judged.filter(({ verdict }) => verdict.survived)
}
