import { readFile } from 'node:fs/promises'
import { hasFailures, LAWS } from '@dragoman/conformance'
import { expect, test } from 'vitest'
import { conformance, conformanceFiles } from '../scripts/conformance.ts'

const REPORT = conformance()

test('every wire keeps every law, and each law ran on each of them', { timeout: 120_000 }, async () => {
  const found = await REPORT
  expect(hasFailures(found)).toBe(false)
  expect(found.subjects.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['anthropic.messages', 'openai.chat', 'openai.responses']),
  )
  for (const { laws } of found.subjects) {
    const ran = laws.filter(({ passed, skipped }) => passed + skipped.length > 0)
    expect(ran.map(({ law }) => law)).toEqual(LAWS.map(({ name }) => name))
  }
})

test(
  'the report in docs is what the laws come to: npm run conformance -- --write',
  { timeout: 120_000 },
  async () => {
    const expected = conformanceFiles(await REPORT)
    const written = await Promise.all(
      Object.keys(expected).map(async (path) => {
        return [path, await readFile(new URL(`../${path}`, import.meta.url), 'utf8')] as const
      }),
    )
    expect(Object.fromEntries(written)).toEqual(expected)
  },
)
