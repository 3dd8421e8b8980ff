import { writeFile } from 'node:fs/promises'
import { measureMutants, mutantsOf, type Judged } from './measure.ts'
import { readOptions, USAGE, type MutantsOptions } from './options.ts'
import { mutantsPage, PAGE } from './page.ts'
import { tellProgress } from './progress.ts'
import { formatScores, formatSurvivors } from './table.ts'
import { WIRES } from './wires.ts'

const DEADLINE_MS = 60_000

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const options = tryReadOptions(args)
  if (!options) return 2
  if (options.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const judged = await judgeWires(options)
  process.stdout.write(
    options.json
      ? `${JSON.stringify(judged, null, 2)}\n`
      : `\n${formatSurvivors(judged)}\n\n${formatScores(judged)}\n`,
  )
  if (options.write) await writeFile(PAGE, await mutantsPage(judged))
  return 0
}

function tryReadOptions(args: readonly string[]): MutantsOptions | undefined {
  try {
    return readOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return undefined
  }
}

async function judgeWires({ wire: only, processes }: MutantsOptions): Promise<readonly Judged[]> {
  const judged: Judged[] = []
  for (const wire of WIRES.filter(({ name }) => only === undefined || name === only)) {
    const mutants = mutantsOf(wire)
    const progress = tellProgress(wire.name, process.stderr, () => performance.now())
    judged.push(...(await measureMutants(wire, mutants, { processes, deadlineMs: DEADLINE_MS }, progress)))
  }
  return judged
}
