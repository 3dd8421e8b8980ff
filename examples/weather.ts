import { streamRun, tool, type Model, type RunStream, type Tool } from '@dragoman/core'
import { Type } from '@sinclair/typebox'

export const QUESTION = 'What is the weather in Lisbon, and what time is it there?'

/** Asks one question that takes two tools. It is the same program on every model. */
export function weather(model: Model): RunStream {
  return streamRun({ model, tools: TOOLS, messages: QUESTION })
}

const Place = Type.Object({ city: Type.String({ description: 'The name of a city, such as "Tokyo".' }) })

const getWeather = tool({
  name: 'get_weather',
  description: 'Tells the current weather in a city.',
  input: Place,
  execute({ city }) {
    const { sky, celsius } = station(city)
    return { city, sky, celsius }
  },
})

const getLocalTime = tool({
  name: 'get_local_time',
  description: 'Tells the current local time in a city.',
  input: Place,
  execute({ city }) {
    const { time } = station(city)
    return { city, time }
  },
})

export const TOOLS: readonly Tool[] = [getWeather, getLocalTime]

interface Station {
  readonly sky: string
  readonly celsius: number
  readonly time: string
}

// Stands in for a real service, so that two runs can be compared.
const STATIONS: ReadonlyMap<string, Station> = new Map([
  ['Lisbon', { sky: 'sunny', celsius: 21, time: '14:05' }],
  ['Oslo', { sky: 'snowy', celsius: -3, time: '15:05' }],
  ['Tokyo', { sky: 'cloudy', celsius: 17, time: '23:05' }],
])

function station(city: string): Station {
  const found = STATIONS.get(city)
  if (!found) throw new Error(`There is no station in "${city}", only in ${[...STATIONS.keys()].join(', ')}.`)
  return found
}
