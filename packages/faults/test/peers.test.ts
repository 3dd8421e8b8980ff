import { readFile } from 'node:fs/promises'
import { SCOREBOARD } from '@dragoman/conformance/faults'
import { expect, test } from 'vitest'
import { CONTENDERS, contenderOf } from '../src/peers/contender.ts'
import { observe } from '../src/peers/observe.ts'
import { PAGE } from '../src/peers/page.ts'
import { ROWS } from '../src/peers/rows.ts'
import { tellCell } from '../src/peers/tell.ts'

test('docs/faults.md tells of every fault of the scoreboard twice, once for the clients of each provider', async () => {
  const lines = (await readPeers()).split('\n')
  const counts = SCOREBOARD.map(({ title }) => [title, countRows(lines, title)])
  expect(counts).toEqual(SCOREBOARD.map(({ title }) => [title, 2]))
})

test('docs/faults.md has a column for every contender', async () => {
  const heads = (await readPeers()).split('\n').filter((line) => line.startsWith('|  |'))
  expect(heads.flatMap((line) => line.split(' | ').slice(1).map(withoutBar))).toEqual(
    CONTENDERS.map(({ name }) => name),
  )
})

test.concurrent.each([
  ['clean EOF mid-arguments', 'dragoman, openai.chat', 'error `cut-stream`, ×0'],
  ['401 body that echoes the key', 'dragoman, openai.responses', 'error `auth`, no key'],
  ['same tool-call id twice', 'dragoman, anthropic.messages', 'OK, ×1'],
])('before the fault "%s", %s ends with %s', async (title, name, cell) => {
  const row = ROWS.find((each) => each.title === title)
  if (!row) throw new Error(`There is no row "${title}".`)
  const contender = contenderOf(name)
  expect(tellCell(row, contender, await observe(contender, row))).toBe(cell)
})

async function readPeers(): Promise<string> {
  const page = await readFile(PAGE, 'utf8')
  return page.match(/^<!-- peers -->$[^]*?^<!-- end -->$/m)?.[0] ?? ''
}

function countRows(lines: readonly string[], title: string): number {
  return lines.filter((line) => line.startsWith(`| ${title} |`)).length
}

function withoutBar(cell: string): string {
  return cell.replace(/ \|$/, '')
}
