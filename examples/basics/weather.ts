import { Type } from '@sinclair/typebox'
import { models, run, tool } from 'dragoman'

const getWeather = tool({
  name: 'get_weather',
  description: 'Tells the current weather in a city.',
  input: Type.Object({ city: Type.String({ minLength: 1 }) }),
  execute: ({ city }) => ({ city, sky: 'sunny', celsius: 21 }),
})

const { text } = await run({
  model: (await models())(),
  system: 'You answer in one sentence.',
  tools: [getWeather],
  messages: 'Do I need an umbrella in Lisbon?',
})
console.log(text)
