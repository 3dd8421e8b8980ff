import { user, type FunctionDefinition } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

const BOOK: FunctionDefinition = {
  type: 'function',
  name: 'book_table',
  description: 'Books a table',
  input: {
    type: 'object',
    properties: { guests: { type: 'integer' }, wish: { type: 'string' } },
    required: ['guests'],
    additionalProperties: false,
  },
  strict: true,
}

/** Arguments and answers that the provider holds to a schema. */
export const SCHEMAS: readonly Phrase[] = [
  {
    name: 'A strict tool with an optional property',
    says: 'The provider makes sure that the arguments fit the schema; `wish` may be left out.',
    request: requestOf([user('A table for four.')], { tools: [BOOK] }),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [{ role: 'user', content: 'A table for four.' }],
        tools: [
          {
            type: 'function',
            function: {
              name: 'book_table',
              description: 'Books a table',
              parameters: {
                type: 'object',
                properties: { guests: { type: 'integer' }, wish: { type: ['string', 'null'] } },
                required: ['guests', 'wish'],
                additionalProperties: false,
              },
              strict: true,
            },
          },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'A table for four.' }] },
        ],
        store: false,
        tools: [
          {
            type: 'function',
            name: 'book_table',
            description: 'Books a table',
            parameters: {
              type: 'object',
              properties: { guests: { type: 'integer' }, wish: { type: ['string', 'null'] } },
              required: ['guests', 'wish'],
              additionalProperties: false,
            },
            strict: true,
          },
        ],
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'A table for four.' }] }],
        tools: [
          {
            name: 'book_table',
            description: 'Books a table',
            input_schema: {
              type: 'object',
              properties: { guests: { type: 'integer' }, wish: { type: 'string' } },
              required: ['guests'],
              additionalProperties: false,
            },
            strict: true,
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat':
        'Strict mode wants every property, so an optional one may be null; a null that comes back is taken out again.',
      'openai.responses': 'The same schema as on Chat Completions.',
      'anthropic.messages': 'Strict mode knows optional properties, so the schema is sent as it is.',
    },
  },
  {
    name: 'An answer that fits a schema',
    says: 'Structured output: the answer is JSON, and `wish` may be left out of it.',
    request: requestOf([user('A table for four, please.')], {
      output: {
        name: 'booking',
        schema: {
          type: 'object',
          properties: { guests: { type: 'integer' }, wish: { type: 'string' } },
          required: ['guests'],
          additionalProperties: false,
        },
      },
    }),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [{ role: 'user', content: 'A table for four, please.' }],
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'booking',
            schema: {
              type: 'object',
              properties: { guests: { type: 'integer' }, wish: { type: ['string', 'null'] } },
              required: ['guests', 'wish'],
              additionalProperties: false,
            },
            strict: true,
          },
        },
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: 'A table for four, please.' }],
          },
        ],
        store: false,
        text: {
          format: {
            type: 'json_schema',
            name: 'booking',
            schema: {
              type: 'object',
              properties: { guests: { type: 'integer' }, wish: { type: ['string', 'null'] } },
              required: ['guests', 'wish'],
              additionalProperties: false,
            },
            strict: true,
          },
        },
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'A table for four, please.' }] }],
        output_config: {
          format: {
            type: 'json_schema',
            schema: {
              type: 'object',
              properties: { guests: { type: 'integer' }, wish: { type: 'string' } },
              required: ['guests'],
              additionalProperties: false,
            },
          },
        },
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The schema lies in `response_format`, with a name.',
      'openai.responses': 'The schema lies in `text.format`, with a name beside it.',
      'anthropic.messages':
        'The schema lies in `output_config.format`, which has no name and is always strict.',
    },
  },
]
