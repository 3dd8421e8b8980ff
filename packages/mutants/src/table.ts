import type { Judged } from './measure.ts'
import { scoresOf, survivorsOf } from './score.ts'

/** The scores as plain text. */
export function formatScores(judged: readonly Judged[]): string {
  const rows = scoresOf(judged).map(({ wire, file, mutants, killed, score }) => [
    wire,
    file,
    `${killed} of ${mutants}`,
    score,
  ])
  return align([['wire', 'file', 'killed', 'score'], ...rows])
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The survivors, each in a line that an editor can open. */
export function formatSurvivors(judged: readonly Judged[]): string {
  return survivorsOf(judged)
    .map(
      ({ wire, file, mutation }) =>
        `${file}:${mutation.line}  ${mutation.place}: ${mutation.what}  (${wire})`,
    )
    .join('\n')
}
