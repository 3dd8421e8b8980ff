import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadSubjects, SubjectError } from './load-subjects.ts'
import { reportPage } from './report-page.ts'
import { recordLive } from './live.ts'
import { hasFailures, report, type LawReport } from './report.ts'
import type { Subject } from './subject.ts'

/** Where the program writes to. */
export interface Output {
  say(text: string): void
  complain(text: string): void
}

const USAGE = `Runs every law of @dragoman/conformance on the subjects that modules export.

  dragoman-conformance <module> [<module> …] [--first | --json]
  LIVE=1 dragoman-conformance <module> --record <folder>

  <module>    a file that exports a subject, such as test/subject.ts
  --first     the first failure of each law and no table, up to the first subject that has failures
  --json      the report as JSON, and nothing else
  --record    asks the provider itself instead, with the key of the environment, for a few cents, and records its
              answers below the folder, without the key, ready to be fixtures

Exit code: 0 when every law holds, 1 when one does not, 2 when there is nothing to run them on.`

/** The program: takes its arguments, and returns its exit code. */
export async function runProgram(
  args: readonly string[],
  output: Output,
  { LIVE }: Readonly<Record<string, string | undefined>> = {},
): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = readArguments(args)
    if (values.help) {
      output.say(USAGE)
      return 0
    }
    if (positionals.length === 0) throw new SubjectError(`Name a module that exports a subject.\n\n${USAGE}`)
    const subjects = (await Promise.all(positionals.map(loadSubjects))).flat()
    if (values.record === undefined) return await runLaws(subjects, values, output)
    if (LIVE !== '1') {
      throw new SubjectError(
        '--record asks the provider itself, which costs money: set LIVE=1 to say that you want that.',
      )
    }
    return await runLive(subjects, values.record, output)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    output.complain(error.message)
    return 2
  }
}

/** How the report is said. */
interface Form {
  readonly first: boolean
  readonly json: boolean
}

function readArguments(args: readonly string[]): {
  readonly values: Form & { readonly help: boolean; readonly record?: string }
  readonly positionals: readonly string[]
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      first: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      record: { type: 'string' },
    },
  })
  return { values, positionals }
}

async function runLaws(subjects: readonly Subject[], { first, json }: Form, output: Output): Promise<0 | 1> {
  if (first && !json) return await runFirst(subjects, output)
  const result = await report(subjects, ({ name }, law) => {
    if (!json) output.say(lineOf(name, law))
  })
  output.say(json ? JSON.stringify(result, null, 2) : `\n${reportPage(result)}`)
  return hasFailures(result) ? 1 : 0
}

async function runFirst(subjects: readonly Subject[], output: Output): Promise<0 | 1> {
  for (const subject of subjects) {
    const result = await report([subject], ({ name }, law) => output.say(firstLineOf(name, law)))
    if (hasFailures(result)) return 1
  }
  return 0
}

function firstLineOf(name: string, { law, failures: [failure] }: LawReport): string {
  if (!failure) return `✓ ${name}  ${law}`
  const [message] = failure.message.split('\n', 1)
  return `✗ ${name}  ${law}\n    ${failure.fixture}: ${message}`
}

async function runLive(subjects: readonly Subject[], folder: string, output: Output): Promise<0 | 1> {
  let failed = false
  for (const subject of subjects) {
    const records = await recordLive(subject, join(folder, subject.name), ({ name, failure }) =>
      output.say(
        `${failure === undefined ? '✓' : '✗'} ${subject.name}  ${name}${failure ? `: ${failure}` : ''}`,
      ),
    )
    failed ||= records.some(({ failure }) => failure !== undefined)
  }
  return failed ? 1 : 0
}

function lineOf(name: string, { law, passed, failures, skipped, knownFailures }: LawReport): string {
  const counts = [
    `${passed} held`,
    ...(failures.length > 0 ? [`${failures.length} failed`] : []),
    ...skipped.map(({ count, reason }) => `${count} skipped: ${reason}`),
    ...(knownFailures.length > 0 ? [`${knownFailures.length} known to fail`] : []),
  ]
  const lines = failures.map(
    ({ fixture, message }) => `    ${fixture}: ${message.replaceAll('\n', '\n    ')}`,
  )
  return [`${failures.length > 0 ? '✗' : '✓'} ${name}  ${law}: ${counts.join(', ')}`, ...lines].join('\n')
}
