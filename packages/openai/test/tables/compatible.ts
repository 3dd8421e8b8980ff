import type { JsonObject, JsonValue, Stop } from '@dragoman/core'
import { chunk, chunks, completion } from './chat.ts'
import { encodeEvents, REQUEST, show, SOURCE, type Row } from './row.ts'

export const title = 'openai.chat, beyond calls and texts'

interface AnswerRow {
  readonly name: string
  readonly message: JsonObject
  /** The other choices of the whole answer. */
  readonly others?: readonly JsonObject[]
  /** The data of the stream's events, where it is not the usual one. */
  readonly stream?: readonly JsonValue[]
}

const TEXT: JsonObject = { content: 'Sunny.' }
const SPOKEN: JsonObject = { audio: { id: 'audio_1', data: '', expires_at: 1, transcript: 'Sunny.' } }
const SOURCES: JsonValue = [
  {
    type: 'url_citation',
    url_citation: { url: 'https://example.com/rome', title: 'Rome', start_index: 0, end_index: 6 },
  },
]
const BLOCK: JsonObject = {
  type: 'reasoning.text',
  index: 0,
  text: 'It is in Italy.',
  signature: 'c2lnbmVk',
}
const ENCRYPTED: JsonObject = { type: 'reasoning.encrypted', index: 1, data: 'eA==' }
const SIGNED: JsonObject = { google: { thought_signature: 'c2lnbmVk' } }

const ANSWERS: readonly AnswerRow[] = [
  { name: 'a text with its sources', message: { ...TEXT, annotations: SOURCES } },
  { name: 'spoken words, which are kept by their id', message: SPOKEN },
  {
    name: 'several choices, of which the first one is read',
    message: TEXT,
    others: [{ content: 'Rainy.' }],
    stream: [
      chunk({ delta: TEXT }),
      chunk({ index: 1, delta: { content: 'Rainy.' } }),
      chunk({ delta: {}, finish_reason: 'stop' }),
      '[DONE]',
    ],
  },
  ...['reasoning_content', 'reasoning', 'reasoning_text'].map((field): AnswerRow => ({
    name: `thoughts as ${field}`,
    message: { ...TEXT, [field]: 'It is in Italy.' },
  })),
  { name: 'thoughts that are there, and empty', message: { ...TEXT, reasoning_content: '' } },
  { name: 'thoughts as blocks', message: { ...TEXT, reasoning_details: [BLOCK, ENCRYPTED] } },
  {
    name: 'thoughts as blocks, which a stream brings in pieces',
    message: { ...TEXT, reasoning_details: [BLOCK, ENCRYPTED] },
    stream: [
      chunk({ delta: { reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'It is ' }] } }),
      chunk({ delta: { reasoning_details: [{ ...BLOCK, text: 'in Italy.' }] } }),
      chunk({ delta: { reasoning_details: [ENCRYPTED] } }),
      ...chunks(TEXT, 'stop'),
    ],
  },
  {
    name: 'thoughts under two names',
    message: { ...TEXT, reasoning: 'It is in Italy.', reasoning_details: [BLOCK] },
  },
  {
    name: 'thoughts among the parts of the content',
    message: {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'It is in Italy.' }] },
        { type: 'text', text: 'Sunny.' },
      ],
    },
  },
  {
    name: 'a signature beside a message, which goes back with it',
    message: { ...TEXT, extra_content: SIGNED },
  },
  {
    name: 'a signature beside a call, which goes back with it',
    message: {
      tool_calls: [
        {
          id: 'call_1',
          type: 'function',
          function: { name: 'weather', arguments: '{"city":"Rome"}' },
          extra_content: SIGNED,
        },
      ],
    },
  },
]

/** Table 1. */
export const stops: readonly Row[] = ANSWERS.map(({ name, message, others = [], stream }) => {
  const finish = 'tool_calls' in message ? 'tool_calls' : 'stop'
  const stop: Stop = { reason: finish === 'stop' ? 'stop' : 'tool-calls', raw: finish }
  const whole = completion(message, finish)
  const more = others.map((other, at) => ({ index: at + 1, message: { role: 'assistant', ...other } }))
  return {
    name: `table 1, ${stop.reason}: ${name}`,
    sent: [
      show({ finish_reason: finish }),
      ...Object.keys(message).filter((field) => field !== 'content'),
    ].join(' + '),
    request: REQUEST,
    source: SOURCE,
    response: { ...whole, choices: [...(whole['choices'] as readonly JsonObject[]), ...more] }, // made above
    stream: encodeEvents(stream ?? chunks(message, finish)),
    expect: { stop },
  }
})
