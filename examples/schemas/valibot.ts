import { toStandardJsonSchema } from '@valibot/to-json-schema'
import { models, run, tool } from 'dragoman'
import * as v from 'valibot'

const Forecast = v.object({
  city: v.pipe(v.string(), v.minLength(1)),
  days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7)), 3),
})

const getForecast = tool({
  name: 'get_forecast',
  description: 'Tells the weather of the next days in a city.',
  // valibot says its schemas as JSON Schema by a package of its own.
  input: toStandardJsonSchema(Forecast),
  execute: ({ city, days }) => `Sun in ${city} for ${days} days.`,
})

const model = (await models())()
const messages = 'What will the weather be in Lisbon?'
const { text } = await run({ model, tools: [getForecast], messages })
console.log(text)
