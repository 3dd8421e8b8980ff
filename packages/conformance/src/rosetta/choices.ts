import { user, type FunctionDefinition } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

const WEATHER: FunctionDefinition = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather in a city',
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

const CLOCK: FunctionDefinition = {
  type: 'function',
  name: 'get_time',
  description: 'The time in a city',
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

const QUESTION = user('How is the weather in Lisbon?')

/** Which of the tools the model may call, and how many at once. */
export const CHOICES: readonly Phrase[] = [
  {
    name: 'A tool that must be called',
    says: 'The choice is one tool among several.',
    request: requestOf([QUESTION], { tools: [WEATHER, CLOCK], toolChoice: { tool: 'get_weather' } }),
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
          {
            type: 'function',
            function: {
              name: 'get_time',
              description: 'The time in a city',
              parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
              strict: false,
            },
          },
        ],
        tool_choice: { type: 'function', function: { name: 'get_weather' } },
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
          {
            type: 'function',
            name: 'get_time',
            description: 'The time in a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
            strict: false,
          },
        ],
        tool_choice: { type: 'function', name: 'get_weather' },
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-sonnet-4-6',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'How is the weather in Lisbon?' }] }],
        tools: [
          {
            name: 'get_weather',
            description: 'The weather in a city',
            input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
            strict: false,
          },
          {
            name: 'get_time',
            description: 'The time in a city',
            input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
            strict: false,
          },
        ],
        tool_choice: { type: 'tool', name: 'get_weather' },
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The choice is wrapped as the tool is.',
      'openai.responses': 'The choice is flat, as the tool is.',
      'anthropic.messages': 'The choice is `{ type: tool }`; some models refuse to be forced, with a notice.',
    },
  },
  {
    name: 'Some tool, one at a time',
    says: 'The model must call, whichever tool it likes, and only one in an answer.',
    request: requestOf([QUESTION], { tools: [WEATHER], toolChoice: 'required', parallelToolCalls: false }),
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
        tool_choice: 'required',
        parallel_tool_calls: false,
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
        tool_choice: 'required',
        parallel_tool_calls: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-sonnet-4-6',
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
        tool_choice: { type: 'any', disable_parallel_tool_use: true },
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The choice and the number are two fields.',
      'openai.responses': 'The choice and the number are two fields.',
      'anthropic.messages':
        '`required` is `any`, and one at a time is a property of the choice, said as what is off.',
    },
  },
  {
    name: 'No tool',
    says: 'The tools stay in the request, and none of them may be called.',
    request: requestOf([QUESTION], { tools: [WEATHER], toolChoice: 'none' }),
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
        tool_choice: 'none',
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
        tool_choice: 'none',
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
        tool_choice: { type: 'none' },
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The choice is a word.',
      'openai.responses': 'The choice is a word.',
      'anthropic.messages': 'The choice is an object, also where it is none.',
    },
  },
]
