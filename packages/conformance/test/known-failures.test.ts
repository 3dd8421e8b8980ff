import { hasFailures, laws, report, reportPage } from '@dragoman/conformance'
import { expect, test } from 'vitest'
import { HONEST, tinyCodec, tinySubject } from './tiny.ts'

const KNOWN = {
  law: 'stops',
  fixture: 'greeting',
  reason: 'tiny forgets its words',
  link: 'https://example.com/issues/1',
} as const

const FORGETFUL = tinyCodec({
  stop: (word) => ({ ...HONEST.stop(word), raw: word === 'end' ? null : word }),
})

test('a check that is known to fail does not fail the report, and stands in it with its reason and its link', async () => {
  const found = await report([tinySubject(FORGETFUL, { knownFailures: [KNOWN] })])
  const stops = found.subjects[0]?.laws.find(({ law }) => law === 'stops')
  expect({ failed: hasFailures(found), stops }).toEqual({
    failed: false,
    stops: {
      law: 'stops',
      passed: 3,
      failures: [],
      skipped: [],
      knownFailures: [{ fixture: KNOWN.fixture, reason: KNOWN.reason, link: KNOWN.link }],
    },
  })
  expect(reportPage(found)).toContain(
    '- `tiny`, stops, known to fail on greeting: tiny forgets its words (https://example.com/issues/1)',
  )
})

test('a check that is known to fail, and holds, fails', async () => {
  const found = await report([tinySubject(tinyCodec(), { knownFailures: [KNOWN] })])
  const stops = found.subjects[0]?.laws.find(({ law }) => law === 'stops')
  expect(stops?.failures).toEqual([
    { fixture: 'greeting', message: 'it holds: take it out of knownFailures' },
  ])
})

test.each([
  { ...KNOWN, law: 'no such law' },
  { ...KNOWN, fixture: 'no such fixture' },
])('a known failure of the law "$law" on "$fixture", which does not run, is an error', (known) => {
  expect(() => laws(tinySubject(tinyCodec(), { knownFailures: [known] }))).toThrow(
    `tiny names a known failure of the law "${known.law}" on "${known.fixture}", which does not run: correct it, or take it out of knownFailures.`,
  )
})

test('a check that is skipped cannot be known to fail', () => {
  const knownFailures = [{ ...KNOWN, law: 'judged', fixture: 'a text' }]
  const judge = { none: 'nobody knows what tiny takes' }
  expect(() => laws(tinySubject(tinyCodec(), { knownFailures, judge }))).toThrow('which does not run')
})
