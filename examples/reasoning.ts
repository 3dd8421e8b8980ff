import { anthropic } from '@dragoman/anthropic'
import { registry, streamRun, tool } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { Type } from '@sinclair/typebox'

const models = registry({ openai, 'openai-responses': openai.responses, anthropic })
const model = models(process.env['DRAGOMAN_MODEL'] ?? 'openai-responses:gpt-5.4-mini')

const getWeather = tool({
  name: 'get_weather',
  description: 'Tells the current weather in a city.',
  input: Type.Object({ city: Type.String() }),
  execute: ({ city }) => ({ city, sky: 'sunny', celsius: 21 }),
})

const run = streamRun({
  model,
  tools: [getWeather],
  messages: 'Do I need an umbrella in Lisbon?',
  settings: { effort: 'low', reasoning: 'summary' },
})
for await (const event of run) {
  if (event.type === 'reasoning-delta') process.stdout.write(event.text)
  if (event.type === 'step-end') process.stdout.write('\n')
}
console.log((await run.result).text)
