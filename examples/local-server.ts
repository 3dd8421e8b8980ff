import { DragomanError, run } from '@dragoman/core'
import { openai } from '@dragoman/openai'

const baseURL = process.env['LOCAL_URL'] ?? 'http://localhost:11434/v1'
const model = openai('qwen3:8b', { baseURL, apiKey: 'any text', provider: 'local' })

try {
  const { text } = await run({ model, messages: 'What is the weather in Lisbon?' })
  console.log(text)
} catch (error) {
  if (!DragomanError.is(error)) throw error
  // `state` holds the conversation so far; it can be sent again.
  console.log(
    `${error.code}, worth another try: ${error.retryable}, messages: ${error.state?.messages.length}`,
  )
}
