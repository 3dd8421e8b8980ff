import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { generateSchemas } from '../src/generate.ts'

test('the schemas of the judge are those of the installed SDKs', () => {
  const stale = generateSchemas().filter(({ path, text }) => readFileSync(path, 'utf8') !== text)
  expect(stale.map(({ path }) => basename(path))).toEqual([])
})
