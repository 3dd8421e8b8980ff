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
    return await (command ? command(rest, terminal) : ask(line, terminal))
  } catch (error) {
    return showFailure(error, terminal)
  }
}

type RunCommand = (line: readonly string[], terminal: Terminal) => Promise<ExitCode>

const COMMANDS: Readonly<Record<string, RunCommand>> = { doctor: checkUp, models: listModels, compare }
