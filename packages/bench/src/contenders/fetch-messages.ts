import type { Message, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import type { Run } from '../contender.ts'
import {
  MAX_TOKENS,
  MODELS,
  reportWeather,
  STORY_PROMPT,
  WEATHER_PROMPT,
  WEATHER_TOOL,
  type Call,
} from '../scenario.ts'
import { post, readData } from './floor.ts'

const BASE = { model: MODELS['anthropic.messages'], max_tokens: MAX_TOKENS }

export function stream(origin: string): Run {
  return async () => {
    const messages = [{ role: 'user', content: STORY_PROMPT }]
    let text = ''
    await readData(await post(`${origin}/v1/messages`, { ...BASE, messages, stream: true }), (data) => {
      const event: RawMessageStreamEvent = JSON.parse(data)
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text
    })
    return { text, calls: [] }
  }
}

export function loop(origin: string): Run {
  const { input: input_schema, ...named } = WEATHER_TOOL
  const tools = [{ ...named, input_schema }]
  return async () => {
    const messages: object[] = [{ role: 'user', content: WEATHER_PROMPT }]
    const calls: Call[] = []
    for (;;) {
      const response = await post(`${origin}/v1/messages`, { ...BASE, messages, tools })
      const { content, stop_reason }: Message = JSON.parse(await response.text())
      if (stop_reason !== 'tool_use') {
        return { text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''), calls }
      }
      const results: object[] = []
      for (const block of content) {
        if (block.type !== 'tool_use') continue
        calls.push({ name: block.name, input: block.input })
        results.push({ type: 'tool_result', tool_use_id: block.id, content: reportWeather(block.input) })
      }
      messages.push({ role: 'assistant', content }, { role: 'user', content: results })
    }
  }
}
