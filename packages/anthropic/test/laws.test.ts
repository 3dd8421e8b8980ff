import { anthropic } from '@dragoman/anthropic'
import { laws } from '@dragoman/conformance'
import { testLaws } from '@dragoman/conformance/vitest'
import type { Fetch } from '@dragoman/core'
import { beforeAll, describe, test, vi } from 'vitest'
import { MESSAGES } from './subject.ts'

testLaws(MESSAGES)

/** One model of each row of capabilities. */
const MODELS: readonly string[] = [
  'claude-3-haiku-20240307',
  'claude-3-5-sonnet-20241022',
  'claude-3-7-sonnet-20250219',
  'claude-opus-4-20250514',
  'claude-sonnet-4-5',
  'claude-opus-4-6',
  'claude-opus-4-8',
  'claude-fable-5',
]

describe.each(MODELS)('anthropic.messages', (id) => {
  // The SDK warns of deprecated models.
  beforeAll(() => void vi.spyOn(console, 'warn').mockReturnValue())

  const subject = { ...MESSAGES, model: (fetch: Fetch) => anthropic(id, { apiKey: 'no-key', fetch }) }

  for (const law of ['judged', 'capabilities', 'schema', 'handoff']) {
    test(`keeps the law "${law}" with ${id}`, async () => {
      for (const check of laws(subject)) if (check.law.name === law) await check.run()
    })
  }
})
