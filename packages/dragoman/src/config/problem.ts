import { DragomanError } from '@dragoman/core'

/** One thing that is wrong in a configuration. */
export interface Problem {
  /** The keys that lead to it. */
  readonly path: Path
  /** What was found and what is expected; it follows the path in a sentence. */
  readonly message: string
  /** What to do, as a sentence. */
  readonly remedy?: string
}

export type Path = readonly (string | number)[]

/** Says all problems, each on a line that begins with its place. */
export function configError(problems: readonly Problem[], place: (path: Path) => string): DragomanError {
  const placed = problems.map((problem) => ({ ...problem, place: place(problem.path) }))
  const lines = placed.toSorted((one, other) => byPosition(one.place, other.place)).map(describe)
  return new DragomanError('config', lines.join('\n'))
}

/** In the order in which they stand in the file. */
function byPosition(one: string, other: string): number {
  const [line = 0, column = 0] = positionIn(one)
  const [otherLine = 0, otherColumn = 0] = positionIn(other)
  return line - otherLine || column - otherColumn
}

function positionIn(place: string): readonly number[] {
  return /:(\d+):(\d+)$/.exec(place)?.slice(1).map(Number) ?? []
}

function describe({ place, path, message, remedy }: Problem & { readonly place: string }): string {
  // On one line, whatever another's message has.
  const said = message.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ')
  const subject = [showPath(path), said].filter((words) => words !== '').join(' ')
  return `${place}: ${subject}.${remedy === undefined ? '' : ` ${remedy}`}`
}

/** A path as people write it: `models.fast.fallback[0]`. */
export function showPath(path: Path): string {
  return path.reduce<string>((shown, step) => {
    if (typeof step === 'number') return `${shown}[${step}]`
    if (!/^[\w$-]+$/.test(step)) return `${shown}[${JSON.stringify(step)}]`
    return shown === '' ? step : `${shown}.${step}`
  }, '')
}
