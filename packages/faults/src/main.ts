import { readFile, writeFile } from 'node:fs/promises'
import { measureAll, type Measured } from './measured.ts'
import { readOptions, USAGE, type FaultsOptions } from './options.ts'
import { fillFigures, PAGE } from './page.ts'
import { formatTable } from './table.ts'
import type { Case } from './target.ts'
import { TARGETS } from './targets.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const options = tryReadOptions(args)
  if (!options) return 2
  if (options.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const { only, json, write } = options
  const targets = TARGETS.filter(({ name }) => only === undefined || name === only)
  const choose = (cases: readonly Case[]): readonly Case[] => chosenOf(cases, options)
  const all = await measureAll(targets, choose, process.stderr, () => performance.now())
  process.stdout.write(json ? formatJson(all) : `\n${formatTable(all)}\n`)
  if (write) await writeFile(PAGE, fillFigures(await readFile(PAGE, 'utf8'), all))
  return all.every(({ figures }) => figures.every(({ met }) => met)) ? 0 : 1
}

function tryReadOptions(args: readonly string[]): FaultsOptions | undefined {
  try {
    return readOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return undefined
  }
}

function chosenOf(cases: readonly Case[], { seed, wire }: FaultsOptions): readonly Case[] {
  // Drawn cases have a wire each: named together with a number, it is tried on that one.
  if (seed !== undefined && wire) return [{ seed, wire }]
  return cases.filter((one) => one.seed === (seed ?? one.seed) && one.wire === (wire ?? one.wire))
}

function formatJson(all: readonly Measured[]): string {
  const figures = all.flatMap(({ target: { name }, figures: found }) =>
    found.map((figure) => ({ part: name, ...figure })),
  )
  return `${JSON.stringify({ node: process.version, figures }, null, 2)}\n`
}
