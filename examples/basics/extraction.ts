import { Type } from '@sinclair/typebox'
import { models, run } from 'dragoman'

const Invoice = Type.Object({
  number: Type.String(),
  due: Type.String({ format: 'date' }),
  items: Type.Array(Type.Object({ name: Type.String(), cents: Type.Integer({ minimum: 0 }) })),
})

const letter = `Dear customer, for your order of 2 October 2026 we charge 45.50 euros for one desk lamp and
4.50 euros for a bulb (invoice 2026-117). Please pay within thirty days.`

const result = await run({
  model: (await models())(),
  output: Invoice,
  messages: `Read the invoice in this letter:\n\n${letter}`,
})
if (result.end !== 'done') throw new Error(`The answer ended with "${result.end}".`)

// Parsed, checked against the schema, and typed by it.
const { number, due, items } = result.output
const cents = items.reduce((sum, item) => sum + item.cents, 0)
console.log(`Invoice ${number}: ${items.length} items, ${(cents / 100).toFixed(2)} euros, due on ${due}.`)
