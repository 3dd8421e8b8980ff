import { assistant, system, user } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

/** What is said, and in which role. */
export const TEXTS: readonly Phrase[] = [
  {
    name: 'A text',
    says: 'The least that a request can hold: one message of a user.',
    request: requestOf([user('Hello')]),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [{ role: 'user', content: 'Hello' }],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'A message of one text is a string.',
      'openai.responses':
        'Messages are items of `input`, and `store: false` keeps the conversation with the program alone.',
      'anthropic.messages':
        '`max_tokens` is required, so a request that sets no limit asks for the most that the model can say.',
    },
  },
  {
    name: 'Instructions',
    says: 'A system message before the conversation.',
    request: requestOf([system('Be brief.'), user('Hello')]),
    literal: {
      'openai.chat': {
        model: 'gpt-5.4',
        messages: [
          { role: 'developer', content: 'Be brief.' },
          { role: 'user', content: 'Hello' },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'Be brief.' }] },
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
        ],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        system: [{ type: 'text', text: 'Be brief.' }],
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
        stream: false,
      },
    },
    differs: {
      'openai.chat':
        'Models that reason call the role `developer`; the others, and compatible servers, `system`.',
      'openai.responses': 'Here too models that reason call the role `developer`; this one does not reason.',
      'anthropic.messages': 'Instructions stand beside the conversation, in `system`.',
    },
  },
  {
    name: 'A conversation',
    says: 'What was said before comes along with every request: no wire is asked to remember it.',
    request: requestOf([user('Hello'), assistant('Hello. What can I do?'), user('Sing.')]),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          { role: 'user', content: 'Hello' },
          { role: 'assistant', content: 'Hello. What can I do?' },
          { role: 'user', content: 'Sing.' },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
          { role: 'assistant', content: 'Hello. What can I do?' },
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Sing.' }] },
        ],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
          { role: 'assistant', content: [{ type: 'text', text: 'Hello. What can I do?' }] },
          { role: 'user', content: [{ type: 'text', text: 'Sing.' }] },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'Every message has a role and a content, whoever spoke.',
      'openai.responses':
        'An `output_text` needs the id of the item that it came in, so what a program or another model said is the short form of a message.',
      'anthropic.messages': 'What the model said are blocks, as what the user said.',
    },
  },
]
