import { type } from 'arktype'
import { models, run, tool } from 'dragoman'

const getForecast = tool({
  name: 'get_forecast',
  description: 'Tells the weather of the next days in a city.',
  input: type({
    city: 'string > 0',
    days: '1 <= number.integer <= 7 = 3',
  }),
  execute: ({ city, days }) => `Sun in ${city} for ${days} days.`,
})

const model = (await models())()
const messages = 'What will the weather be in Lisbon?'
const { text } = await run({ model, tools: [getForecast], messages })
console.log(text)
