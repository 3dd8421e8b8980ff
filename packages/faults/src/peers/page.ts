import { readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { lossesOf } from './losses.ts'
import type { Measured } from './peers.ts'
import { ROWS } from './rows.ts'
import { formatTables } from './table.ts'

/** Where the tables are told. */
export const PAGE: URL = new URL('../../../../docs/faults.md', import.meta.url)

const START = '<!-- peers -->'
const END = '<!-- end -->'

/** The tables, and how to read them. */
export function peersSection(all: readonly Measured[], versions: readonly string[], minutes: number): string {
  const losses = lossesOf(all)
  return [
    `The same faults, met by the official SDKs, by the AI SDK and by Dragoman: ${all.length} cells in one run of ${minutes.toFixed(1)} minutes. Every cell is a process of its own with a fault server of its own, two at a time, and is watched from outside. \`npm run faults:peers -- --write\` measures them again and writes this section.`,
    `Measured: ${versions.join(', ')}; Node ${process.versions.node}, ${availableParallelism()} cores. Times are orders of magnitude.`,
    READING,
    ...formatTables(all),
    notes(),
    losses.length === 0 ? 'In no row does another library come through where Dragoman does not.' : LOSSES,
    losses.map((line) => `- ${line}`).join('\n'),
  ]
    .filter((text) => text !== '')
    .join('\n\n')
}

const READING = `Every contender streams the same conversation: one prompt, two tools, seven calls in three steps, a last word. The first answer breaks. A limit that a library has on silence is set to 2 s (\`timeout\` of the SDKs; \`firstChunkMs\` and \`chunkMs\` of \`ai\`; \`headersMs\`, \`firstEventMs\` and \`idleMs\` here); all else has its defaults.

- **HANG**: nothing had happened after 9 s.
- **silent OK**: a normal end, though the answer never came whole. Who reads a raw stream can tell by the stop reason that never came. OK with a word is the library's own word for an end that is not normal: nothing is thrown.
- **×n**: how often the call ran that ran most often. Raw contenders run none: they only read one answer.
- –: the row means nothing there.`

const LOSSES =
  'Where another library comes through and Dragoman, on some wire of the same provider, does not. A note says so where that is meant:'

function notes(): string {
  const told = ROWS.flatMap(({ title, remark }) => (remark === undefined ? [] : [`- *${title}*. ${remark}`]))
  return `Notes\n\n${told.join('\n')}`
}

/** Puts the section between its marks. */
export async function writeSection(section: string): Promise<void> {
  const page = await readFile(PAGE, 'utf8')
  const start = page.indexOf(START)
  const end = page.indexOf(END, start)
  if (start === -1 || end === -1) throw new Error(`docs/faults.md has no ${START} … ${END}.`)
  await writeFile(PAGE, `${page.slice(0, start + START.length)}\n\n${section}\n\n${page.slice(end)}`)
}
