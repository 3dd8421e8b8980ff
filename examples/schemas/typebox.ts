import { anthropic } from '@dragoman/anthropic'
import { registry, run, tool } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { Type } from 'typebox'

const models = registry({ openai, responses: openai.responses, anthropic })
const model = models(process.env['DRAGOMAN_MODEL'] ?? 'openai:gpt-5.4-mini')

const getForecast = tool({
  name: 'get_forecast',
  description: 'Tells the weather of the next days in a city.',
  input: Type.Object({
    city: Type.String({ minLength: 1 }),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
  }),
  execute: ({ city, days = 3 }) => `Sun in ${city} for ${days} days.`,
})

const messages = 'What will the weather be in Lisbon?'
const { text } = await run({ model, tools: [getForecast], messages })
console.log(text)
