import { Anthropic } from '@anthropic-ai/sdk'
import type { JsonValue } from '@dragoman/core'

/** What the SDK's own accumulator makes of a stream. */
export async function accumulated(stream: string): Promise<JsonValue> {
  const answer = async (): Promise<Response> =>
    new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
  const client = new Anthropic({ apiKey: 'no-key', fetch: answer })
  const messages = [{ role: 'user', content: 'As in the fixture.' }] as const
  const request = { model: 'claude-sonnet-5', max_tokens: 100, messages: [...messages] }
  const message = await client.messages.stream(request).finalMessage()
  return JSON.parse(JSON.stringify(message, withoutParsed))
}

// What the SDK adds of its own.
function withoutParsed(field: string, value: unknown): unknown {
  return field === 'parsed_output' ? undefined : value
}
