import { run, tool } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { Type } from '@sinclair/typebox'

const getWeather = tool({
  name: 'get_weather',
  description: 'Tells the current weather in a city.',
  input: Type.Object({ city: Type.String() }),
  execute: ({ city }) => ({ city, sky: 'sunny', celsius: 21 }),
})

for (const model of [openai('gpt-5.4-mini'), openai.responses('gpt-5.4-mini')]) {
  const { messages, notices } = await run({
    model,
    tools: [getWeather],
    messages: 'What is the weather in Lisbon?',
  })
  const parts = messages.flatMap((message) => (message.role === 'assistant' ? message.parts : []))
  const isKept = parts.some((part) => part.type === 'reasoning')
  const codes = new Set(notices.map(({ code }) => code))
  console.log(
    `${model.wire} ${isKept ? 'keeps' : 'loses'} the reasoning; notices: ${[...codes].join(', ') || 'none'}`,
  )
}
