import { ANSWER, MODELS, WEATHER_CALL } from '../scenario.ts'
import type { Script } from './script.ts'

const NAMES = { id: 'chatcmpl-0001', created: 1_763_900_000, model: MODELS['openai.chat'] }
const TAIL = { service_tier: 'default', system_fingerprint: 'fp_0950b7f384' }
const USAGE = {
  prompt_tokens: 87,
  completion_tokens: 16,
  total_tokens: 103,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
}

/** Chat Completions, in the shape in which OpenAI sends it. */
export function chatScript(deltas: readonly string[]): Script {
  return {
    path: '/v1/chat/completions',
    stream: [
      chunk({ role: 'assistant', content: '', refusal: null }, null),
      ...deltas.map((content) => chunk({ content }, null)),
      chunk({}, 'stop'),
      frame({ ...NAMES, object: 'chat.completion.chunk', ...TAIL, choices: [], usage: USAGE }),
      'data: [DONE]\n\n',
    ].join(''),
    toolCall: completion('tool_calls', {
      content: null,
      tool_calls: [
        {
          id: WEATHER_CALL.id,
          type: 'function',
          function: { name: WEATHER_CALL.name, arguments: JSON.stringify(WEATHER_CALL.input) },
        },
      ],
    }),
    answer: completion('stop', { content: ANSWER }),
  }
}

function chunk(delta: object, finish_reason: string | null): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason }]
  return frame({
    ...NAMES,
    object: 'chat.completion.chunk',
    ...TAIL,
    choices,
    usage: null,
    obfuscation: '4wZP6f',
  })
}

function frame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

function completion(finish_reason: string, message: object): object {
  const choices = [
    {
      index: 0,
      message: { role: 'assistant', ...message, refusal: null, annotations: [] },
      logprobs: null,
      finish_reason,
    },
  ]
  return { ...NAMES, object: 'chat.completion', choices, usage: USAGE, ...TAIL }
}
