import { availableParallelism } from 'node:os'
import { readOptions, USAGE, type BenchOptions } from './options.ts'
import { playRounds } from './rounds.ts'
import { summarize } from './summary.ts'
import { formatTable } from './table.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const options = tryReadOptions(args)
  if (!options) return 2
  if (options.help) {
    process.stdout.write(USAGE)
    return 0
  }
  try {
    process.stdout.write(await bench(options))
    return 0
  } catch (error) {
    complain(error)
    return 1
  }
}

function tryReadOptions(args: readonly string[]): BenchOptions | undefined {
  try {
    return readOptions(args)
  } catch (error) {
    complain(error)
    process.stderr.write(`\n${USAGE}`)
    return undefined
  }
}

async function bench({ rounds, json }: BenchOptions): Promise<string> {
  const machine = { node: process.version, cores: availableParallelism(), rounds }
  const measured = await playRounds(rounds, (progress) => process.stderr.write(`${progress}\n`))
  const rows = summarize(measured)
  if (json) return `${JSON.stringify({ ...machine, rows }, null, 2)}\n`
  const heading = `Node ${machine.node}, ${machine.cores} cores, CPU time of one run, medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`
  return `\n${heading}\n\n${formatTable(rows)}\n\nEvery output was checked.\n`
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
