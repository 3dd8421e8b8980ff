import { anthropic } from '@dragoman/anthropic'
import { registry, run, tool } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { z } from 'zod'

const models = registry({ openai, responses: openai.responses, anthropic })
const model = models(process.env['DRAGOMAN_MODEL'] ?? 'openai:gpt-5.4-mini')

const getForecast = tool({
  name: 'get_forecast',
  description: 'Tells the weather of the next days in a city.',
  input: z.object({
    city: z.string().min(1),
    days: z.int().min(1).max(7).default(3),
  }),
  execute: ({ city, days }) => `Sun in ${city} for ${days} days.`,
})

const messages = 'What will the weather be in Lisbon?'
const { text } = await run({ model, tools: [getForecast], messages })
console.log(text)
