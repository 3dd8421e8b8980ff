import { assistant, user, type FunctionDefinition, type Message } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

const WEATHER: FunctionDefinition = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather in a city',
  input: { type: 'object', properties: { city: { type: 'string' } } },
}

const QUESTION = user('How is the weather in Lisbon and in Porto?')

/** What the tools gave back. */
export const RESULTS: readonly Phrase[] = [
  {
    name: 'Parallel results',
    says: 'Two calls of one answer and their results, in the order of the calls, in one message.',
    request: requestOf(
      [
        QUESTION,
        assistant([
          { type: 'tool-call', id: 'call_1', name: 'get_weather', inputText: '{"city":"Lisbon"}' },
          { type: 'tool-call', id: 'call_2', name: 'get_weather', inputText: '{"city":"Porto"}' },
        ]),
        {
          role: 'tool',
          parts: [
            {
              type: 'tool-result',
              callId: 'call_1',
              name: 'get_weather',
              parts: [{ type: 'text', text: 'Sunny.' }],
              isError: false,
            },
            {
              type: 'tool-result',
              callId: 'call_2',
              name: 'get_weather',
              parts: [{ type: 'text', text: 'Rain.' }],
              isError: false,
            },
          ],
        },
      ],
      { tools: [WEATHER] },
    ),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          { role: 'user', content: 'How is the weather in Lisbon and in Porto?' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              {
                id: 'call_1',
                type: 'function',
                function: { name: 'get_weather', arguments: '{"city":"Lisbon"}' },
              },
              {
                id: 'call_2',
                type: 'function',
                function: { name: 'get_weather', arguments: '{"city":"Porto"}' },
              },
            ],
          },
          { role: 'tool', tool_call_id: 'call_1', content: 'Sunny.' },
          { role: 'tool', tool_call_id: 'call_2', content: 'Rain.' },
        ],
        tools: [
          {
            type: 'function',
            function: {
              name: 'get_weather',
              description: 'The weather in a city',
              parameters: { type: 'object', properties: { city: { type: 'string' } } },
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
            content: [{ type: 'input_text', text: 'How is the weather in Lisbon and in Porto?' }],
          },
          { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{"city":"Lisbon"}' },
          { type: 'function_call', call_id: 'call_2', name: 'get_weather', arguments: '{"city":"Porto"}' },
          { type: 'function_call_output', call_id: 'call_1', output: 'Sunny.' },
          { type: 'function_call_output', call_id: 'call_2', output: 'Rain.' },
        ],
        store: false,
        tools: [
          {
            type: 'function',
            name: 'get_weather',
            description: 'The weather in a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            strict: false,
          },
        ],
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'How is the weather in Lisbon and in Porto?' }] },
          {
            role: 'assistant',
            content: [
              { type: 'tool_use', id: 'call_1', name: 'get_weather', input: { city: 'Lisbon' } },
              { type: 'tool_use', id: 'call_2', name: 'get_weather', input: { city: 'Porto' } },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'Sunny.' }] },
              { type: 'tool_result', tool_use_id: 'call_2', content: [{ type: 'text', text: 'Rain.' }] },
            ],
          },
        ],
        tools: [
          {
            name: 'get_weather',
            description: 'The weather in a city',
            input_schema: { type: 'object', properties: { city: { type: 'string' } } },
            strict: false,
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'Each result is a message of its own, and the arguments are a text.',
      'openai.responses': 'Each call and each result is an item of its own, and the arguments are a text.',
      'anthropic.messages':
        'All results stand in one message of the user, and the arguments are the object itself.',
    },
  },
  {
    name: 'A result that is an error',
    says: 'A tool that failed tells the model why, so that it can do better.',
    request: requestOf([user('How is the weather in Lisbno?'), call('Lisbno'), failure()], {
      tools: [WEATHER],
    }),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          { role: 'user', content: 'How is the weather in Lisbno?' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              {
                id: 'call_1',
                type: 'function',
                function: { name: 'get_weather', arguments: '{"city":"Lisbno"}' },
              },
            ],
          },
          { role: 'tool', tool_call_id: 'call_1', content: 'Error: There is no such city.' },
        ],
        tools: [
          {
            type: 'function',
            function: {
              name: 'get_weather',
              description: 'The weather in a city',
              parameters: { type: 'object', properties: { city: { type: 'string' } } },
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
            content: [{ type: 'input_text', text: 'How is the weather in Lisbno?' }],
          },
          { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{"city":"Lisbno"}' },
          { type: 'function_call_output', call_id: 'call_1', output: 'Error: There is no such city.' },
        ],
        store: false,
        tools: [
          {
            type: 'function',
            name: 'get_weather',
            description: 'The weather in a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            strict: false,
          },
        ],
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'How is the weather in Lisbno?' }] },
          {
            role: 'assistant',
            content: [{ type: 'tool_use', id: 'call_1', name: 'get_weather', input: { city: 'Lisbno' } }],
          },
          {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: 'call_1',
                content: [{ type: 'text', text: 'There is no such city.' }],
                is_error: true,
              },
            ],
          },
        ],
        tools: [
          {
            name: 'get_weather',
            description: 'The weather in a city',
            input_schema: { type: 'object', properties: { city: { type: 'string' } } },
            strict: false,
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The wire has no mark for an error, so the text says it.',
      'openai.responses': 'The wire has no mark for an error, so the text says it.',
      'anthropic.messages': 'The mark is `is_error`.',
    },
  },
]

function call(city: string): Message {
  return assistant([
    { type: 'tool-call', id: 'call_1', name: 'get_weather', inputText: JSON.stringify({ city }) },
  ])
}

function failure(): Message {
  return {
    role: 'tool',
    parts: [
      {
        type: 'tool-result',
        callId: 'call_1',
        name: 'get_weather',
        parts: [{ type: 'text', text: 'There is no such city.' }],
        isError: true,
        reason: 'threw',
      },
    ],
  }
}
