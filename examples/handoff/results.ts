import type { FilePart, TextPart } from '@dragoman/core'
import { say } from './answers.ts'
import { results, SAME, type Case } from './case.ts'

/** What a tool gave back. */
export const RESULTS: readonly Case[] = [
  {
    title: 'An image in the first of two results',
    why: 'A result holds text only on Chat Completions, and all results must stand together behind the calls. The other wires take the image where it is.',
    asked: ['image in a tool result → Chat', 'image in a tool result → Anthropic'],
    answers: say({ calls: [{ id: 'call_1' }, { id: 'call_2' }] }),
    after: [results({ parts: [text('A map:'), image()] }, { callId: 'call_2' })],
    onto: {
      chat: {
        happens: 'The image follows in one user message, behind the last result.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "search", "arguments": "{}"}}, {"id": "call_2", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}
{"role": "tool", "tool_call_id": "call_1", "content": "A map:"}
{"role": "tool", "tool_call_id": "call_2", "content": "Found."}
{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]}`,
        notices: ['result-file-moved'],
      },
      responses: {
        happens: SAME,
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"type": "function_call", "call_id": "call_1", "name": "search", "arguments": "{}"}
{"type": "function_call", "call_id": "call_2", "name": "search", "arguments": "{}"}
{"type": "function_call_output", "call_id": "call_1", "output": [{"type": "input_text", "text": "A map:"}, {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,iVBORw0KGgo="}]}
{"type": "function_call_output", "call_id": "call_2", "output": "Found."}`,
        notices: [],
      },
      messages: {
        happens: SAME,
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "tool_use", "id": "call_1", "name": "search", "input": {}}, {"type": "tool_use", "id": "call_2", "name": "search", "input": {}}]}
{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_1", "content": [{"type": "text", "text": "A map:"}, {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}]}, {"type": "tool_result", "tool_use_id": "call_2", "content": [{"type": "text", "text": "Found."}]}]}`,
        notices: [],
      },
    },
  },
  {
    title: 'A result that is an error',
    why: "Only Claude's wire has a flag for it. In your history it is `isError`, whichever wire the conversation was on.",
    asked: ['tool error flag → Anthropic'],
    answers: say({ calls: [{ id: 'call_1' }] }),
    after: [results({ parts: [text('No network.')], isError: true, reason: 'threw' })],
    onto: {
      chat: {
        happens: 'The text says so: it begins with `Error: `. Nothing is lost, so there is no notice.',
        sends: `
{"role": "user", "content": "Hi"}
{"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}
{"role": "tool", "tool_call_id": "call_1", "content": "Error: No network."}`,
        notices: [],
      },
      responses: {
        happens: 'The text says so: it begins with `Error: `. Nothing is lost, so there is no notice.',
        sends: `
{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
{"type": "function_call", "call_id": "call_1", "name": "search", "arguments": "{}"}
{"type": "function_call_output", "call_id": "call_1", "output": "Error: No network."}`,
        notices: [],
      },
      messages: {
        happens: 'It is sent with `is_error`.',
        sends: `
{"role": "user", "content": [{"type": "text", "text": "Hi"}]}
{"role": "assistant", "content": [{"type": "tool_use", "id": "call_1", "name": "search", "input": {}}]}
{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_1", "content": [{"type": "text", "text": "No network."}], "is_error": true}]}`,
        notices: [],
      },
    },
  },
]

function text(value: string): TextPart {
  return { type: 'text', text: value }
}

function image(): FilePart {
  return { type: 'file', mediaType: 'image/png', source: { type: 'base64', base64: 'iVBORw0KGgo=' } }
}
