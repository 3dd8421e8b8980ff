import { user, type FunctionDefinition } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

const WEATHER: FunctionDefinition = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather in a city',
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

/** The functions that the model may call. */
export const TOOLS: readonly Phrase[] = [
  {
    name: 'A tool',
    says: 'A function that the model may call, with the JSON Schema of its arguments.',
    request: requestOf([user('How is the weather in Lisbon?')], { tools: [WEATHER] }),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [{ role: 'user', content: 'How is the weather in Lisbon?' }],
        tools: [
          {
            type: 'function',
            function: {
              name: 'get_weather',
              description: 'The weather in a city',
              parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
              strict: false,
            },
          },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: 'How is the weather in Lisbon?' }],
          },
        ],
        store: false,
        tools: [
          {
            type: 'function',
            name: 'get_weather',
            description: 'The weather in a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
            strict: false,
          },
        ],
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'How is the weather in Lisbon?' }] }],
        tools: [
          {
            name: 'get_weather',
            description: 'The weather in a city',
            input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
            strict: false,
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'A tool is wrapped in `function`.',
      'openai.responses':
        'A tool is flat, and `strict` must be said, because a function without it is strict here.',
      'anthropic.messages': 'A tool of the program has no `type`, and its schema is `input_schema`.',
    },
  },
]
