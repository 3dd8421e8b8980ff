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
  const lines = problems.map((problem) => {
    const { path, message, remedy } = problem
    const subject = [showPath(path), message].filter((words) => words !== '').join(' ')
    return `${place(path)}: ${subject}.${remedy === undefined ? '' : ` ${remedy}`}`
  })
  return new DragomanError('config', lines.join('\n'))
}

/** A path as people write it: `models.fast.fallback[0]`. */
export function showPath(path: Path): string {
  return path.reduce<string>((shown, step) => {
    if (typeof step === 'number') return `${shown}[${step}]`
    if (!/^[\w$-]+$/.test(step)) return `${shown}[${JSON.stringify(step)}]`
    return shown === '' ? step : `${shown}.${step}`
  }, '')
}
