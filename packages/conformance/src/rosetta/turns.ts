import { user, type AssistantMessage, type Message } from '@dragoman/core'
import { requestOf, type Phrase } from './phrase.ts'

/** A turn with its reasoning, which goes back to the model that thought it, and to no other. */
export const TURNS: readonly Phrase[] = [
  {
    name: 'Reasoning of Claude, sent back',
    says: 'Claude thought and called a tool. With the result it gets its thoughts back, signed; other models get the rest.',
    request: thinking({
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'I look it up.', replay: { signature: 'EqQBCgIYAhIM' } },
        { type: 'tool-call', id: 'toolu_1', name: 'search', inputText: '{"for":"primes"}' },
      ],
      stop: { reason: 'tool-calls', raw: 'tool_use' },
      origin: { provider: 'anthropic', wire: 'anthropic.messages', model: 'claude-opus-5-5' },
    }),
    literal: {
      'openai.chat': {
        model: 'gpt-4.1',
        messages: [
          { role: 'user', content: 'Which prime follows 89?' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              {
                id: 'toolu_1',
                type: 'function',
                function: { name: 'search', arguments: '{"for":"primes"}' },
              },
            ],
          },
          { role: 'tool', tool_call_id: 'toolu_1', content: '83, 89, 97' },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: 'Which prime follows 89?' }],
          },
          { type: 'function_call', call_id: 'toolu_1', name: 'search', arguments: '{"for":"primes"}' },
          { type: 'function_call_output', call_id: 'toolu_1', output: '83, 89, 97' },
        ],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Which prime follows 89?' }] },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'I look it up.', signature: 'EqQBCgIYAhIM' },
              { type: 'tool_use', id: 'toolu_1', name: 'search', input: { for: 'primes' } },
            ],
          },
          {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: 'toolu_1',
                content: [{ type: 'text', text: '83, 89, 97' }],
              },
            ],
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': "Another provider's reasoning is never sent, and never said again as text.",
      'openai.responses': "Another provider's reasoning is never sent, and never said again as text.",
      'anthropic.messages': 'The block stands first in the turn, with its signature, as it came.',
    },
    notices: { 'openai.chat': ['foreign-reasoning'], 'openai.responses': ['foreign-reasoning'] },
  },
  {
    name: 'Reasoning of OpenAI, sent back',
    says: 'The same on Responses: the reasoning is encrypted, and the call belongs to it by the id of its item.',
    request: thinking({
      role: 'assistant',
      parts: [
        {
          type: 'reasoning',
          text: 'I look it up.',
          replay: {
            id: 'rs_1',
            summary: [{ type: 'summary_text', text: 'I look it up.' }],
            encrypted_content: 'gAAAAABo',
          },
        },
        {
          type: 'tool-call',
          id: 'call_1',
          name: 'search',
          inputText: '{"for":"primes"}',
          replay: { id: 'fc_1' },
        },
      ],
      stop: { reason: 'tool-calls', raw: 'completed' },
      origin: { provider: 'openai', wire: 'openai.responses', model: 'gpt-5.4' },
    }),
    literal: {
      'openai.chat': {
        model: 'gpt-5.4',
        messages: [
          { role: 'user', content: 'Which prime follows 89?' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              {
                id: 'call_1',
                type: 'function',
                function: { name: 'search', arguments: '{"for":"primes"}' },
              },
            ],
          },
          { role: 'tool', tool_call_id: 'call_1', content: '83, 89, 97' },
        ],
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
          {
            type: 'reasoning',
            id: 'rs_1',
            summary: [{ type: 'summary_text', text: 'I look it up.' }],
            encrypted_content: 'gAAAAABo',
          },
          {
            type: 'function_call',
            id: 'fc_1',
            call_id: 'call_1',
            name: 'search',
            arguments: '{"for":"primes"}',
          },
          { type: 'function_call_output', call_id: 'call_1', output: '83, 89, 97' },
        ],
        store: false,
        include: ['reasoning.encrypted_content'],
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Which prime follows 89?' }] },
          {
            role: 'assistant',
            content: [{ type: 'tool_use', id: 'call_1', name: 'search', input: { for: 'primes' } }],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: '83, 89, 97' }] },
            ],
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'Even to the same model the reasoning cannot go back on this wire.',
      'openai.responses': 'The item stands before the call that it led to, and the call keeps its own id.',
      'anthropic.messages': "Another provider's reasoning is never sent, nor are the ids of its items.",
    },
    notices: {
      'openai.chat': ['foreign-reasoning', 'foreign-replay'],
      'anthropic.messages': ['foreign-reasoning', 'foreign-replay'],
    },
  },
  {
    name: 'Reasoning of an open model, sent back',
    says: 'Servers of open models speak Chat Completions with a field of their own for what was thought.',
    request: thinking({
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'I look it up.', replay: { field: 'reasoning_content' } },
        { type: 'tool-call', id: 'call_1', name: 'search', inputText: '{"for":"primes"}' },
      ],
      stop: { reason: 'tool-calls', raw: 'tool_calls' },
      origin: { provider: 'openai', wire: 'openai.chat', model: 'kimi-k2-thinking' },
    }),
    literal: {
      'openai.chat': {
        model: 'kimi-k2-thinking',
        messages: [
          { role: 'user', content: 'Which prime follows 89?' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              {
                id: 'call_1',
                type: 'function',
                function: { name: 'search', arguments: '{"for":"primes"}' },
              },
            ],
            reasoning_content: 'I look it up.',
          },
          { role: 'tool', tool_call_id: 'call_1', content: '83, 89, 97' },
        ],
        stream: false,
      },
      'openai.responses': {
        model: 'gpt-4.1',
        input: [
          {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: 'Which prime follows 89?' }],
          },
          { type: 'function_call', call_id: 'call_1', name: 'search', arguments: '{"for":"primes"}' },
          { type: 'function_call_output', call_id: 'call_1', output: '83, 89, 97' },
        ],
        store: false,
        stream: false,
      },
      'anthropic.messages': {
        model: 'claude-opus-5-5',
        max_tokens: 64_000,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Which prime follows 89?' }] },
          {
            role: 'assistant',
            content: [{ type: 'tool_use', id: 'call_1', name: 'search', input: { for: 'primes' } }],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: '83, 89, 97' }] },
            ],
          },
        ],
        stream: false,
      },
    },
    differs: {
      'openai.chat': 'The thoughts go back in the field in which they came; OpenAI itself has no such field.',
      'openai.responses': "Another server's reasoning is never sent.",
      'anthropic.messages': "Another server's reasoning is never sent.",
    },
    notices: { 'openai.responses': ['foreign-reasoning'], 'anthropic.messages': ['foreign-reasoning'] },
    foreignFields: { 'openai.chat': ['messages[1].reasoning_content'] },
  },
]

function thinking(turn: AssistantMessage): Phrase['request'] {
  return requestOf([user('Which prime follows 89?'), turn, found(turn)])
}

function found({ parts }: AssistantMessage): Message {
  const results = parts.flatMap((part) =>
    part.type === 'tool-call' ? [{ callId: part.id, name: part.name }] : [],
  )
  return {
    role: 'tool',
    parts: results.map((call) => ({
      type: 'tool-result',
      ...call,
      parts: [{ type: 'text', text: '83, 89, 97' }],
      isError: false,
    })),
  }
}
