import { CELLS, comparePeers, type Cell, type Progress } from './peers.ts'
import { readOptions, USAGE, type PeersOptions } from './options.ts'
import { readVersions } from './versions.ts'
import { peersSection, writeSection } from './page.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const options = tryReadOptions(args)
  if (!options) return 2
  if (options.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const started = performance.now()
  const all = await comparePeers(CELLS.filter(holds(options.only)), report)
  const minutes = (performance.now() - started) / 60_000
  const section = peersSection(all, readVersions(), minutes)
  process.stdout.write(`\n${section}\n`)
  if (options.write) await writeSection(section)
  return 0
}

function tryReadOptions(args: readonly string[]): PeersOptions | undefined {
  try {
    return readOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return undefined
  }
}

function holds(text: string): (cell: Cell) => boolean {
  return ({ row, contender }) => `${row.title} | ${contender.name}`.includes(text)
}

function report({ done, of, line }: Progress): void {
  process.stderr.write(`${done}/${of} ${line}\n`)
}
