import { ANSWER, MODELS, WEATHER_CALL } from '../scenario.ts'
import type { Script } from './script.ts'

const USAGE = {
  input_tokens: 589,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  output_tokens: 56,
  service_tier: 'standard',
}

/** Anthropic Messages, in the shape in which Anthropic sends it. */
export function messagesScript(deltas: readonly string[]): Script {
  return {
    path: '/v1/messages',
    stream: [
      frame({ type: 'message_start', message: message(null, []) }),
      frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
      frame({ type: 'ping' }),
      ...deltas.map((text) =>
        frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      ),
      frame({ type: 'content_block_stop', index: 0 }),
      frame({
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: 56 },
      }),
      frame({ type: 'message_stop' }),
    ].join(''),
    toolCall: message('tool_use', [
      { type: 'tool_use', id: WEATHER_CALL.id, name: WEATHER_CALL.name, input: WEATHER_CALL.input },
    ]),
    answer: message('end_turn', [{ type: 'text', text: ANSWER }]),
  }
}

function frame(data: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
}

function message(stop_reason: string | null, content: readonly object[]): object {
  return {
    model: MODELS['anthropic.messages'],
    id: 'msg_0001',
    type: 'message',
    role: 'assistant',
    content,
    stop_reason,
    stop_sequence: null,
    usage: USAGE,
  }
}
