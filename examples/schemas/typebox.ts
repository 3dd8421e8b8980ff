import { models, run, tool } from 'dragoman'
import { Type } from 'typebox'

const getForecast = tool({
  name: 'get_forecast',
  description: 'Tells the weather of the next days in a city.',
  input: Type.Object({
    city: Type.String({ minLength: 1 }),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
  }),
  execute: ({ city, days = 3 }) => `Sun in ${city} for ${days} days.`,
})

const model = (await models())()
const messages = 'What will the weather be in Lisbon?'
const { text } = await run({ model, tools: [getForecast], messages })
console.log(text)
