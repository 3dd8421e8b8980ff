import { readFixtures } from '@dragoman/conformance'
import { testLaws } from '@dragoman/conformance/vitest'
import { openai } from '@dragoman/openai'

testLaws({
  name: 'openai.chat',
  model: (fetch) => openai('gpt-5.5', { apiKey: 'no-key', fetch }),
  fixtures: readFixtures(new URL('../fixtures/chat', import.meta.url).pathname),
  isEnding: ({ data }) => data === '[DONE]' || /"finish_reason":\s*"/.test(data),
})

testLaws({
  name: 'openai.responses',
  model: (fetch) => openai.responses('gpt-5.5', { apiKey: 'no-key', fetch }),
  fixtures: readFixtures(new URL('../fixtures/responses', import.meta.url).pathname),
  isEnding: ({ data }) => /"type":"response\.(completed|incomplete|failed)"/.test(data),
})
