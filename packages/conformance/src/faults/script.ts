import type { FunctionDefinition, JsonSchema } from '@dragoman/core'
import type { Answer } from '../speak/answer.ts'

/** Two steps of three parallel calls each, one step of one, and a last word. */
export const SCRIPT: readonly Answer[] = [
  {
    parts: [
      { type: 'text', text: 'I ask for three cities. 🌍' },
      { type: 'tool-call', id: 'call_1', name: 'weather', inputText: '{"city":"Lisbon"}' },
      { type: 'tool-call', id: 'call_2', name: 'weather', inputText: '{"city":"Zürich 🏔"}' },
      { type: 'tool-call', id: 'call_3', name: 'clock', inputText: '{"city":"Oslo","zone":"Europe/Oslo"}' },
    ],
  },
  {
    parts: [
      { type: 'reasoning', text: 'Three more are missing.' },
      { type: 'tool-call', id: 'call_4', name: 'weather', inputText: '{"city":"Tokyo 東京"}' },
      { type: 'tool-call', id: 'call_5', name: 'clock', inputText: '{"city":"Tokyo","zone":"Asia/Tokyo"}' },
      { type: 'tool-call', id: 'call_6', name: 'weather', inputText: '{"city":"Quito"}' },
    ],
  },
  {
    parts: [{ type: 'tool-call', id: 'call_7', name: 'clock', inputText: '{"city":"Quito"}' }],
  },
  { parts: [{ type: 'text', text: 'It is sunny everywhere, and late only in Tokyo. ☀️' }] },
]

const CITY: JsonSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }

/** The tools that the script calls. */
export const SCRIPT_TOOLS: readonly FunctionDefinition[] = [
  { type: 'function', name: 'weather', description: 'Tells the weather of a city.', input: CITY },
  { type: 'function', name: 'clock', description: 'Tells the time in a city.', input: CITY },
]
