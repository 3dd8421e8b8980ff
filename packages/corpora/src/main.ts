import { writeFile } from 'node:fs/promises'
import { findCorpora, readCorpora } from './corpora.ts'
import { measureAll, type Measured } from './measured.ts'
import { isMet, measuresOf } from './measures.ts'
import { readOptions, USAGE, type CorporaOptions } from './options.ts'
import { corporaPage, PAGE } from './page.ts'
import { formatTable } from './table.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const options = tryReadOptions(args)
  if (!options) return 2
  if (options.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const place = findCorpora()
  if (!place.found) {
    process.stderr.write(`There are no corpora to measure: ${place.reason}.\n`)
    return 2
  }
  const measures = measuresOf(readCorpora(place.folder))
  const all = await measureAll(measures, process.stderr, () => performance.now())
  process.stdout.write(options.json ? formatJson(all) : `\n${formatTable(all)}\n`)
  if (options.write) await writeFile(PAGE, corporaPage(all))
  return all.every(({ measure, figure }) => isMet(measure, figure)) ? 0 : 1
}

function tryReadOptions(args: readonly string[]): CorporaOptions | undefined {
  try {
    return readOptions(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return undefined
  }
}

function formatJson(all: readonly Measured[]): string {
  const figures = all.map(({ measure, figure }) => {
    const { corpus, what, target = null } = measure
    return { corpus, what, target, met: isMet(measure, figure), ...figure }
  })
  return `${JSON.stringify({ node: process.version, figures }, null, 2)}\n`
}
