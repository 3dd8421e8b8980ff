// Writes docs/wires.md from the tables that the adapters' laws are tested with; with --check it only compares.
import { glob, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('../', import.meta.url)

/** The page, as a path from the root. */
export const PAGE = 'docs/wires.md'

/** The text of the page, as the tables have it. */
export async function wiresPage(): Promise<string> {
  const files = await readTables()
  const sections = SECTIONS.map(({ heading, intro, table, columns, cells }) => {
    const tables = files.flatMap((file) => {
      const rows = file[table] ?? []
      if (rows.length === 0) return []
      const all = rows.map((row) => [remark(row), code(row.sent), ...cells(row)])
      return [`### ${file.title}`, formatTable(['', 'The wire sends', ...columns], all)]
    })
    return [`## ${heading}`, intro, ...tables].join('\n\n')
  })
  return `${[INTRO, ...sections].join('\n\n')}\n`
}

const INTRO = `# What the words of each wire become

<!-- Written by scripts/wire-tables.ts. Change the tables in packages/*/test/tables, and run node scripts/wire-tables.ts. -->

Each provider has its own words for why an answer stopped, what it cost and what went wrong. Each row below is a test: the wire sends this, whole, as a stream or both, and a program sees what stands beside it. Fields that say the same everywhere (ids, the model) are left out.`

interface Section {
  readonly heading: string
  readonly intro: string
  readonly table: 'stops' | 'usages' | 'errors'
  readonly columns: readonly string[]
  /** What the program sees, in as many cells as there are columns. */
  readonly cells: (row: Row) => readonly string[]
}

const COUNTS = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
] as const

const SECTIONS: readonly Section[] = [
  {
    heading: 'Stop reasons',
    intro:
      'After `tool-calls`, `stop` and `other`, `run` runs the calls that stand in the answer, and goes on. After all other reasons a call may be cut, so each is answered as not run. A `pause` is sent back as it is, and the run goes on; every other reason without calls is its end.',
    table: 'stops',
    columns: ['`reason`', '`raw`', '`detail`'],
    cells: ({ expect: { stop } }) => [
      code(stop?.reason),
      code(JSON.stringify(stop?.raw)),
      code(JSON.stringify(stop?.detail)),
    ],
  },
  {
    heading: 'Usage',
    intro:
      "`inputTokens` includes what was read from and written to a cache, and `outputTokens` includes reasoning, on every wire. A count that the wire does not report is not there, which is not the same as 0. The wire's own object is in `raw`.",
    table: 'usages',
    columns: COUNTS.map(code),
    cells: ({ expect: { usage } }) => COUNTS.map((field) => String(usage?.[field] ?? '–')),
  },
  {
    heading: 'Errors',
    intro:
      'A row that begins with a number is a request refused with that HTTP status, and the error keeps it as `status`; the others stand inside an answer with status 200. Whether another attempt may help is `retryable`. What each code means is in [errors.md](errors.md).',
    table: 'errors',
    columns: ['`code`', '`retryable`', '`retryAfterMs`', '`requestId`'],
    cells: ({ expect: { error } }) => [
      code(error?.code),
      String(error?.retryable),
      String(error?.retryAfterMs ?? ''),
      code(error?.requestId),
    ],
  },
]

/** What a file of tables exports. */
interface Tables {
  readonly title?: string
  readonly stops?: readonly Row[]
  readonly usages?: readonly Row[]
  readonly errors?: readonly Row[]
}

interface Row {
  readonly name: string
  readonly sent: string
  readonly expect: {
    readonly stop?: { readonly reason: string; readonly raw: string | null; readonly detail?: unknown }
    readonly usage?: Readonly<Partial<Record<(typeof COUNTS)[number], number>>>
    readonly error?: {
      readonly code: string
      readonly retryable: boolean
      readonly retryAfterMs?: number
      readonly requestId?: string
    }
  }
}

// Found by their place, so that the tables of another adapter are on the page as well.
async function readTables(): Promise<readonly Tables[]> {
  const paths = await Array.fromAsync(glob('packages/*/test/tables/*.ts', { cwd: fileURLToPath(ROOT) }))
  const files: Tables[] = await Promise.all(paths.toSorted().map((path) => import(new URL(path, ROOT).href)))
  return files.filter(({ title }) => title !== undefined)
}

function formatTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const isUsed = columns.map((_column, at) => rows.some((cells) => cells[at] !== ''))
  const line = (cells: readonly string[]): string =>
    `| ${cells.filter((_cell, at) => isUsed[at]).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

function code(text: string | undefined): string {
  return text ? `\`${text.replaceAll('|', String.raw`\|`)}\`` : ''
}

// A row is named `table 1, stop: the end of the answer (163)`: the table, what it comes to, the case.
function remark({ name }: Row): string {
  return name.slice(name.indexOf(': ') + 2).replace(/ \(\d+(, \d+)*\)$/, '')
}

async function main(isCheck: boolean): Promise<void> {
  const path = new URL(PAGE, ROOT)
  const page = await wiresPage()
  if (page === (await readFile(path, 'utf8').catch(() => ''))) return
  if (isCheck) {
    process.exitCode = 1
    console.error(`${PAGE} is stale: run node scripts/wire-tables.ts`)
  } else {
    await writeFile(path, page)
    console.log(`${PAGE} is written.`)
  }
}

if (import.meta.main) await main(process.argv.includes('--check'))
