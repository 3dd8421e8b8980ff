import { chat, messages, responses, speakers, type Answer } from '@dragoman/conformance/speak'
import { describe, expect, it } from 'vitest'

const ANSWER: Answer = {
  id: 'answer-1',
  model: 'model-1',
  parts: [
    { type: 'text', text: 'Hi 🏔' },
    { type: 'tool-call', id: 'call_1', name: 'now', inputText: '{}' },
  ],
  usage: { inputTokens: 5, cacheReadTokens: 2, outputTokens: 3 },
}

describe('Chat Completions', () => {
  const usage = {
    prompt_tokens: 5,
    completion_tokens: 3,
    total_tokens: 8,
    prompt_tokens_details: { cached_tokens: 2 },
    completion_tokens_details: {},
  }
  const head = { id: 'answer-1', created: 1_763_900_000, model: 'model-1' }

  it('are one completion, or its chunks', () => {
    expect(chat.whole(ANSWER)).toEqual({
      ...head,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'Hi 🏔',
            refusal: null,
            tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'now', arguments: '{}' } }],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage,
    })
    const chunk = { ...head, object: 'chat.completion.chunk', usage: null }
    const started = { index: 0, id: 'call_1', type: 'function', function: { name: 'now', arguments: '' } }
    const deltas = [
      { role: 'assistant', content: '', refusal: null },
      { content: 'Hi' },
      { content: ' 🏔' },
      { tool_calls: [started] },
      { tool_calls: [{ index: 0, function: { arguments: '{' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '}' } }] },
    ]
    expect(read(chat.frames(ANSWER))).toEqual([
      ...deltas.map((delta) => [undefined, { ...chunk, choices: [choice(delta, null)] }]),
      [undefined, { ...chunk, choices: [choice({}, 'tool_calls')] }],
      [undefined, { ...chunk, choices: [], usage }],
      [undefined, '[DONE]'],
    ])
  })
})

describe('Messages', () => {
  const usage = { input_tokens: 3, cache_read_input_tokens: 2, output_tokens: 3 }
  const head = { id: 'answer-1', type: 'message', role: 'assistant', model: 'model-1', stop_sequence: null }

  it('are one message, or its events', () => {
    expect(messages.whole(ANSWER)).toEqual({
      ...head,
      content: [
        { type: 'text', text: 'Hi 🏔' },
        { type: 'tool_use', id: 'call_1', name: 'now', input: {} },
      ],
      stop_reason: 'tool_use',
      usage,
    })
    const start = { ...head, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } }
    const call = { type: 'tool_use', id: 'call_1', name: 'now', input: {} }
    const events = [
      { type: 'message_start', message: start },
      { type: 'ping' },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' 🏔' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: call },
      ...['', '{', '}'].map((partial) => ({
        type: 'content_block_delta',
        index: 1,
        delta: { type: 'input_json_delta', partial_json: partial },
      })),
      { type: 'content_block_stop', index: 1 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use', stop_sequence: null }, usage },
      { type: 'message_stop' },
    ]
    expect(read(messages.frames(ANSWER))).toEqual(events.map((event) => [event.type, event]))
  })

  it('say a cut input as text where it must be whole', () => {
    const cut: Answer = { parts: [{ type: 'tool-call', id: 'call_1', name: 'now', inputText: '{"a' }] }
    expect(messages.whole(cut)).toMatchObject({ content: [{ input: '{"a' }] })
  })
})

