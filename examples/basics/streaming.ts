import { Type } from '@sinclair/typebox'
import { models, streamRun, tool } from 'dragoman'

const findTrains = tool({
  name: 'find_trains',
  description: 'Lists the trains of today from one city to another.',
  input: Type.Object({ from: Type.String(), to: Type.String() }),
  execute: () => [{ leaves: '08:30', arrives: '11:25' }],
})

const stream = streamRun({
  model: (await models())(),
  tools: [findTrains],
  messages: 'When can I take a train from Lisbon to Porto?',
})
for await (const event of stream) {
  if (event.type === 'text-delta') process.stdout.write(event.text)
  if (event.type === 'tool-start') console.log(`\n> ${event.call.name} ${event.call.inputText}`)
}
const { end, steps, usage } = await stream.result
console.log(`\n(${end} after ${steps} steps, ${usage.outputTokens} tokens written)`)
