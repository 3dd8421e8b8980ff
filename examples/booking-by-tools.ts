import { anthropic } from '@dragoman/anthropic'
import { registry, run, tool } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { Type } from '@sinclair/typebox'

const models = registry({ openai, responses: openai.responses, anthropic })
const model = models(process.env['DRAGOMAN_MODEL'] ?? 'openai:gpt-5.4-mini')

// Tools: the model acts. It looks, decides and books, as often as it needs to.
const freeTables = tool({
  name: 'free_tables',
  description: 'Lists the times at which a table is free tonight.',
  input: Type.Object({ guests: Type.Integer({ minimum: 1 }) }),
  execute: ({ guests }) => (guests > 6 ? [] : ['18:30', '20:15']),
})
const bookTable = tool({
  name: 'book_table',
  description: 'Books a table tonight, bindingly.',
  input: Type.Object({ guests: Type.Integer({ minimum: 1 }), time: Type.String() }),
  execute: ({ guests, time }) => `Booked: ${guests} guests at ${time}.`,
})

const { text } = await run({
  model,
  tools: [freeTables, bookTable],
  messages: 'A table for four tonight please, as near to 8 as you can. We have a stroller.',
})
console.log(text)
