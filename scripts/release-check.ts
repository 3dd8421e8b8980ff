// Checks that what would be published can be published, and used: in an empty folder outside of the repository, from
// the tarballs and the registry alone.
//
//   --update         writes the list of files that is reviewed
//   --tag v1.2.3     says which version it must be
//   --keep <folder>  leaves the tarballs there, named in the order in which they are to be published
import { rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkPackages } from './check-packages.ts'
import { publishingOrder, type Packed } from './pack.ts'
import {
  compile,
  install,
  RESOLUTIONS,
  runProgram,
  runSuites,
  runtimeTree,
  writeConsumer,
} from './release-consumer.ts'
import { LIST, reviewFiles, unreviewedFiles } from './release-files.ts'

const LONGEST_MINUTES = 15

/** What a stage found: something to say, and what is wrong. */
interface Outcome {
  readonly says?: string
  readonly problems: readonly string[]
}

interface Work {
  /** An empty folder. */
  readonly temporary: string
  readonly packed: readonly Packed[]
  readonly isUpdate: boolean
  readonly tag?: string
}

/** What is done with the tarballs, one after another. Each finds what the ones before it left in the folder. */
const STAGES: Readonly<Record<string, (work: Work) => Promise<Outcome>>> = {
  'One version': checkVersion,
  'Files of the tarballs': checkFileList,
  'What a user gets': checkRuntimeTree,
  'Install into an empty folder': installConsumer,
  'Compile there': compileConsumer,
  'Run there': runConsumer,
  'Laws there': runLaws,
  'What the README promises': runReadme,
}

async function main(): Promise<void> {
  const { update: isUpdate = false, keep, tag } = parseArgs({ options: OPTIONS }).values
  const temporary = await mkdtemp(join(tmpdir(), 'dragoman-release-'))
  endInTime(temporary)
  const { packed, isWell } = await packAll(temporary)
  const work: Work = { temporary, packed, isUpdate, ...(tag !== undefined && { tag }) }
  const isAllWell = packed.length > 0 && (await runStages(work)) && isWell
  console.log(isAllWell ? '\nAll well.' : '\nThis cannot be published: the reasons are above.')
  if (isAllWell && keep !== undefined) await keepTarballs(keep, packed)
  process.exitCode = isAllWell ? 0 : 1
}

const OPTIONS = { update: { type: 'boolean' }, tag: { type: 'string' }, keep: { type: 'string' } } as const

// What was begun here ends with this program, however it ends.
function endInTime(temporary: string): void {
  process.once('exit', () => rmSync(temporary, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const timer = setTimeout(() => {
    console.error(`This took more than ${LONGEST_MINUTES} minutes.`)
    process.exit(1)
  }, LONGEST_MINUTES * 60_000)
  timer.unref()
}

async function packAll(
  temporary: string,
): Promise<{ readonly packed: readonly Packed[]; readonly isWell: boolean }> {
  let packed: readonly Packed[] = []
  const end = await runStage('Pack and check each package', async () => {
    const checked = await checkPackages(temporary)
    packed = checked.packed
    return { says: checked.table, problems: checked.problems }
  })
  return { packed, isWell: end === 'ok' }
}

// A stage that found something does not keep the later ones from running; one that broke does.
async function runStages(work: Work): Promise<boolean> {
  let isWell = true
  for (const [name, run] of Object.entries(STAGES)) {
    const end = await runStage(name, () => run(work))
    if (end !== 'ok') isWell = false
    if (end === 'BROKE OFF') break
  }
  return isWell
}

type End = 'ok' | 'FAILED' | 'BROKE OFF'

async function runStage(name: string, run: () => Promise<Outcome>): Promise<End> {
  const started = Date.now()
  console.log(`\n== ${name} ==`)
  const end = await printOutcome(run)
  console.log(`-- ${end} in ${Math.round((Date.now() - started) / 1000)} s`)
  return end
}

async function printOutcome(run: () => Promise<Outcome>): Promise<End> {
  try {
    const { says, problems } = await run()
    if (says !== undefined) console.log(says)
    for (const problem of problems) console.log(problem)
    return problems.length === 0 ? 'ok' : 'FAILED'
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error))
    return 'BROKE OFF'
  }
}

async function checkVersion({ packed, tag }: Work): Promise<Outcome> {
  const versions = [...new Set(packed.map(({ manifest }) => manifest.version))]
  const [version, ...others] = versions
  const isTagged = tag === undefined || tag === `v${version}`
  return {
    says: versions.join(', '),
    problems: [
      ...(others.length === 0 ? [] : ['The packages do not have one version.']),
      ...(isTagged ? [] : [`The tag is ${tag}.`]),
    ],
  }
}

async function checkFileList({ packed, isUpdate }: Work): Promise<Outcome> {
  if (isUpdate) await reviewFiles(packed)
  const count = packed.reduce((sum, { files }) => sum + files.length, 0)
  const changes = await unreviewedFiles(packed)
  const remark = `${LIST} says otherwise. If this is meant, run npm run release:check -- --update, and commit it:`
  return {
    says: `${count} files in ${packed.length} tarballs`,
    problems: changes.length === 0 ? [] : [remark, ...changes],
  }
}

async function checkRuntimeTree({ temporary, packed }: Work): Promise<Outcome> {
  const { count, scripts } = await runtimeTree(join(temporary, 'user'), packed)
  return {
    says: `${count} packages, of which ${scripts.length} run a script when they are installed`,
    problems: scripts.map((name) => `${name} runs a script when it is installed.`),
  }
}

async function installConsumer({ temporary, packed }: Work): Promise<Outcome> {
  const folder = join(temporary, 'consumer')
  await writeConsumer(folder, packed)
  await install(folder)
  return { problems: [] }
}

async function compileConsumer({ temporary }: Work): Promise<Outcome> {
  const problems: string[] = []
  for (const resolution of Object.keys(RESOLUTIONS)) {
    problems.push(...(await compile(join(temporary, 'consumer'), resolution)))
  }
  return { says: `as ${Object.keys(RESOLUTIONS).join(' and ')} resolve modules`, problems }
}

async function runReadme({ temporary, packed }: Work): Promise<Outcome> {
  // Needs the built kit, which the first stage makes.
  const { followReadme } = await import('./follow-readme.ts')
  const tarballs = packed.map(({ tarball }) => tarball)
  const terminal = await followReadme(join(temporary, 'newcomer'), tarballs)
  return { says: terminal, problems: [] }
}

async function runConsumer({ temporary }: Work): Promise<Outcome> {
  return { problems: await runProgram(join(temporary, 'consumer')) }
}

async function runLaws({ temporary }: Work): Promise<Outcome> {
  const suites = await runSuites(join(temporary, 'consumer'))
  const counts = suites.map(({ name, passed, skipped }) => `${name}: ${passed} passed, ${skipped} skipped`)
  return { says: counts.join('\n'), problems: suites.flatMap(({ problems }) => problems) }
}

async function keepTarballs(folder: string, packed: readonly Packed[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [at, { tarball, manifest }] of publishingOrder(packed).entries()) {
    const name = manifest.name.replace('@', '').replace('/', '-')
    const path = join(folder, `${at + 1}-${name}-${manifest.version}.tgz`)
    await cp(tarball, path)
    console.log(path)
  }
}

await main()
