import { approver } from '../ask/approve.ts'
import { readCommandLine, usageError, type Command } from '../arguments/read.ts'
import { showAnswers, showFigures } from './compared.ts'
import { jsonLine } from '../run/event-line.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { HELP, RUN_FLAGS } from '../arguments/flags.ts'
import { helpOf } from '../arguments/help.ts'
import { outcomeData, runToOutcome, type Outcome } from './outcome.ts'
import { progressOn } from './progress.ts'
import { readPrompt } from '../arguments/prompt.ts'
import { loadForRun } from '../arguments/run-settings.ts'
import type { Terminal } from '../screen/terminal.ts'

/** `dragoman compare`: the same prompt and tools on several models at the same time. */
export async function compare(line: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { flags, words } = readCommandLine(COMPARE, line)
  const { out, signal } = terminal
  if (flags.help) {
    out.write(helpOf(COMPARE, out))
    return EXIT.ok
  }
  const names = [...new Set(flags.model)]
  if (names.length < 2) {
    throw usageError(
      COMPARE,
      `Two models at least are compared, each with its own -m: found ${names.length}.`,
    )
  }
  const messages = await readPrompt(COMPARE, words, terminal)
  if (messages === undefined) throw usageError(COMPARE, 'There is no prompt.')
  const { models, settings } = await loadForRun(flags, terminal)
  const candidates = names.map((name) => ({ name, model: models(name) }))
  // Several runs would ask at once, each about calls of the same names.
  const approve = flags.yes ? approver(true, terminal) : undefined

  const progress = progressOn(terminal, names)
  const outcomes = await Promise.all(
    candidates.map(async ({ name, model }) => {
      const options = { ...settings, model, messages, ...(approve && { approve }) }
      const outcome = await runToOutcome(name, options, progress.tell)
      progress.finish(outcome)
      return outcome
    }),
  )

  if (flags.json) for (const outcome of outcomes) out.write(jsonLine(outcomeData(outcome)))
  else out.write(`${[...showFigures(outcomes, out), '', ...showAnswers(outcomes, out)].join('\n')}\n`)
  return signal.aborted ? EXIT.interrupted : exitCodeOf(outcomes)
}

function exitCodeOf(outcomes: readonly Outcome[]): ExitCode {
  if (outcomes.some(({ kind }) => kind === 'failed')) return EXIT.failed
  const areDone = outcomes.every((outcome) => outcome.kind === 'ended' && outcome.result.end === 'done')
  return areDone ? EXIT.ok : EXIT.unfinished
}

const COMPARE = {
  name: 'dragoman compare',
  usage: '"prompt" -m <model> -m <model> [options]',
  about: 'Asks several models the same at the same time, and shows what each took and said.',
  flags: {
    model: {
      type: 'string',
      short: 'm',
      multiple: true,
      value: 'model',
      about: 'provider:model, or a name of the configuration. Once for each model, twice at least.',
    },
    ...RUN_FLAGS,
    json: { type: 'boolean', about: 'A line of JSON for each model.' },
    help: HELP,
  },
  notes: [
    'Every tool runs once for each model that calls it. Without --yes, calls that need approval wait: nobody is asked.',
  ],
} as const satisfies Command
