import { Type } from '@sinclair/typebox'
import { run, scripted, tool } from '@dragoman/core'

const weather = tool({
  name: 'get_weather',
  description: 'Tells the weather of a city.',
  input: Type.Object({ city: Type.String({ minLength: 1 }), days: Type.Optional(Type.Integer()) }),
  strict: true,
  execute: ({ city, days = 1 }) => `Sun in ${city}, for ${days} days.`,
})

const model = scripted([
  [{ type: 'tool-call', id: '1', name: 'get_weather', inputText: '{"city":"","days":3}' }],
  [{ type: 'tool-call', id: '2', name: 'get_weather', inputText: '{"city":"Lisbon","days":3}' }],
  'Sun.',
])
const { messages } = await run({ model, tools: [weather], messages: 'What is the weather in Lisbon?' })
for (const { role, parts } of messages) if (role === 'tool') console.log(JSON.stringify(parts[0]?.parts))
