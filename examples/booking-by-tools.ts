import { Type } from '@sinclair/typebox'
import { models, run, tool } from 'dragoman'

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
  model: (await models())(),
  tools: [freeTables, bookTable],
  messages: 'A table for four tonight please, as near to 8 as you can. We have a stroller.',
})
console.log(text)
