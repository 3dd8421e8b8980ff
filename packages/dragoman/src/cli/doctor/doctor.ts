import { DragomanError } from '@dragoman/core'
import { findConfig } from '../../config/find.ts'
import { loadConfiguration, type Configuration } from '../../configuration.ts'
import { findingsIn, findingsOf, versionFindings, type Finding } from './findings.ts'
import { liveCalls } from './live.ts'
import { scrubbed, secretsIn } from './mask.ts'
import { settingRows } from './settings.ts'
import { versionsHere, type Versions } from './versions.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { harmless } from '../../harmless.ts'
import { styled } from '../screen/style.ts'
import { showTable } from '../screen/table.ts'
import type { Terminal } from '../screen/terminal.ts'

export interface DoctorOptions {
  /** The path of a configuration. */
  readonly config?: string
  /** Whether each provider is called once. Otherwise nothing is sent. */
  readonly live: boolean
}

/** `dragoman doctor`: what is in force, who says so, and what must be mended. No key is shown. */
export async function doctor({ config, live }: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
  const { environment, directory, out, signal } = terminal
  const versions = versionsHere()
  const given = { environment, directory, ...(config !== undefined && { config }) }
  const { configuration, findings: broken } = await read(given)
  const secrets = secretsIn(configuration.source.value, environment)
  const write = (lines: readonly string[]): void =>
    out.write(lines.map((line) => `${scrubbed(line, secrets)}\n`).join(''))

  write([...showTable([{ title: 'package' }, { title: 'version' }], versionRows(versions), out), ''])
  write([`${await fileLine(given)}${broken.length > 0 ? BROKEN : ''}`, ''])
  const columns = [{ title: 'path' }, { title: 'value' }, { title: 'origin' }]
  write([...showTable(columns, settingRows(configuration), out), ''])
  const calls = live ? await liveCalls(configuration, signal) : []
  if (calls.length > 0) {
    const rows = calls.map(({ row }) => row)
    write([...showTable(LIVE_COLUMNS, rows, out), ''])
  }
  // What the environment lacks may stand in the broken file.
  const findings = [
    ...(broken.length > 0 ? broken : findingsIn(configuration)),
    ...versionFindings(versions),
    ...calls.flatMap((call) => call.findings),
  ]
  write(findings.length > 0 ? findings.map((finding) => findingLine(finding, terminal)) : [])
  const count = findings.filter(({ kind }) => kind === 'mend').length
  write([
    count === 0
      ? 'Nothing must be mended.'
      : `${count === 1 ? 'One thing' : `${count} things`} must be mended.`,
  ])
  return count === 0 ? EXIT.ok : EXIT.failed
}

const BROKEN = '; it is broken, so that what follows is from the environment alone'

const LIVE_COLUMNS = [
  { title: 'model', shrinks: true },
  { title: 'time', align: 'right' },
  { title: 'tokens', align: 'right' },
  { title: 'cost', align: 'right' },
  { title: 'answer' },
] as const

interface Given {
  readonly config?: string
  readonly environment: Terminal['environment']
  readonly directory: string
}

/** The configuration; where it is broken, what is wrong in it and what the environment says alone. */
async function read(
  given: Given,
): Promise<{ readonly configuration: Configuration; readonly findings: readonly Finding[] }> {
  try {
    return { configuration: await loadConfiguration(given), findings: [] }
  } catch (error) {
    const configuration = await loadConfiguration({ ...given, config: {} })
    return { configuration, findings: findingsOf(error) }
  }
}

async function fileLine({ config, environment, directory }: Given): Promise<string> {
  try {
    const file = await findConfig(directory, environment, config)
    if (!file) return 'Configuration: no file, the environment only'
    const who = { option: '--config', DRAGOMAN_CONFIG: 'DRAGOMAN_CONFIG', found: 'the nearest one' }[
      file.origin
    ]
    return `Configuration: ${harmless(file.name)} (${who})`
  } catch (error) {
    if (!DragomanError.is(error)) throw error
    return 'Configuration: a file that cannot be read'
  }
}

function versionRows(versions: Versions): readonly (readonly string[])[] {
  return [...versions].map(([name, version]) => [name, version ?? 'not installed'])
}

function findingLine({ kind, message, remedy }: Finding, { out }: Terminal): string {
  const mark = kind === 'mend' ? styled(out, 'red', 'mend  ') : styled(out, 'dim', 'advice')
  return `${mark}  ${harmless(remedy === undefined ? message : `${message} ${remedy}`)}`
}
