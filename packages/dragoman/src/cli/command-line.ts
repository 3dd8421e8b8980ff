import { nearest } from '../config/nearest.ts'
import { usageError } from './arguments/read.ts'
import { ask } from './ask/ask.ts'
import { checkUp } from './doctor/check-up.ts'
import { compare } from './compare/compare.ts'
import type { ExitCode } from './exit.ts'
import { showFailure } from './failure.ts'
import { listModels } from './models/list-models.ts'
import type { Terminal } from './screen/terminal.ts'

/** Runs what a command line says. Never throws: what goes wrong is shown, and the exit code says it. */
export async function runCommandLine(line: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first = '', ...rest] = line
  try {
    const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined
    if (!command) checkWord(first)
    return await (command ? command(rest, terminal) : ask(line, terminal))
  } catch (error) {
    return showFailure(error, terminal)
  }
}

type RunCommand = (line: readonly string[], terminal: Terminal) => Promise<ExitCode>

const COMMANDS: Readonly<Record<string, RunCommand>> = {
  doctor: checkUp,
  models: listModels,
  compare,
  help: (_, terminal) => ask(['--help'], terminal),
}

// A misspelled command would be sent to a model, and be paid for.
function checkWord(word: string): void {
  const meant = /^[a-z]+$/.test(word) ? nearest(word, Object.keys(COMMANDS)) : undefined
  if (meant === undefined) return
  const message = `There is no command ${word}. Did you mean: dragoman ${meant}? A prompt that is this word stands behind "--".`
  throw usageError({ name: 'dragoman' }, message)
}
