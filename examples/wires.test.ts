import { expect, test } from 'vitest'
import { readPage } from '../scripts/readme.ts'
import { PAGE, wiresPage } from '../scripts/wire-tables.ts'

test('docs/wires.md says what the tables say', async () => {
  expect(await readPage(PAGE)).toBe(await wiresPage())
})
