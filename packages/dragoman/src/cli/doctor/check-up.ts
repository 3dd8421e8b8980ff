import { readCommandLine, usageError, type Command } from '../arguments/read.ts'
import { doctor } from './doctor.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { CONFIG, HELP } from '../arguments/flags.ts'
import { helpOf } from '../arguments/help.ts'
import type { Terminal } from '../screen/terminal.ts'

/** `dragoman doctor`: what is in force, and what must be mended. */
export async function checkUp(line: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { flags, words } = readCommandLine(DOCTOR, line)
  if (flags.help) {
    terminal.out.write(helpOf(DOCTOR, terminal.out))
    return EXIT.ok
  }
  if (words.length > 0) throw usageError(DOCTOR, `It takes no words: found "${words[0]}".`)
  const { config, live = false } = flags
  return await doctor({ live, ...(config !== undefined && { config }) }, terminal)
}

const DOCTOR = {
  name: 'dragoman doctor',
  usage: '[options]',
  about: 'Shows the configuration that is in force and where each value comes from, and what must be mended.',
  flags: {
    config: CONFIG,
    live: { type: 'boolean', about: 'Makes one cheap call for each provider. Without it nothing is sent.' },
    help: HELP,
  },
} as const satisfies Command
