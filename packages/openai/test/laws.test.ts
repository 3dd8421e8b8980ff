import { laws } from '@dragoman/conformance'
import { testLaws } from '@dragoman/conformance/vitest'
import { openai } from '@dragoman/openai'
import { describe, test } from 'vitest'
import { CHAT, RESPONSES } from './subject.ts'

testLaws(CHAT)
testLaws(RESPONSES)

/** One model of each row of capabilities. */
const CHAT_MODELS: readonly string[] = [
  'gpt-3.5-turbo',
  'gpt-4',
  'gpt-4.1',
  'o1-mini',
  'o3',
  'gpt-5',
  'gpt-5-chat-latest',
  'gpt-5.1',
  'gpt-5.4',
  'gpt-5.6',
]

const RESPONSES_MODELS: readonly string[] = ['gpt-4.1', 'o3', 'gpt-5', 'gpt-5-pro', 'gpt-5.1', 'gpt-5.6']

describe.each([
  ...CHAT_MODELS.map((id) => ({ ...CHAT, id, model: of(openai.chat, id) })),
  ...RESPONSES_MODELS.map((id) => ({ ...RESPONSES, id, model: of(openai.responses, id) })),
])('$name', ({ id, ...subject }) => {
  for (const law of ['judged', 'capabilities', 'schema', 'handoff']) {
    test(`keeps the law "${law}" with ${id}`, async () => {
      for (const check of laws(subject)) if (check.law.name === law) await check.run()
    })
  }
})

function of(wire: typeof openai.chat | typeof openai.responses, id: string): typeof CHAT.model {
  return (fetch) => wire(id, { apiKey: 'no-key', fetch })
}
