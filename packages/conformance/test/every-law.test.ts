import { readdir } from 'node:fs/promises'
import { LAWS, report } from '@dragoman/conformance'
import { testLaws } from '@dragoman/conformance/vitest'
import { expect, test } from 'vitest'
import { tinyCodec, tinySubject } from './tiny.ts'

const LAW_FILES = new URL('../src/laws/', import.meta.url)

testLaws(tinySubject(tinyCodec()))

test('vitest is given every law of the kit', ({ task }) => {
  const declared = task.file.tasks.filter((other) => other.type === 'suite').map(({ name }) => name)
  expect(declared.toSorted()).toEqual(LAWS.map(({ says }) => `tiny: ${says}`).toSorted())
})

test('a report has every law of the kit, and each of them ran', async () => {
  const { subjects } = await report([tinySubject(tinyCodec())])
  const ran = subjects.flatMap(({ laws }) => laws.filter(({ passed }) => passed > 0).map(({ law }) => law))
  expect(ran).toEqual(LAWS.map(({ name }) => name))
})

test('every law that there is belongs to the kit', async () => {
  const files = await readdir(LAW_FILES)
  const exported = await Promise.all(
    files.map(async (file): Promise<readonly unknown[]> =>
      Object.values(await import(new URL(file, LAW_FILES).href)),
    ),
  )
  const all = exported
    .flat()
    .filter((value) => typeof value === 'object' && value !== null && 'says' in value)
  expect(new Set(all)).toEqual(new Set(LAWS))
})
