import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execute, problemsOf } from './execute.ts'
import { readManifest, ROOT, type Manifest, type Packed } from './pack.ts'

/** Programs that are compiled as anyone would write them; the last one is run. */
const PROGRAMS = ['first-openai.ts', 'first-anthropic.ts', 'weather.ts', 'scripted.ts']

/** Adapters whose laws are run: one from its sources, which a third party wrote, and one as it was packed. */
const SUITES = [
  { name: 'ollama-adapter', from: 'examples/ollama-adapter', parts: ['src', 'test', 'fixtures'] },
  {
    name: 'anthropic',
    from: 'packages/anthropic',
    parts: ['test/laws.test.ts', 'test/subject.ts', 'test/tables', 'fixtures'],
  },
]

/** How programs are compiled: by Node.js's own rules, and by those of bundlers. */
export const RESOLUTIONS: Readonly<Record<string, object>> = {
  node16: { module: 'node16', moduleResolution: 'node16' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}

/** Writes a project that depends on the tarballs, in an empty folder. */
export async function writeConsumer(folder: string, packed: readonly Packed[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeJson(join(folder, 'package.json'), await consumerManifest(packed))
  await writeFile(join(folder, 'every-export.ts'), everyExport(packed.map(({ manifest }) => manifest)))
  for (const name of PROGRAMS) await copy(join(ROOT, 'examples', name), join(folder, name))
  for (const { name, from, parts } of SUITES) {
    for (const part of parts) await copy(join(ROOT, from, part), join(folder, 'suites', name, part))
  }
  for (const [name, options] of Object.entries(RESOLUTIONS)) {
    await writeJson(join(folder, `tsconfig.${name}.json`), { compilerOptions: { ...STRICT, ...options } })
  }
}

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  target: 'es2024',
  lib: ['esnext', 'dom', 'dom.iterable', 'dom.asynciterable'],
  types: ['node'],
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: false,
}

type ConsumerManifest = Required<Pick<Manifest, 'name' | 'private' | 'dependencies' | 'devDependencies'>> & {
  readonly type: 'module'
}

const TOOLS = ['@sinclair/typebox', '@types/node', 'typescript', 'vitest']

async function consumerManifest(packed: readonly Packed[]): Promise<ConsumerManifest> {
  const [root, examples] = await Promise.all(
    ['package.json', 'examples/package.json'].map((path) => readManifest(join(ROOT, path))),
  )
  const tarballs = packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`])
  const peers = packed.flatMap(({ manifest }) => runtimePeers(manifest))
  const tools = { ...root?.devDependencies, ...examples?.dependencies }
  return {
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries([...peers, ...tarballs]),
    devDependencies: Object.fromEntries(Object.entries(tools).filter(([name]) => TOOLS.includes(name))),
  }
}

// The SDKs are optional, so that an application installs only those that it uses; here all are used.
function runtimePeers({ peerDependencies = {} }: Manifest): [string, string][] {
  return Object.entries(peerDependencies).filter(([name]) => !TOOLS.includes(name))
}

/** A program that imports every module that the packages export. */
export function everyExport(manifests: readonly Pick<Manifest, 'name' | 'exports'>[]): string {
  const paths = manifests.flatMap(({ name, exports = {} }) =>
    Object.keys(exports)
      .filter((path) => !path.endsWith('.json'))
      .map((path) => `${name}${path.slice(1)}`),
  )
  const imports = paths.map((path, at) => `import * as module${at} from '${path}'`)
  const names = paths.map((_path, at) => `module${at}`)
  return `${imports.join('\n')}\nexport const modules: readonly object[] = [${names.join(', ')}]\n`
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await cp(from, to, { recursive: true, filter: (path) => !/[\\/](node_modules|dist)$/.test(path) })
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`)
}

// Scripts of other people's packages do not run here: they are counted.
const INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund']

/** Installs the tarballs, and from the registry all that they need. */
export async function install(folder: string): Promise<void> {
  await execute('npm', INSTALL, folder, 240_000)
}

/** Asks npm what a user of all the packages gets, who has nothing else. */
export async function runtimeTree(folder: string, packed: readonly Packed[]): Promise<RuntimeTree> {
  const { dependencies } = await consumerManifest(packed)
  await mkdir(folder, { recursive: true })
  await writeJson(join(folder, 'package.json'), { name: 'user', private: true, dependencies })
  await execute('npm', [...INSTALL, '--package-lock-only'], folder, 120_000)
  return readLock(await readFile(join(folder, 'package-lock.json'), 'utf8'))
}

export interface RuntimeTree {
  readonly count: number
  /** The packages that run a script when they are installed. */
  readonly scripts: readonly string[]
}

/** Reads npm's lockfile. */
export function readLock(text: string): RuntimeTree {
  const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(text)
  const installed = Object.entries(packages).filter(([path]) => path !== '')
  const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript)
  return { count: installed.length, scripts: scripts.map(([path]) => path.replace(/^.*node_modules\//, '')) }
}

interface LockedPackage {
  readonly hasInstallScript?: boolean
}

/** Compiles everything by one way of resolution. */
export async function compile(folder: string, resolution: string): Promise<readonly string[]> {
  return problemsOf(execute(binary(folder, 'tsc'), ['-p', `tsconfig.${resolution}.json`], folder, 180_000))
}

/** Loads every export in Node.js, and runs a program without a model. */
export async function runProgram(folder: string): Promise<readonly string[]> {
  return [
    ...(await problemsOf(execute('node', ['every-export.ts'], folder))),
    ...(await problemsOf(execute('node', [PROGRAMS.at(-1) ?? ''], folder))),
  ]
}

export interface Suite {
  readonly name: string
  readonly passed: number
  readonly skipped: number
  readonly problems: readonly string[]
}

/** Runs the laws of each adapter from the packed kit: as tests of vitest, and from the shell. */
export async function runSuites(folder: string): Promise<readonly Suite[]> {
  const suites: Suite[] = []
  for (const { name } of SUITES) {
    const tests = await runTests(folder, name)
    const program = binary(folder, 'dragoman-conformance')
    const shell = await problemsOf(execute(program, [`suites/${name}/test/subject.ts`], folder, 180_000))
    suites.push({ ...tests, problems: [...tests.problems, ...shell] })
  }
  return suites
}

async function runTests(folder: string, name: string): Promise<Suite> {
  const report = join(folder, `${name}.json`)
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile=${report}`]
  const given = ['run', '--dir', `suites/${name}`, ...reporters]
  const problems = await problemsOf(execute(binary(folder, 'vitest'), given, folder, 180_000))
  if (!existsSync(report)) return { name, passed: 0, skipped: 0, problems }
  const counts = await execute('node', [join(ROOT, 'scripts/count-tests.ts'), report], folder)
  const [passed = 0, failed = 0, skipped = 0] = counts.split(' ').map(Number)
  const isUntold = problems.length === 0 && (passed === 0 || failed > 0)
  return {
    name,
    passed,
    skipped,
    problems: isUntold ? [`${name}: ${passed} passed, ${failed} failed`] : problems,
  }
}

function binary(folder: string, name: string): string {
  return join(folder, 'node_modules', '.bin', name)
}
