import type { Environment } from '../../config/environment.ts'

/** What a command reads and writes: the process's own in `bin.ts`, a test's elsewhere. */
export interface Terminal {
  /** Answers and tables. */
  readonly out: Screen
  /** Progress, notices and errors. */
  readonly aside: Screen
  /** What comes in; absent where it is a keyboard. */
  readonly input?: Input
  /** Asks a question; `undefined` where nobody can answer. */
  readonly ask?: (question: string) => Promise<string>
  readonly environment: Environment
  readonly directory: string
  /** Aborts at the first Ctrl-C. */
  readonly signal: AbortSignal
}

export interface Input {
  /** Whether somebody surely wrote it: a pipe or a file. Of the rest nobody knows whether it ends. */
  readonly isGiven: boolean
  read(): Promise<string>
}

export interface Screen {
  write(text: string): void
  /** Whether people look at it, so that it may be drawn over. */
  readonly isTerminal: boolean
  /** Whether it takes colours: a terminal, and NO_COLOR is not set. */
  readonly hasColour: boolean
  /** How wide it is, in letters; 80 where it is not known. */
  readonly columns: number
}
