import type { JsonValue } from '@dragoman/core'
import OpenAI from 'openai'

/** What the SDK's own accumulator makes of a stream of Chat Completions. */
export async function accumulated(stream: string): Promise<JsonValue> {
  const answer = async (): Promise<Response> =>
    new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
  const client = new OpenAI({ apiKey: 'no-key', fetch: answer })
  const messages = [{ role: 'user', content: 'As in the fixture.' }] as const
  const running = client.chat.completions.stream({ model: 'gpt-5.5', messages: [...messages] })
  return JSON.parse(JSON.stringify(await running.finalChatCompletion(), withoutParsed))
}

// What the SDK adds of its own.
function withoutParsed(field: string, value: unknown): unknown {
  return field === 'parsed' ? undefined : value
}
