import { streamRun, type CostedEvent } from '../../run.ts'
import { approver } from './approve.ts'
import { readCommandLine, type Command } from '../arguments/read.ts'
import { eventLine, failureLine } from '../run/event-line.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { HELP, RUN_FLAGS } from '../arguments/flags.ts'
import { helpOf } from '../arguments/help.ts'
import { readPrompt } from '../arguments/prompt.ts'
import { openRecording } from './recording.ts'
import { exitCodeOf, summaryOf, whyUnfinished } from '../run/run-end.ts'
import { loadForRun } from '../arguments/run-settings.ts'
import { showRun } from './show-run.ts'
import { styled } from '../screen/style.ts'
import type { Terminal } from '../screen/terminal.ts'
import { versionOfPackage } from '../version.ts'

/** `dragoman "prompt"`: one run, shown while it happens. */
export async function ask(line: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { flags, words } = readCommandLine(ASK, line)
  const { out, aside, directory } = terminal
  if (flags.help) return print(helpOf(ASK, out))
  if (flags.version) return print(`${versionOfPackage()}\n`)

  const messages = await readPrompt(ASK, words, terminal)
  if (messages === undefined) {
    aside.write(helpOf(ASK, aside))
    return EXIT.usage
  }
  const { models, settings } = await loadForRun(flags, terminal)
  const model = models(flags.model)
  const recording = flags.record === undefined ? undefined : openRecording(flags.record, directory)
  const approve = approver(flags.yes ?? false, terminal)
  const view = flags.json ? linesOn(out.write) : showRun(terminal, settings.tools.length > 0)

  const begin = performance.now()
  try {
    const stream = streamRun({ ...settings, model, messages, ...(approve && { approve }) })
    for await (const event of stream) {
      recording?.write(eventLine(event))
      view.show(event)
    }
    view.end()
    const result = await stream.result
    const why = whyUnfinished(result)
    if (why !== undefined) aside.write(`${styled(aside, 'yellow', why)}\n`)
    if (!flags.json) aside.write(`${styled(aside, 'dim', summaryOf(result, performance.now() - begin))}\n`)
    return exitCodeOf(result)
  } catch (error) {
    view.end()
    if (flags.json) out.write(failureLine(error))
    recording?.write(failureLine(error))
    throw error
  } finally {
    recording?.close()
  }

  function print(text: string): ExitCode {
    out.write(text)
    return EXIT.ok
  }
}

function linesOn(write: (text: string) => void): {
  readonly show: (event: CostedEvent) => void
  readonly end: () => void
} {
  return { show: (event) => write(eventLine(event)), end: () => undefined }
}

const ASK = {
  name: 'dragoman',
  usage: '"prompt" [options]\ndoctor | models | compare [options]',
  about: 'Asks a model, runs the tools that it calls, and shows its answer.',
  flags: {
    model: {
      type: 'string',
      short: 'm',
      value: 'model',
      about:
        'provider:model, or a name of the configuration. Default: DRAGOMAN_MODEL, or what the configuration says.',
    },
    ...RUN_FLAGS,
    json: { type: 'boolean', about: 'Every event as a line of JSON.' },
    record: { type: 'string', value: 'file', about: 'Writes the same lines into a file, which must be new.' },
    help: { ...HELP, about: 'Shows this. Each command has its own: dragoman compare --help' },
    version: { type: 'boolean', short: 'v', about: 'Shows the version.' },
  },
  notes: [
    'The prompt may also come in: dragoman < prompt.txt. What is piped in stands before a prompt that is given.',
    'A prompt that is the name of a command, or begins with "-", stands behind "--": dragoman -- doctor',
  ],
} as const satisfies Command
