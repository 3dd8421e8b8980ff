import { DragomanError, user } from '@dragoman/core'
import { openai } from '@dragoman/openai'

// A server that is overloaded, whoever asks.
const fetch = async () => new Response('', { status: 503, headers: { 'retry-after': '0' } })
const model = openai('gpt-5.4-mini', { apiKey: 'some-key', fetch })

const call = model.call(
  { messages: [user('How is the weather?')], tools: [], toolChoice: 'auto', settings: {} },
  { stream: true, deadlines: { idleMs: 60_000 }, retry: { maxAttempts: 2, maxRetryAfterMs: 5_000 } },
)
try {
  for await (const event of call) {
    if (event.type === 'retry') console.log(`Attempt ${event.attempt} failed: ${event.code}. Once more.`)
  }
} catch (error) {
  if (DragomanError.is(error)) console.log(`It failed after ${error.attempts} attempts: ${error.code}.`)
}
