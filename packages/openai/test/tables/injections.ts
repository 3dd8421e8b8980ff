import type { Injection } from '@dragoman/conformance'

/** What Chat Completions may send next year, and what broken servers send. */
export const chat: readonly Injection[] = [
  {
    name: 'an unknown event',
    into: 'text',
    becomes: 'skipped',
    stream: ['data: [DONE]', 'data: {"object":"chat.completion.later","later":true}\n\ndata: [DONE]'],
  },
  {
    name: 'unknown fields of a message and of a choice',
    into: 'parallel-calls',
    becomes: 'skipped',
    response: ['"message":{', '"later":[1],"message":{"later":{"type":"later"},'],
    stream: [
      '"delta":{"content":"Looking."}',
      '"later":[1],"delta":{"later":{"type":"later"},"content":"Looking."}',
    ],
  },
  {
    name: 'an unknown part of a content',
    into: 'text',
    becomes: 'skipped',
    stream: [
      '"delta":{"content":"Grüße"}',
      '"delta":{"content":[{"type":"text","text":"Grüße"},{"type":"later","later":1}]}',
    ],
  },
  {
    name: 'a choice that is no object',
    into: 'text',
    becomes: 'bad-response',
    response: ['"choices":[{', '"choices":[null,{'],
    stream: ['"choices":[{', '"choices":[null,{'],
  },
  {
    name: 'choices that are no list',
    into: 'text',
    becomes: 'bad-response',
    response: ['"choices":[{', '"choices":7,"others":[{'],
    stream: ['"choices":[{', '"choices":7,"others":[{'],
  },
  {
    name: 'a call that is no object',
    into: 'parallel-calls',
    becomes: 'bad-response',
    response: ['"tool_calls":[{', '"tool_calls":[null,{'],
    stream: ['"tool_calls":[{', '"tool_calls":[null,{'],
  },
]

/** What Responses may send next year, and what broken servers send. */
export const responses: readonly Injection[] = [
  {
    name: 'an unknown event',
    into: 'text',
    becomes: 'skipped',
    stream: [
      'event: response.output_text.delta',
      'event: response.later\ndata: {"type":"response.later","later":true}\n\nevent: response.output_text.delta',
    ],
  },
  {
    name: 'an unknown item',
    into: 'refusal',
    becomes: 'carried',
    response: ['"output":[{', '"output":[{"type":"later_call","id":"later_1","later":{"a":1}},{'],
    stream: [
      'event: response.output_item.added',
      'event: response.output_item.done\ndata: {"type":"response.output_item.done","output_index":9,"item":{"type":"later_call","id":"later_1","later":{"a":1}}}\n\nevent: response.output_item.added',
    ],
  },
  {
    name: 'an item that is no object',
    into: 'refusal',
    becomes: 'bad-response',
    response: ['"output":[{', '"output":[null,{'],
    stream: ['"item":{', '"item":null,"other":{'],
  },
  {
    name: 'an output that is no list',
    into: 'refusal',
    becomes: 'bad-response',
    response: ['"output":[{', '"output":7,"other":[{'],
  },
  {
    name: 'a delta for an item that was not added',
    into: 'reasoning-and-parallel-calls',
    becomes: 'bad-response',
    stream: ['"item_id":"fc_1","output_index":2', '"item_id":"fc_9","output_index":9'],
  },
]
