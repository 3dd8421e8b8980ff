import { run, scripted } from 'dragoman'
import { TOOLS } from './weather.ts'

const model = scripted([
  [{ type: 'tool-call', id: '1', name: 'get_weather', inputText: '{"city":"Lisbon"}' }],
  (request) => `I was told: ${JSON.stringify(request.messages.at(-1)?.parts[0])}`,
])
const { text } = await run({ model, tools: TOOLS, messages: 'What is the weather in Lisbon?' })
console.log(text)
