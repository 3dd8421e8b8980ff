import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadTools } from '../../src/cli/arguments/tools-file.ts'
import { TOOLS } from './workbench.ts'

const TOOL = `{ type: 'function', name: 'look', description: 'Looks.', input: { type: 'object' } }`
const HOSTED = `{ type: 'hosted', wire: 'acme.chat', name: 'search', definition: {} }`

describe('the tools of a file', () => {
  test('are those in its exports, in lists too', async () => {
    const names = (await loadTools([TOOLS], '.')).map(({ name }) => name)
    expect(names.toSorted()).toEqual(['ask_user', 'book_hotel', 'get_time', 'get_weather'])
  })

  test.each([
    ['a value', `export const look = ${TOOL}`, ['look']],
    ['the default', `export default ${TOOL}`, ['look']],
    ['a list', `export default [${TOOL}, ${HOSTED}]`, ['look', 'search']],
    ['one tool under two names', `export const look = ${TOOL}\nexport default [look]`, ['look']],
    [
      'also what is no tool',
      `export const a = 1, b = null, c = () => 1, d = [2]\nexport const e = ${HOSTED}`,
      ['search'],
    ],
  ])('may be %s', async (_what, text, names) => {
    await using folder = await folderWith({ 'tools.mjs': text })
    expect((await loadTools(['tools.mjs'], folder.path)).map(({ name }) => name)).toEqual(names)
  })

  test('may be written in TypeScript', async () => {
    await using folder = await folderWith({ 'tools.mts': `export const look: unknown = ${TOOL}` })
    expect(await loadTools(['./tools.mts'], folder.path)).toMatchObject([{ name: 'look' }])
  })

  test.each([
    ['a file that is not there', {}, 'The tools file tools.mjs is not there: '],
    [
      'a file without tools',
      { 'tools.mjs': 'export const a = 1, b = 2' },
      'tools.mjs exports no tool. It exports: a, b.',
    ],
    ['a file without exports', { 'tools.mjs': '' }, 'It exports: nothing.'],
    [
      'a file that throws',
      { 'tools.mjs': `throw new RangeError('No.')` },
      'cannot be loaded: RangeError: No.',
    ],
    [
      'two tools of one name',
      { 'tools.mjs': `export const a = ${TOOL}\nexport const b = ${TOOL}` },
      'Two tools are called "look", in tools.mjs. Rename one of them.',
    ],
  ])('are not those of %s', async (_what, files, message) => {
    await using folder = await folderWith(files)
    await expect(loadTools(['tools.mjs'], folder.path)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining(message),
    })
  })

  test('are not two of one name in two files', async () => {
    await using folder = await folderWith({
      'a.mjs': `export const a = ${TOOL}`,
      'b.mjs': `export const b = ${TOOL}`,
    })
    await expect(loadTools(['a.mjs', 'b.mjs'], folder.path)).rejects.toThrow(
      'Two tools are called "look", in a.mjs and b.mjs. Rename one of them.',
    )
  })
})

async function folderWith(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'dragoman-tools-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
