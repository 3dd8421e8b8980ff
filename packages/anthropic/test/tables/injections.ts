import type { Injection } from '@dragoman/conformance'

const FIRST_STOP = 'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}'

/** What Messages may send next year, and what broken servers send. */
export const INJECTIONS: readonly Injection[] = [
  {
    name: 'an unknown event',
    into: 'text',
    becomes: 'skipped',
    stream: ['event: ping', 'event: later\ndata: {"type":"later","later":true}\n\nevent: ping'],
  },
  {
    name: 'an unknown delta',
    into: 'text',
    becomes: 'skipped',
    stream: [
      FIRST_STOP,
      `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"later_delta","later":1}}\n\n${FIRST_STOP}`,
    ],
  },
  {
    name: 'an unknown block',
    into: 'thinking-and-call',
    becomes: 'carried',
    response: ['"content":[{', '"content":[{"type":"later","id":"later_1","later":{"a":1}},{'],
    stream: [
      'event: content_block_start',
      'event: content_block_start\ndata: {"type":"content_block_start","index":9,"content_block":{"type":"later","id":"later_1","later":{"a":1}}}\n\nevent: content_block_stop\ndata: {"type":"content_block_stop","index":9}\n\nevent: content_block_start',
    ],
  },
  {
    name: 'a block that is no object',
    into: 'text',
    becomes: 'bad-response',
    response: ['"content":[{', '"content":[null,{'],
    stream: ['"content_block":{"type":"text","text":""}', '"content_block":null'],
  },
  {
    name: 'a content that is no list',
    into: 'text',
    becomes: 'bad-response',
    response: ['"content":[{', '"content":7,"other":[{'],
  },
  {
    name: 'an event that is no object',
    into: 'text',
    becomes: 'bad-response',
    stream: ['event: ping', 'event: ping\ndata: null\n\nevent: ping'],
  },
  {
    name: 'a delta for a block that has not started',
    into: 'text',
    becomes: 'bad-response',
    stream: ['"content_block_delta","index":0', '"content_block_delta","index":9'],
  },
  {
    name: 'a delta that is no object',
    into: 'text',
    becomes: 'bad-response',
    stream: ['"delta":{"type":"text_delta","text":" \\n\\n"}', '"delta":null'],
  },
]
