import { user } from '@dragoman/core'
import { say } from './answers.ts'
import { results, SAME, type Case } from './case.ts'

const LONG_ID = `call_${'7'.repeat(75)}`

/** Ids, names, and what belongs together. */
export const CALLS: readonly Case[] = [
  {
    title: 'A call with the id `functions.search:0`',
    why: 'Servers of open models give such ids. Claude takes letters, digits, `_` and `-` only.',
    asked: ['id functions.search:0 → Anthropic'],
    answers: say({ calls: [{ id: 'functions.search:0' }] }),
    after: [results({ callId: 'functions.search:0' })],
    onto: {
      chat: {
        happens: SAME,
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": null, "tool_calls": [{"id": "functions.search:0", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}
{"role": "tool", "tool_call_id": "functions.search:0", "content": "Found."}`,
        notices: [],
      },
      responses: {
        happens: SAME,
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"type": "function_call", "call_id": "functions.search:0", "name": "search", "arguments": "{}"}
{"type": "function_call_output", "call_id": "functions.search:0", "output": "Found."}`,
        notices: [],
      },
      messages: {
        happens: 'The call and its result are sent with another id, the same one in every request.',
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "tool_use", "id": "call_2c6tep7rixz", "name": "search", "input": {}}]}
{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_2c6tep7rixz", "content": [{"type": "text", "text": "Found."}]}]}`,
        notices: ['call-id'],
      },
    },
  },
  {
    title: 'A call whose id has 80 characters',
    why: "OpenAI's own models take 40 characters on Chat Completions and 64 on Responses.",
    asked: ['id of 80 characters → OpenAI'],
    answers: say({ calls: [{ id: LONG_ID }] }),
    after: [results({ callId: LONG_ID })],
    onto: {
      chat: {
        happens:
          'The call and its result are sent with an id that is made from all of it, never with a cut one.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": null, "tool_calls": [{"id": "call_0ysv4o8pixc", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}
{"role": "tool", "tool_call_id": "call_0ysv4o8pixc", "content": "Found."}`,
        notices: ['call-id'],
      },
      responses: {
        happens:
          'The call and its result are sent with an id that is made from all of it, never with a cut one.',
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"type": "function_call", "call_id": "call_0ysv4o8pixc", "name": "search", "arguments": "{}"}
{"type": "function_call_output", "call_id": "call_0ysv4o8pixc", "output": "Found."}`,
        notices: ['call-id'],
      },
      messages: {
        happens: SAME,
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "tool_use", "id": "${LONG_ID}", "name": "search", "input": {}}]}
{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "${LONG_ID}", "content": [{"type": "text", "text": "Found."}]}]}`,
        notices: [],
      },
    },
  },
  {
    title: 'A call without a result, and then the user goes on',
    why: 'Every provider refuses it. The call is not run: only `run({ state })` does that.',
    asked: ['orphan call, then a user turn'],
    answers: say({ calls: [{ id: 'call_1' }] }),
    after: [user('Never mind.')],
    onto: {
      chat: {
        happens: 'A result says that it never ran.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}
{"role": "tool", "tool_call_id": "call_1", "content": "Error: Not run: this call was never answered."}
{"role": "user", "content": "Never mind."}`,
        notices: ['orphan-call'],
      },
      responses: {
        happens: 'A result says that it never ran.',
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"type": "function_call", "call_id": "call_1", "name": "search", "arguments": "{}"}
{"type": "function_call_output", "call_id": "call_1", "output": "Error: Not run: this call was never answered."}
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Never mind."}]}`,
        notices: ['orphan-call'],
      },
      messages: {
        happens: "A result says that it never ran, in the user's turn and before what the user says.",
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "tool_use", "id": "call_1", "name": "search", "input": {}}]}
{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_1", "content": [{"type": "text", "text": "Not run: this call was never answered."}], "is_error": true}, {"type": "text", "text": "Never mind."}]}`,
        notices: ['orphan-call'],
      },
    },
  },
  {
    title: 'A result without a call',
    why: 'It is left where the beginning of a conversation was cut off. Every provider refuses it.',
    asked: ['orphan result'],
    answers: say({ text: 'Hello.' }),
    after: [results({ callId: 'call_0' }), user('Go on.')],
    onto: {
      chat: {
        happens: 'The result is dropped.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": "Hello."}
{"role": "user", "content": "Go on."}`,
        notices: ['orphan-result'],
      },
      responses: {
        happens: 'The result is dropped.',
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"role": "assistant", "content": "Hello."}
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Go on."}]}`,
        notices: ['orphan-result'],
      },
      messages: {
        happens: 'The result is dropped.',
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "text", "text": "Hello."}]}
{"role": "user", "content": [{"type": "text", "text": "Go on."}]}`,
        notices: ['orphan-result'],
      },
    },
  },
  {
    title: 'A tool with the name `web.search`',
    why: 'Names have letters, digits, `_` and `-` on every wire: up to 64 of them at OpenAI, up to 128 at Claude.',
    tool: 'web.search',
    answers: say({ calls: [{ id: 'call_1', name: 'web_search' }] }),
    after: [results({ name: 'web.search' })],
    onto: {
      chat: {
        happens:
          'The tool and its calls are sent with another name. Your program and your history keep the first.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "web_search", "arguments": "{}"}}]}
{"role": "tool", "tool_call_id": "call_1", "content": "Found."}`,
        notices: ['tool-name'],
      },
      responses: {
        happens:
          'The tool and its calls are sent with another name. Your program and your history keep the first.',
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"type": "function_call", "call_id": "call_1", "name": "web_search", "arguments": "{}"}
{"type": "function_call_output", "call_id": "call_1", "output": "Found."}`,
        notices: ['tool-name'],
      },
      messages: {
        happens:
          'The tool and its calls are sent with another name. Your program and your history keep the first.',
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "tool_use", "id": "call_1", "name": "web_search", "input": {}}]}
{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_1", "content": [{"type": "text", "text": "Found."}]}]}`,
        notices: ['tool-name'],
      },
    },
  },
]
