import { content, tool } from '@dragoman/core'

const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } as const

export const weather = tool({
  name: 'get_weather',
  description: 'The weather in a city.',
  input: city,
  execute: () => ({ sky: 'sunny', celsius: 21 }),
})

export const others = [
  tool({
    name: 'book_hotel',
    description: 'Books a room.',
    input: city,
    needsApproval: true,
    execute: () => 'booked',
  }),
  tool({
    name: 'get_time',
    description: 'The time in a city.',
    input: city,
    execute: () => content('no clock', { isError: true }),
  }),
  tool({ name: 'ask_user', description: 'Asks the user.', input: city }),
]

console.log('the tools are loaded')
