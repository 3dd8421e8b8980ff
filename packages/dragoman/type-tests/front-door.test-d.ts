// Compiled, never run: what an application sees of the types.
import { Type } from '@sinclair/typebox'
import { models, run, streamRun, tool, type Config, type Cost, type Model, type Provider } from 'dragoman'

const pick = await models({ config: { models: { fast: 'openai:gpt-5.4-mini' }, limits: { steps: 3 } } })
const model: Model = pick('fast')
const provider: Provider = pick

const result = await run({ model, output: Type.Object({ city: Type.String() }), messages: 'Where?' })
const cost: Cost | undefined = result.cost
if (result.end === 'done') {
  const city: string = result.output.city
  console.log(city, cost?.usd)
}

for await (const event of streamRun({ model: provider('openai:gpt-5.4-mini'), messages: 'Where?' })) {
  if (event.type === 'run-end') console.log(event.result.cost?.inputUsd)
}

tool({
  name: 'get_weather',
  description: 'Tells the weather.',
  input: Type.Object({ city: Type.String() }),
  execute: ({ city }) => city.toUpperCase(),
})

// @ts-expect-error A misspelled key is found where the configuration is written in code.
const misspelled: Config = { provider: {} }

// @ts-expect-error A model is no string: the configuration gives one.
await run({ model: 'openai:gpt-5.4-mini', messages: 'Where?' })

console.log(misspelled)
