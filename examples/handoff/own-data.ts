import { user } from '@dragoman/core'
import { say } from './answers.ts'
import { results, type Case } from './case.ts'

/** What only the model that said it may see again. */
export const OWN_DATA: readonly Case[] = [
  {
    title: 'What another model thought, in the middle of a tool loop',
    why: "Reasoning is bound to the model that it comes from, by a signature, by encryption or by a server's own field: `encrypted_content` of OpenAI means nothing to Claude, and a signature of one Claude model is refused by another.",
    asked: [
      'OpenAI reasoning → Anthropic',
      'Anthropic thinking → Responses',
      'Anthropic thinking → Chat',
      'signature of another Claude model',
    ],
    answers: say({ thought: 'I should search.', calls: [{ id: 'call_1' }] }),
    after: [results({})],
    onto: {
      chat: {
        happens: 'The reasoning is dropped, and is never said as text. The call stays.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}
{"role": "tool", "tool_call_id": "call_1", "content": "Found."}`,
        notices: [],
      },
      responses: {
        happens: 'The reasoning is dropped, and is never said as text. The call stays.',
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"type": "function_call", "call_id": "call_1", "name": "search", "arguments": "{}"}
{"type": "function_call_output", "call_id": "call_1", "output": "Found."}`,
        notices: [],
      },
      messages: {
        happens: 'The reasoning is dropped, and is never said as text. The call stays.',
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "tool_use", "id": "call_1", "name": "search", "input": {}}]}
{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_1", "content": [{"type": "text", "text": "Found."}]}]}`,
        notices: [],
      },
    },
  },
  {
    title: 'What a provider looked up itself, and its citations',
    why: 'Hosted tools run at the provider, and only its own wire has a form for their calls, results and citations.',
    answers: {
      chat: {
        content: {
          role: 'assistant',
          content: 'Sunny.',
          annotations: [
            {
              type: 'url_citation',
              url_citation: { url: 'https://example.com', title: 'Weather', start_index: 0, end_index: 6 },
            },
          ],
        },
        loses: [],
      },
      responses: {
        content: [
          {
            type: 'web_search_call',
            id: 'ws_1',
            status: 'completed',
            action: { type: 'search', query: 'weather' },
          },
          {
            type: 'message',
            id: 'msg_1',
            status: 'completed',
            role: 'assistant',
            phase: 'final_answer',
            content: [
              {
                type: 'output_text',
                text: 'Sunny.',
                annotations: [
                  {
                    type: 'url_citation',
                    url: 'https://example.com',
                    title: 'Weather',
                    start_index: 0,
                    end_index: 6,
                  },
                ],
              },
            ],
          },
        ],
        loses: ['foreign-opaque', 'foreign-replay'],
      },
      messages: {
        content: [
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'weather' } },
          { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
          {
            type: 'text',
            text: 'Sunny.',
            citations: [
              {
                type: 'web_search_result_location',
                url: 'https://example.com',
                title: 'Weather',
                cited_text: 'Sunny',
                encrypted_index: 'Eo8B',
              },
            ],
          },
        ],
        loses: ['foreign-opaque', 'foreign-opaque', 'foreign-replay'],
      },
    },
    after: [user('And tomorrow?')],
    onto: {
      chat: {
        happens: 'The text stays. The call and its result are dropped together, and the citations with them.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": "Sunny."}
{"role": "user", "content": "And tomorrow?"}`,
        notices: [],
      },
      responses: {
        happens: 'The text stays. The call and its result are dropped together, and the citations with them.',
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"role": "assistant", "content": "Sunny."}
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "And tomorrow?"}]}`,
        notices: [],
      },
      messages: {
        happens: 'The text stays. The call and its result are dropped together, and the citations with them.',
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "text", "text": "Sunny."}]}
{"role": "user", "content": [{"type": "text", "text": "And tomorrow?"}]}`,
        notices: [],
      },
    },
  },
]