describe('Responses', () => {
  const usage = {
    input_tokens: 5,
    input_tokens_details: { cached_tokens: 2 },
    output_tokens: 3,
    output_tokens_details: {},
    total_tokens: 8,
  }
  const message = { type: 'message', id: 'msg_answer-1_1', role: 'assistant' }
  const call = { type: 'function_call', id: 'fc_answer-1_2', call_id: 'call_1', name: 'now' }
  const said = { type: 'output_text', text: 'Hi 🏔', annotations: [], logprobs: [] }
  const output = [
    { ...message, status: 'completed', content: [said] },
    { ...call, arguments: '{}', status: 'completed' },
  ]
  const response = {
    id: 'answer-1',
    object: 'response',
    created_at: 1_763_900_000,
    error: null,
    incomplete_details: null,
    model: 'model-1',
    parallel_tool_calls: true,
    store: false,
  }

  it('are one response, or its numbered events', () => {
    const whole = { ...response, status: 'completed', output, usage }
    const open = { ...response, status: 'in_progress', output: [], usage: null }
    expect(responses.whole(ANSWER)).toEqual(whole)
    const text = { item_id: 'msg_answer-1_1', output_index: 0, content_index: 0 }
    const input = { item_id: 'fc_answer-1_2', output_index: 1 }
    const events = [
      { type: 'response.created', response: open },
      { type: 'response.in_progress', response: open },
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { ...message, status: 'in_progress', content: [] },
      },
      { type: 'response.content_part.added', ...text, part: { ...said, text: '' } },
      { type: 'response.output_text.delta', ...text, delta: 'Hi' },
      { type: 'response.output_text.delta', ...text, delta: ' 🏔' },
      { type: 'response.output_text.done', ...text, text: 'Hi 🏔' },
      { type: 'response.content_part.done', ...text, part: said },
      { type: 'response.output_item.done', output_index: 0, item: output[0] },
      {
        type: 'response.output_item.added',
        output_index: 1,
        item: { ...call, arguments: '', status: 'in_progress' },
      },
      { type: 'response.function_call_arguments.delta', ...input, delta: '{' },
      { type: 'response.function_call_arguments.delta', ...input, delta: '}' },
      { type: 'response.function_call_arguments.done', ...input, arguments: '{}' },
      { type: 'response.output_item.done', output_index: 1, item: output[1] },
      { type: 'response.completed', response: whole },
    ]
    expect(read(responses.frames(ANSWER))).toEqual(
      events.map((event, at) => [event.type, { ...event, sequence_number: at }]),
    )
  })
})

describe('what a request holds', () => {
  it('is read on Chat Completions', () => {
    const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'sunny' })
    const history = [
      { role: 'user', content: 'Hello' },
      result('a'),
      result('b'),
      { role: 'assistant' },
      result('c'),
    ]
    const request = { stream: true, messages: history }
    expect([chat.turn(request), chat.answeredCalls(request), chat.isStream(request)]).toEqual([
      2,
      ['a', 'b', 'c'],
      true,
    ])
  })

  it('is read on Responses', () => {
    const result = (id: string) => ({ type: 'function_call_output', call_id: id, output: 'sunny' })
    const input = [result('a'), result('b'), { type: 'function_call', call_id: 'c' }, result('c')]
    const request = { previous_response_id: 'answer-1', input }
    expect([responses.turn(request), responses.answeredCalls(request), responses.continues(request)]).toEqual(
      [2, ['a', 'b', 'c'], 'answer-1'],
    )
  })

  it('is read on Messages', () => {
    const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'sunny' })
    const history = [
      { role: 'user', content: 'Hello' },
      { role: 'user', content: [result('a')] },
      { role: 'user', content: [result('b'), { type: 'text', text: 'and' }] },
      { role: 'assistant', content: [{ type: 'tool_use' }] },
      { role: 'user', content: [result('c')] },
    ]
    const request = { messages: history, thread: { type: 'continue', previous_message_id: 'answer-1' } }
    expect([messages.turn(request), messages.answeredCalls(request), messages.continues(request)]).toEqual([
      2,
      ['a', 'b', 'c'],
      'answer-1',
    ])
  })

  it.each(speakers.map((speaker) => ({ wire: speaker.wire, speaker })))(
    'is nothing where it is broken, on $wire',
    ({ speaker }) => {
      for (const request of [{}, { messages: 'Hello', input: 'Hello' }, { messages: [null], input: [1] }]) {
        expect([speaker.turn(request), speaker.answeredCalls(request), speaker.isStream(request)]).toEqual([
          0,
          [],
          false,
        ])
      }
    },
  )
})

it.each(speakers.map((speaker) => ({ wire: speaker.wire, speaker })))(
  'the same answer is said the same each time, on $wire',
  ({ speaker }) => {
    const frozen = Object.freeze(ANSWER)
    expect(speaker.frames(frozen)).toEqual(speaker.frames(frozen))
    expect(speaker.frames(frozen, 1)).toEqual(speaker.frames(frozen, 1))
    expect(speaker.frames(frozen, 100).length).toBeLessThan(speaker.frames(frozen).length)
  },
)

function choice(delta: object, finish: string | null): object {
  return { index: 0, delta, logprobs: null, finish_reason: finish }
}

/** The event and the data of each frame. */
function read(frames: readonly string[]): readonly [string | undefined, unknown][] {
  return frames.map((text) => {
    const { event, data = '' } = /^(?:event: (?<event>.*)\n)?data: (?<data>.*)\n\n$/.exec(text)?.groups ?? {}
    return [event, data.startsWith('{') ? JSON.parse(data) : data]
  })
}
