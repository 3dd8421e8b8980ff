import { anthropic } from '@dragoman/anthropic'
import { registry, run, tool } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { Type } from '@sinclair/typebox'
const model = registry({ openai, anthropic })('anthropic:claude-haiku-5-5')
const getWeather = tool({
  name: 'get_weather',
  description: 'Tells the current weather in a city.',
  input: Type.Object({ city: Type.String() }),
  execute: ({ city }) => ({ city, sky: 'sunny', celsius: 21 }),
})
console.log((await run({ model, tools: [getWeather], messages: 'What is the weather in Lisbon?' })).text)
