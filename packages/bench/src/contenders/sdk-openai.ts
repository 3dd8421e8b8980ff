import OpenAI from 'openai'
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions'
import type { Run } from '../contender.ts'
import {
  API_KEY,
  MODELS,
  reportWeather,
  STORY_PROMPT,
  WEATHER_PROMPT,
  WEATHER_TOOL,
  type Call,
} from '../scenario.ts'

const MODEL = MODELS['openai.chat']

export function stream(origin: string): Run {
  const client = connect(origin)
  return async () => {
    const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: STORY_PROMPT }]
    let text = ''
    for await (const chunk of await client.chat.completions.create({
      model: MODEL,
      messages,
      stream: true,
    })) {
      text += chunk.choices[0]?.delta.content ?? ''
    }
    return { text, calls: [] }
  }
}

export function loop(origin: string): Run {
  const client = connect(origin)
  const { input: parameters, ...named } = WEATHER_TOOL
  const tools: ChatCompletionTool[] = [{ type: 'function', function: { ...named, parameters } }]
  return async () => {
    const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: WEATHER_PROMPT }]
    const calls: Call[] = []
    for (;;) {
      const { choices } = await client.chat.completions.create({ model: MODEL, messages, tools })
      const message = choices[0]?.message
      if (!message?.tool_calls) return { text: message?.content ?? '', calls }
      messages.push(message)
      for (const call of message.tool_calls) {
        if (call.type !== 'function') throw new Error(`Unexpected call of type ${call.type}.`)
        const input: unknown = JSON.parse(call.function.arguments)
        calls.push({ name: call.function.name, input })
        messages.push({ role: 'tool', tool_call_id: call.id, content: reportWeather(input) })
      }
    }
  }
}

function connect(origin: string): OpenAI {
  return new OpenAI({ apiKey: API_KEY, baseURL: `${origin}/v1`, maxRetries: 0 })
}
