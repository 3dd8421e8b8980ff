import { readFixtures } from '@dragoman/conformance'
import { testLaws } from '@dragoman/conformance/vitest'
import { openai } from '@dragoman/openai'
import * as chat from './tables/chat.ts'
import * as refused from './tables/refused.ts'
import * as responses from './tables/responses.ts'

testLaws({
  name: 'openai.chat',
  model: (fetch) => openai('gpt-5.5', { apiKey: 'no-key', fetch }),
  fixtures: [
    ...readFixtures(new URL('../fixtures/chat', import.meta.url).pathname),
    ...chat.stops,
    ...chat.usages,
    ...chat.errors,
    ...refused.errors,
  ],
  isEnding: ({ data }) => data === '[DONE]' || /"finish_reason":\s*"[^"]/.test(data),
  cannotStopFor: ['pause'],
})

testLaws({
  name: 'openai.responses',
  model: (fetch) => openai.responses('gpt-5.5', { apiKey: 'no-key', fetch }),
  fixtures: [
    ...readFixtures(new URL('../fixtures/responses', import.meta.url).pathname),
    ...responses.stops,
    ...responses.usages,
    ...responses.errors,
    ...refused.errors,
  ],
  isEnding: ({ data }) => /"type":"response\.(completed|incomplete|failed)"/.test(data),
  cannotStopFor: ['context-full'],
})
