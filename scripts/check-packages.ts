// Packs each public package as it would be published, checks the tarball, and prints a table.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly scripts?: Readonly<Record<string, string>>
}

interface Packed {
  readonly folder: string
  readonly manifest: Manifest
  readonly manifestText: string
  readonly tarball: string
  readonly files: readonly string[]
}

type Check = (packed: Packed) => Promise<readonly string[]>

/** Each check lists what is wrong: nothing, when all is well. */
const CHECKS: Readonly<Record<string, Check>> = {
  files: checkFiles,
  manifest: checkManifest,
  publint: checkPublint,
  types: checkTypes,
  loads: checkLoads,
}

await main()

async function main(): Promise<void> {
  const broken = await problemsOf(execute('npm', ['run', '--silent', 'build'], ROOT))
  if (broken.length > 0) return fail(broken)
  const temporary = await mkdtemp(join(tmpdir(), 'dragoman-packages-'))
  try {
    const folders = await publicFolders()
    const reports: Report[] = []
    for (const folder of folders) reports.push(await report(folder, temporary))
    console.log(formatTable(reports))
    const problems = reports.flatMap(listProblems)
    if (problems.length > 0) fail(problems)
  } finally {
    await rm(temporary, { recursive: true })
  }
}

function fail(problems: readonly string[]): void {
  console.error(problems.join('\n'))
  process.exitCode = 1
}

async function publicFolders(): Promise<readonly string[]> {
  const paths = await Array.fromAsync(glob('packages/*/package.json', { cwd: ROOT }))
  const folders = paths.toSorted().map((path) => join(ROOT, path, '..'))
  const manifests = await Promise.all(folders.map((folder) => readManifest(join(folder, 'package.json'))))
  return folders.filter((_folder, index) => manifests[index]?.private !== true)
}

async function readManifest(path: string): Promise<Manifest> {
  return parseManifest(await readFile(path, 'utf8'))
}

function parseManifest(text: string): Manifest {
  const manifest: Manifest = JSON.parse(text)
  return manifest
}

interface Report {
  readonly name: string
  readonly fileCount: number
  readonly problems: Readonly<Record<string, readonly string[]>>
}

async function report(folder: string, temporary: string): Promise<Report> {
  const packed = await pack(folder, temporary)
  const entries = Object.entries(CHECKS).map(async ([name, check]) => [name, await check(packed)] as const)
  const problems = Object.fromEntries(await Promise.all(entries))
  return { name: packed.manifest.name, fileCount: packed.files.length, problems }
}

async function pack(folder: string, temporary: string): Promise<Packed> {
  const tarball = join(temporary, `${folder.split(/[\\/]/).at(-1)}.tgz`)
  await runPnpm(['pack', '--out', tarball], folder)
  const list = await execute('tar', ['-tzf', tarball], folder)
  const manifestText = await execute('tar', ['-xzOf', tarball, 'package/package.json'], folder)
  const files = list
    .trim()
    .split('\n')
    .map((path) => path.replace('package/', ''))
  return { folder, tarball, files, manifestText, manifest: parseManifest(manifestText) }
}

/** The tarball holds the sources, exactly what they compile to, and what a reader needs. */
async function checkFiles({ folder, files }: Packed): Promise<readonly string[]> {
  const sources = await Array.fromAsync(glob('src/**/*.ts', { cwd: folder }))
  const stems = sources.map((path) => path.replaceAll('\\', '/').slice('src/'.length, -'.ts'.length))
  const built = stems.flatMap((stem) =>
    ['js', 'js.map', 'd.ts', 'd.ts.map'].map((end) => `dist/${stem}.${end}`),
  )
  const changelog = existsSync(join(folder, 'CHANGELOG.md')) ? ['CHANGELOG.md'] : []
  const readable = ['LICENSE', 'README.md', 'package.json', ...changelog]
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

// In a new home folder, the first npx was seen to wait for ever on the registry, and the next one not at all.
async function runPnpm(given: readonly string[], folder: string): Promise<void> {
  const command = ['--yes', '--prefer-offline', 'pnpm@12', ...given]
  try {
    await execute('npx', command, folder)
  } catch {
    await execute('npx', command, folder)
  }
}

async function problemsOf(execution: Promise<unknown>): Promise<readonly string[]> {
  try {
    await execution
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

async function execute(command: string, given: readonly string[], folder: string): Promise<string> {
  const environment = { ...process.env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false' }
  // A registry that does not answer must fail the check, not hold it.
  const options = { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024, timeout: 40_000 }
  try {
    const { stdout } = await promisify(execFile)(command, given, options)
    return stdout
  } catch (cause) {
    const { stdout = '', stderr = '' }: { stdout?: string; stderr?: string } = Object(cause)
    const printed = stripVTControlCharacters(`${stdout}${stderr}`).trim()
    throw new Error(`${command} ${given.join(' ')} failed:\n${printed}`, { cause })
  }
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
