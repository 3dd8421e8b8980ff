import { user } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

const QUESTION = user('Which prime follows 89?')

/** How hard to think, and whether to show it. */
export const REASONING: readonly Phrase[] = [
  {
    name: 'An effort and a summary',
    says: 'The model is to think a little, and to show what it thought.',
    request: requestOf([QUESTION], { settings: { effort: 'low', reasoning: 'summary' } }),
    literal: {
      'openai.chat': {
        model: 'gpt-5.4',
        messages: [{ role: 'user', content: 'Which prime follows 89?' }],
        reasoning_effort: 'low',
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-5.4',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: 'Which prime follows 89?' }],
          },
        ],
        store: false,
        include: ['reasoning.encrypted_content'],
        reasoning: { effort: 'low', summary: 'auto' },
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Which prime follows 89?' }] }],
        thinking: { type: 'adaptive', display: 'summarized' },
        output_config: { effort: 'low' },
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The wire has an effort, and never shows what was thought.',
      'openai.responses':
        'Both stand in `reasoning`, and the program gets the reasoning encrypted, because nothing is stored.',
      'anthropic.messages': 'Thinking and its display are one field, the effort is another.',
    },
    notices: { 'openai.chat': ['unsupported-setting'] },
  },
  {
    name: 'No reasoning',
    says: 'The model is to answer at once.',
    request: requestOf([QUESTION], { settings: { effort: 'none' } }),
    literal: {
      'openai.chat': {
        model: 'gpt-5.4',
        messages: [{ role: 'user', content: 'Which prime follows 89?' }],
        reasoning_effort: 'none',
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-5.4',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: 'Which prime follows 89?' }],
          },
        ],
        store: false,
        include: ['reasoning.encrypted_content'],
        reasoning: { effort: 'none' },
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Which prime follows 89?' }] }],
        thinking: { type: 'disabled' },
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'It is a level of effort, which earlier models do not have.',
      'openai.responses': 'It is a level of effort, which earlier models do not have.',
      'anthropic.messages':
        'Thinking is switched off, because some models think where nothing is said of it.',
    },
  },
  {
    name: 'A budget for thinking',
    says: 'The same effort on models from before there were levels of it.',
    request: requestOf([QUESTION], { settings: { effort: 'low', maxOutputTokens: 8_000 } }),
    literal: {
      'openai.chat': {
        model: 'o3',
        messages: [{ role: 'user', content: 'Which prime follows 89?' }],
        max_completion_tokens: 8_000,
        reasoning_effort: 'low',
        stream: false,
      },
      'openai.responses': {
        model: 'o3',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: 'Which prime follows 89?' }],
          },
        ],
        store: false,
        include: ['reasoning.encrypted_content'],
        max_output_tokens: 8_000,
        reasoning: { effort: 'low' },
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-haiku-4-5',
        max_tokens: 8_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Which prime follows 89?' }] }],
        thinking: { type: 'enabled', budget_tokens: 2_048 },
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The levels are as old as the models that reason.',
      'openai.responses': 'The levels are as old as the models that reason.',
      'anthropic.messages': 'The level becomes a number of tokens, which must be less than the limit.',
    },
  },
]
