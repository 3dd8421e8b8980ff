import { setTimeout } from 'node:timers/promises'
import { Type } from '@sinclair/typebox'
import { models, run, tool } from 'dragoman'

const CELSIUS: Readonly<Record<string, number>> = { Lisbon: 21, Tokyo: 17, Bern: 9 }

const getTemperature = tool({
  name: 'get_temperature',
  description: 'Measures the temperature in a city.',
  input: Type.Object({ city: Type.String() }),
  // The calls of one answer run at the same time; the model gets their results in the order of its calls.
  async execute({ city }, { signal }) {
    console.log(`${city}: measuring`)
    await setTimeout(100, undefined, { signal })
    console.log(`${city}: measured`)
    return { city, celsius: CELSIUS[city] ?? null }
  },
})

const { text } = await run({
  model: (await models())(),
  tools: [getTemperature],
  concurrency: 4,
  messages: 'Where is it warmer: in Lisbon, in Tokyo or in Bern?',
})
console.log(text)
