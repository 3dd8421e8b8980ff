import { streamRun } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { TOOLS } from './weather.ts'

const stream = streamRun({
  model: openai('gpt-5.4-mini'),
  tools: TOOLS,
  messages: 'What is the weather in Lisbon?',
})
for await (const event of stream) {
  if (event.type === 'tool-start') console.log(`${event.call.name} ${JSON.stringify(event.input)}`)
  if (event.type === 'text-delta') process.stdout.write(event.text)
}
const { end, steps } = await stream.result
console.log(`\n${end} after ${steps} steps`)
