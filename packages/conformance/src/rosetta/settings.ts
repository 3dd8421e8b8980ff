import { user } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

/** How to answer. */
export const SETTINGS: readonly Phrase[] = [
  {
    name: 'Settings',
    says: 'A limit, a temperature, a text that ends the answer, and a seed.',
    request: requestOf([user('Sing.')], {
      settings: { maxOutputTokens: 500, temperature: 0.5, stop: ['END'], seed: 7 },
    }),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [{ role: 'user', content: 'Sing.' }],
        max_completion_tokens: 500,
        temperature: 0.5,
        stop: ['END'],
        seed: 7,
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Sing.' }] }],
        store: false,
        max_output_tokens: 500,
        temperature: 0.5,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-sonnet-4-6',
        max_tokens: 500,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Sing.' }] }],
        stop_sequences: ['END'],
        temperature: 0.5,
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'All four have a field; on compatible servers the limit is `max_tokens`.',
      'openai.responses': 'The wire has no texts that end an answer, and no seed.',
      'anthropic.messages':
        'The wire has no seed, and later models than this one take no temperature either.',
    },
    notices: {
      'openai.responses': ['unsupported-setting', 'unsupported-setting'],
      'anthropic.messages': ['unsupported-setting'],
    },
  },
  {
    name: 'A cache point',
    says: 'The provider is asked to keep what stands up to here for long.',
    request: requestOf([
      { role: 'system', parts: [{ type: 'text', text: 'You know the whole menu.', cache: { ttl: 'long' } }] },
      user('What is for lunch?'),
    ]),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          { role: 'system', content: 'You know the whole menu.' },
          { role: 'user', content: 'What is for lunch?' },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          {
            type: 'message',
            role: 'system',
            content: [{ type: 'input_text', text: 'You know the whole menu.' }],
          },
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'What is for lunch?' }] },
        ],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        system: [
          {
            type: 'text',
            text: 'You know the whole menu.',
            cache_control: { type: 'ephemeral', ttl: '1h' },
          },
        ],
        messages: [{ role: 'user', content: [{ type: 'text', text: 'What is for lunch?' }] }],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The provider caches long beginnings by itself, so the point is left out.',
      'openai.responses': 'The provider caches long beginnings by itself, so the point is left out.',
      'anthropic.messages': 'The point is `cache_control` on the block, up to four times in a request.',
    },
    notices: { 'openai.chat': ['cache-point'], 'openai.responses': ['cache-point'] },
  },
]
