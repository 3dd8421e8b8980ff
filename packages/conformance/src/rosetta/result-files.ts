import { assistant, user } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

/** What a tool gives back that is no text. */
export const RESULT_FILES: readonly Phrase[] = [
  {
    name: 'An image in a result',
    says: 'A tool that took a picture gives it back beside a text.',
    request: requestOf(
      [
        user('What does the camera see?'),
        assistant([{ type: 'tool-call', id: 'call_1', name: 'take_picture', inputText: '{}' }]),
        {
          role: 'tool',
          parts: [
            {
              type: 'tool-result',
              callId: 'call_1',
              name: 'take_picture',
              parts: [
                { type: 'text', text: 'The yard.' },
                { type: 'file', mediaType: 'image/png', source: { type: 'base64', base64: 'iVBORw0KGgo=' } },
              ],
              isError: false,
            },
          ],
        },
      ],
      {
        tools: [
          {
            type: 'function',
            name: 'take_picture',
            description: 'Takes a picture',
            input: { type: 'object', properties: {} },
          },
        ],
      },
    ),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          { role: 'user', content: 'What does the camera see?' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'call_1', type: 'function', function: { name: 'take_picture', arguments: '{}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'call_1', content: 'The yard.' },
          {
            role: 'user',
            content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }],
          },
        ],
        tools: [
          {
            type: 'function',
            function: {
              name: 'take_picture',
              description: 'Takes a picture',
              parameters: { type: 'object', properties: {} },
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
            content: [{ type: 'input_text', text: 'What does the camera see?' }],
          },
          { type: 'function_call', call_id: 'call_1', name: 'take_picture', arguments: '{}' },
          {
            type: 'function_call_output',
            call_id: 'call_1',
            output: [
              { type: 'input_text', text: 'The yard.' },
              { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,iVBORw0KGgo=' },
            ],
          },
        ],
        store: false,
        tools: [
          {
            type: 'function',
            name: 'take_picture',
            description: 'Takes a picture',
            parameters: { type: 'object', properties: {} },
            strict: false,
          },
        ],
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'What does the camera see?' }] },
          {
            role: 'assistant',
            content: [{ type: 'tool_use', id: 'call_1', name: 'take_picture', input: {} }],
          },
          {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: 'call_1',
                content: [
                  { type: 'text', text: 'The yard.' },
                  {
                    type: 'image',
                    source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
                  },
                ],
              },
            ],
          },
        ],
        tools: [
          {
            name: 'take_picture',
            description: 'Takes a picture',
            input_schema: { type: 'object', properties: {} },
            strict: false,
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat':
        'A result holds text only, so the image follows in a message of the user, behind the last result.',
      'openai.responses': 'The output is a list of parts, where it is not a text alone.',
      'anthropic.messages': 'The content of a result is a list of blocks, as everywhere.',
    },
    notices: { 'openai.chat': ['result-file-moved'] },
  },
]
