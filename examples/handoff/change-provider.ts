import { anthropic } from '@dragoman/anthropic'
import { run, tool } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { Type } from '@sinclair/typebox'

const getWeather = tool({
  name: 'get_weather',
  description: 'Tells the current weather in a city.',
  input: Type.Object({ city: Type.String() }),
  execute: ({ city }) => ({ city, sky: 'sunny', celsius: 21 }),
})
const tools = [getWeather]
const messages = 'What is the weather in Lisbon?'

const begun = await run({ model: openai.responses('gpt-5.4-mini'), tools, messages, limits: { steps: 1 } })
const ended = await run({ model: anthropic('claude-haiku-5-5'), tools, messages: begun.messages })

console.log(ended.text)
for (const { code, path, action } of ended.notices) console.log(`${path} was ${action}: ${code}`)
