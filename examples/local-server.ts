import { DragomanError, models, run } from 'dragoman'

const baseURL = process.env['LOCAL_URL'] ?? 'http://localhost:11434/v1'
// As in dragoman.config.json.
const provide = await models({ config: { providers: { local: { adapter: '@dragoman/openai', baseURL } } } })

try {
  const { text } = await run({ model: provide('local:qwen3:8b'), messages: 'What is the weather in Lisbon?' })
  console.log(text)
} catch (error) {
  if (!DragomanError.is(error)) throw error
  // `state` holds the conversation so far; it can be sent again.
  console.log(
    `${error.code}, worth another try: ${error.retryable}, messages: ${error.state?.messages.length}`,
  )
}
