import { anthropic } from '@dragoman/anthropic'
import { readFixtures } from '@dragoman/conformance'
import { testLaws } from '@dragoman/conformance/vitest'
import * as messages from './tables/messages.ts'
import * as refused from './tables/refused.ts'

testLaws({
  name: 'anthropic.messages',
  model: (fetch) => anthropic('claude-sonnet-5', { apiKey: 'no-key', fetch }),
  fixtures: [
    ...readFixtures(new URL('../fixtures', import.meta.url).pathname),
    ...messages.stops,
    ...messages.usages,
    ...messages.errors,
    ...refused.errors,
  ],
  isEnding: ({ data }) => /"stop_reason":\s*"/.test(data) || data.includes('"message_stop"'),
  cannotStopFor: ['filtered'],
})
