import Anthropic from '@anthropic-ai/sdk'
import type { MessageParam, ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages'
import type { Run } from '../contender.ts'
import {
  API_KEY,
  MAX_TOKENS,
  MODELS,
  reportWeather,
  STORY_PROMPT,
  WEATHER_PROMPT,
  WEATHER_TOOL,
  type Call,
} from '../scenario.ts'

const BASE = { model: MODELS['anthropic.messages'], max_tokens: MAX_TOKENS }

export function stream(origin: string): Run {
  const client = connect(origin)
  return async () => {
    const messages: MessageParam[] = [{ role: 'user', content: STORY_PROMPT }]
    let text = ''
    for await (const event of await client.messages.create({ ...BASE, messages, stream: true })) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text
    }
    return { text, calls: [] }
  }
}

export function loop(origin: string): Run {
  const client = connect(origin)
  const { input: input_schema, ...named } = WEATHER_TOOL
  const tools = [{ ...named, input_schema }]
  return async () => {
    const messages: MessageParam[] = [{ role: 'user', content: WEATHER_PROMPT }]
    const calls: Call[] = []
    for (;;) {
      const { content, stop_reason } = await client.messages.create({ ...BASE, messages, tools })
      if (stop_reason !== 'tool_use') {
        return { text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''), calls }
      }
      const results: ToolResultBlockParam[] = []
      for (const block of content) {
        if (block.type !== 'tool_use') continue
        calls.push({ name: block.name, input: block.input })
        results.push({ type: 'tool_result', tool_use_id: block.id, content: reportWeather(block.input) })
      }
      messages.push({ role: 'assistant', content }, { role: 'user', content: results })
    }
  }
}

function connect(origin: string): Anthropic {
  return new Anthropic({ apiKey: API_KEY, baseURL: origin, maxRetries: 0 })
}
