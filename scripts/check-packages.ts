// Packs each public package as it would be published, checks the tarball, and prints a table.
import { existsSync } from 'node:fs'
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { execute, problemsOf } from './execute.ts'
import { build, pack, publicFolders, type Packed } from './pack.ts'

type Check = (packed: Packed) => Promise<readonly string[]>

/** Each check lists what is wrong: nothing, when all is well. */
const CHECKS: Readonly<Record<string, Check>> = {
  files: checkFiles,
  manifest: checkManifest,
  publint: checkPublint,
  types: checkTypes,
  loads: checkLoads,
}

/** What was found, as a table and as problems. */
export interface Checked {
  readonly packed: readonly Packed[]
  readonly table: string
  readonly problems: readonly string[]
}

/** Builds and packs each public package into a folder, and checks the tarballs. */
export async function checkPackages(into: string): Promise<Checked> {
  await build()
  const packed: Packed[] = []
  const reports: Report[] = []
  for (const folder of await publicFolders()) {
    const one = await pack(folder, into)
    packed.push(one)
    reports.push(await report(one))
  }
  return { packed, table: formatTable(reports), problems: reports.flatMap(listProblems) }
}

interface Report {
  readonly name: string
  readonly fileCount: number
  readonly problems: Readonly<Record<string, readonly string[]>>
}

async function report(packed: Packed): Promise<Report> {
  const entries = Object.entries(CHECKS).map(async ([name, check]) => [name, await check(packed)] as const)
  const problems = Object.fromEntries(await Promise.all(entries))
  return { name: packed.manifest.name, fileCount: packed.files.length, problems }
}

/** The tarball holds the sources, exactly what they compile to, and what a reader needs. */
async function checkFiles({ folder, files, manifest }: Packed): Promise<readonly string[]> {
  const sources = await Array.fromAsync(glob('src/**/*.ts', { cwd: folder }))
  const stems = sources.map((path) => path.replaceAll('\\', '/').slice('src/'.length, -'.ts'.length))
  const built = stems.flatMap((stem) =>
    ['js', 'js.map', 'd.ts', 'd.ts.map'].map((end) => `dist/${stem}.${end}`),
  )
  const changelog = existsSync(join(folder, 'CHANGELOG.md')) ? ['CHANGELOG.md'] : []
  const data = Object.keys(manifest.exports ?? {}).filter((path) => path.endsWith('.json'))
  const readable = [
    'LICENSE',
    'README.md',
    'package.json',
    ...changelog,
    ...data.map((path) => path.slice(2)),
  ]
  const expected = new Set([...readable, ...built, ...stems.map((stem) => `src/${stem}.ts`)])
  return [
    ...[...expected].filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...files.filter((path) => !expected.has(path)).map((path) => `${path} should not be there`),
  ]
}

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare']

async function checkManifest({ manifest, manifestText }: Packed): Promise<readonly string[]> {
  const scripts = Object.keys(manifest.scripts ?? {}).filter((name) => INSTALL_SCRIPTS.includes(name))
  const unresolved = ['"workspace:', '"link:', '"file:', '"source":'].filter((found) =>
    manifestText.includes(found),
  )
  return [
    ...scripts.map((name) => `the script "${name}" would run at every install`),
    ...unresolved.map((found) => `package.json still holds ${found}`),
  ]
}

async function checkPublint({ manifest, tarball }: Packed): Promise<readonly string[]> {
  const content = new Uint8Array(await readFile(tarball))
  const { messages } = await publint({ strict: true, pack: { tarball: content.buffer } })
  const serious = messages.filter(({ type }) => type !== 'suggestion')
  return serious.map((message) => formatMessage(message, manifest, { color: false }) ?? message.code)
}

/** Are the types right for a TypeScript program that imports the package as ESM? */
async function checkTypes({ folder, tarball }: Packed): Promise<readonly string[]> {
  const options = ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color']
  return problemsOf(execute('attw', [...options, tarball], folder))
}

/** The build loads in plain Node.js, without the `source` condition. */
async function checkLoads({ folder, manifest }: Packed): Promise<readonly string[]> {
  const program = `await import(${JSON.stringify(manifest.name)})`
  return problemsOf(execute('node', ['--input-type=module', '--eval', program], folder))
}

function formatTable(reports: readonly Report[]): string {
  const checks = Object.keys(CHECKS)
  const rows = reports.map(({ name, fileCount, problems }) => [
    name,
    ...checks.map((check) => (problems[check]?.length === 0 ? 'ok' : 'FAILED')),
    `${fileCount} files`,
  ])
  const table = [['package', ...checks, 'tarball'], ...rows]
  const widths =
    table[0]?.map((_cell, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function listProblems({ name, problems }: Report): readonly string[] {
  return Object.entries(problems).flatMap(([check, found]) =>
    found.map((text) => `${name}, ${check}: ${text}`),
  )
}

async function main(): Promise<void> {
  const into = await mkdtemp(join(tmpdir(), 'dragoman-packages-'))
  try {
    const { table, problems } = await checkPackages(into)
    console.log(table)
    if (problems.length > 0) fail(problems)
  } catch (error) {
    fail([error instanceof Error ? error.message : String(error)])
  } finally {
    await rm(into, { recursive: true })
  }
}

function fail(problems: readonly string[]): void {
  console.error(problems.join('\n'))
  process.exitCode = 1
}

if (import.meta.main) await main()
