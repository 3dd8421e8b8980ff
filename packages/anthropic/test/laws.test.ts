import { anthropic } from '@dragoman/anthropic'
import { readFixtures } from '@dragoman/conformance'
import { testLaws } from '@dragoman/conformance/vitest'

testLaws({
  name: 'anthropic.messages',
  model: (fetch) => anthropic('claude-sonnet-5', { apiKey: 'no-key', fetch }),
  fixtures: readFixtures(new URL('../fixtures', import.meta.url).pathname),
  isEnding: ({ data }) => /"stop_reason":\s*"/.test(data) || data.includes('"message_stop"'),
})
