import type { SpokenWire } from '@dragoman/conformance/speak'
import { CONTENDERS, type Contender } from './contender.ts'
import type { Measured } from './peers.ts'
import { ROWS } from './rows.ts'
import { NOTHING, tellCell } from './tell.ts'

const GROUPS: readonly (readonly SpokenWire[])[] = [
  ['openai.chat', 'openai.responses'],
  ['anthropic.messages'],
]

/** The cells as Markdown: one table for the clients of each provider. */
export function formatTables(all: readonly Measured[]): readonly string[] {
  return GROUPS.map((wires) =>
    formatTable(
      CONTENDERS.filter(({ wire }) => wires.includes(wire)),
      all,
    ),
  )
}

/** The last row: what no cell shows alone. */
export const REJECTIONS = 'unhandled rejections in all of the above'

function formatTable(contenders: readonly Contender[], all: readonly Measured[]): string {
  const lines = ROWS.map(({ title }) => [title, ...contenders.map(({ name }) => cellOf(all, title, name))])
  const last = [REJECTIONS, ...contenders.map(({ name }) => countRejections(all, name))]
  return [['', ...contenders.map(({ name }) => name)], ['', ...contenders].map(() => '---'), ...lines, last]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function cellOf(all: readonly Measured[], title: string, name: string): string {
  const found = all.find(({ row, contender }) => row.title === title && contender.name === name)
  return found ? tellCell(found.row, found.contender, found.observation) : NOTHING
}

function countRejections(all: readonly Measured[], name: string): string {
  const own = all.filter(({ contender }) => contender.name === name)
  const count = own.reduce((sum, { observation }) => sum + observation.rejections, 0)
  return count > 0 ? `**${count}**` : '0'
}
