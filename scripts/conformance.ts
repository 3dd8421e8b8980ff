// Runs the laws on every subject of the repository. With --write, writes docs/conformance.md and docs/conformance.json;
// with --check, compares them.
import { glob, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { hasFailures, loadSubjects, report, reportPage, type Report } from '@dragoman/conformance'

const ROOT = new URL('../', import.meta.url)

/** The page, as a path from the root. */
export const PAGE = 'docs/conformance.md'
/** The same as JSON. */
export const DATA = 'docs/conformance.json'

/** What the laws come to on every subject of the repository, those of examples included. */
export async function conformance(onLaw?: Parameters<typeof report>[1]): Promise<Report> {
  const root = fileURLToPath(ROOT)
  const found = await Array.fromAsync(glob(SUBJECTS, { cwd: root }))
  const lists = await Promise.all(
    found.toSorted().map((path) => loadSubjects(fileURLToPath(new URL(path, ROOT)))),
  )
  return report(
    lists.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    onLaw,
  )
}

const SUBJECTS = ['packages/*/test/subject.ts', 'examples/*/test/subject.ts']

/** The files that show a report, by their paths from the root. */
export function conformanceFiles(found: Report): Readonly<Record<string, string>> {
  return { [PAGE]: `${INTRO}\n\n${reportPage(found)}\n`, [DATA]: `${JSON.stringify(found, null, 2)}\n` }
}

const INTRO = `# Which laws each wire keeps

<!-- Written by scripts/conformance.ts: run npm run conformance -- --write. The same as JSON: conformance.json. -->

Each number counts checks of one law: one for each fixture, or each request or case of the kit, that can show it. What each law says is in the [README of the kit](../packages/conformance/README.md). Any adapter can be run with \`npx dragoman-conformance <module that exports its subject>\`; no key, no network.

A skip has its reason below the tables, and so has a check that is known to fail. There is no other way to leave one out.`

async function main(mode: string | undefined): Promise<void> {
  const found = await conformance(({ name }, { law, passed, failures }) => {
    if (failures.length > 0) console.log(`✗ ${name}  ${law}: ${JSON.stringify(failures, null, 2)}`)
    else console.log(`✓ ${name}  ${law}: ${passed}`)
  })
  if (hasFailures(found)) process.exitCode = 1
  for (const [path, text] of Object.entries(conformanceFiles(found))) {
    const file = new URL(path, ROOT)
    if (text === (await readFile(file, 'utf8').catch(() => ''))) continue
    if (mode === '--write') {
      await writeFile(file, text)
      console.log(`${path} is written.`)
    } else if (mode === '--check') {
      process.exitCode = 1
      console.error(`${path} is stale: run npm run conformance -- --write`)
    }
  }
}

if (import.meta.main) await main(process.argv[2])
