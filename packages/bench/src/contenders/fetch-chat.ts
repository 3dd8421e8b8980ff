import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { Run } from '../contender.ts'
import { MODELS, reportWeather, STORY_PROMPT, WEATHER_PROMPT, WEATHER_TOOL, type Call } from '../scenario.ts'
import { post, readData } from './floor.ts'

const MODEL = MODELS['openai.chat']

export function stream(origin: string): Run {
  return async () => {
    const messages = [{ role: 'user', content: STORY_PROMPT }]
    let text = ''
    await readData(
      await post(`${origin}/v1/chat/completions`, { model: MODEL, messages, stream: true }),
      (data) => {
        if (data === '[DONE]') return
        const chunk: ChatCompletionChunk = JSON.parse(data)
        text += chunk.choices[0]?.delta.content ?? ''
      },
    )
    return { text, calls: [] }
  }
}

export function loop(origin: string): Run {
  const { input: parameters, ...named } = WEATHER_TOOL
  const tools = [{ type: 'function', function: { ...named, parameters } }]
  return async () => {
    const messages: object[] = [{ role: 'user', content: WEATHER_PROMPT }]
    const calls: Call[] = []
    for (;;) {
      const response = await post(`${origin}/v1/chat/completions`, { model: MODEL, messages, tools })
      const { choices }: ChatCompletion = JSON.parse(await response.text())
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
