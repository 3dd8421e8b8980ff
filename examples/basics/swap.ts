import { Type } from '@sinclair/typebox'
import { models, run, tool } from 'dragoman'

// Which model it is stands in the environment, so that a swap is no change here:
//   DRAGOMAN_MODEL=openai:gpt-5.4-mini
//   DRAGOMAN_MODEL=anthropic:claude-haiku-5-5
const model = (await models())()

const getRate = tool({
  name: 'get_rate',
  description: 'Tells how much of one currency another one is worth.',
  input: Type.Object({
    from: Type.String({ pattern: '^[A-Z]{3}$' }),
    to: Type.String({ pattern: '^[A-Z]{3}$' }),
  }),
  execute: ({ from, to }) => `1 ${from} is 1.25 ${to}.`,
})

const { text, steps, usage } = await run({
  model,
  tools: [getRate],
  messages: 'How many dollars are 50 euros?',
})
console.log(`${model.id} on ${model.wire}: ${text}`)
console.log(`${steps} steps, ${usage.inputTokens} tokens in, ${usage.outputTokens} out`)
