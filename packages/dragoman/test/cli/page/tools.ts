import { tool } from 'dragoman'

const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }

export const weather = tool({
  name: 'get_weather',
  description: 'Tells the weather in a city.',
  input: city,
  execute: () => ({ sky: 'sunny', celsius: 21 }),
})

export const booking = tool({
  name: 'book_hotel',
  description: 'Books a room in a city.',
  input: city,
  needsApproval: true,
  execute: () => 'booked: room 12',
})
