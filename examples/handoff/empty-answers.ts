import { user } from '@dragoman/core'
import { say } from './answers.ts'
import { SAME, type Case } from './case.ts'

/** Answers that say nothing. */
export const EMPTY_ANSWERS: readonly Case[] = [
  {
    title: 'An answer whose text is empty',
    why: 'Claude refuses empty text, also where it said it itself, and servers of Chat Completions refuse a message of nothing.',
    from: ['responses', 'messages'],
    asked: ['empty assistant text → Anthropic'],
    answers: say({ text: '' }),
    after: [user('Hello?')],
    onto: {
      chat: {
        happens: 'The message is dropped.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "user", "content": "Hello?"}`,
        notices: ['silent-turn'],
      },
      responses: {
        happens: SAME,
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"role": "assistant", "content": ""}
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello?"}]}`,
        notices: [],
      },
      messages: {
        happens: 'The text is dropped, and the message with it. What the user says stands in one turn.',
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "text", "text": "Hello?"}]}`,
        notices: ['blank-text'],
      },
    },
  },
  {
    title: 'An answer without any text',
    why: 'Chat Completions has no empty text: such an answer is a message without parts, which no wire has a form for.',
    from: ['chat'],
    answers: say({ text: '' }),
    after: [user('Hello?')],
    onto: {
      chat: {
        happens: 'The message is dropped.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "user", "content": "Hello?"}`,
        notices: ['silent-turn'],
      },
      responses: {
        happens: 'The message is dropped.',
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello?"}]}`,
        notices: ['silent-turn'],
      },
      messages: {
        happens: 'The message is dropped. What the user says stands in one turn.',
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}, {"type": "text", "text": "Hello?"}]}`,
        notices: ['silent-turn'],
      },
    },
  },
]
