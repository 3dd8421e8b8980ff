import { Type } from '@sinclair/typebox'
import { models, run } from 'dragoman'

// Structured output: the model only reads. You get an object, and your program decides what to do.
const Booking = Type.Object({
  guests: Type.Integer({ minimum: 1 }),
  time: Type.String({ pattern: '^\\d\\d:\\d\\d$', description: 'In 24 hours, such as 19:30.' }),
  wishes: Type.Array(Type.String()),
})

const result = await run({
  model: (await models())(),
  output: Booking,
  messages: 'A table for four tonight please, as near to 8 as you can. We have a stroller.',
})
if (result.end === 'done') {
  const { guests, time, wishes } = result.output
  console.log(`${guests} guests at ${time}. Wishes: ${wishes.join(', ')}.`)
} else {
  console.log(`There is no booking: the answer ended with "${result.end}".`)
}
