import { Type } from '@sinclair/typebox'
import { scripted, streamRun, tool } from '@dragoman/core'

const book = tool({
  name: 'book_table',
  description: 'Books a table at the restaurant.',
  input: Type.Object({ name: Type.String(), guests: Type.Integer(), wishes: Type.Array(Type.String()) }),
  execute: () => 'Booked.',
})

const pieces = ['{"name":"Ada', ' Lovelace","gue', 'sts":4,"wishes":["by the', ' window","no peanuts"]}']
const model = scripted([
  [
    { type: 'message-start' },
    { type: 'part-start', index: 0, part: { type: 'tool-call', id: '1', name: book.name, inputText: '' } },
    ...pieces.map((text) => ({ type: 'input-delta', index: 0, text }) as const),
    { type: 'part-end', index: 0 },
    { type: 'message-end', stop: { reason: 'tool-calls', raw: null }, usage: {} },
  ],
  'Your table is booked.',
])

for await (const event of streamRun({ model, tools: [book], messages: 'A table for four, please.' })) {
  if (event.type !== 'input-delta') continue
  const fields = Object.entries(event.partial ?? {}).map(([name, value]) => `${name}: ${String(value)}`)
  console.log(fields.join(' | '))
}
