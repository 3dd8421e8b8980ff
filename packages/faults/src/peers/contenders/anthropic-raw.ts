import Anthropic from '@anthropic-ai/sdk'
import { MAX_TOKENS, MODELS, PROMPT, type Outcome, type RawCall, type Task } from '../contender.ts'

export async function play({ baseURL, apiKey, tools, limitMs, signal }: Task): Promise<Outcome> {
  const client = new Anthropic({ baseURL, apiKey, ...(limitMs && { timeout: limitMs }) })
  const stream = await client.messages.create(
    {
      model: MODELS['anthropic.messages'],
      max_tokens: MAX_TOKENS,
      messages: [{ role: 'user', content: PROMPT }],
      tools: tools.map(({ name, description, input }) => ({
        name,
        description,
        input_schema: { ...input, type: 'object' },
      })),
      stream: true,
    },
    { ...(signal && { signal }) },
  )
  let word: string | undefined
  const calls = new Map<number, RawCall>()
  for await (const event of stream) {
    if (event.type === 'message_delta') word = event.delta.stop_reason ?? word
    if (event.type === 'content_block_start' && event.content_block.type === 'tool_use') {
      calls.set(event.index, { name: event.content_block.name, inputText: '' })
    }
    if (event.type === 'content_block_delta' && event.delta.type === 'input_json_delta') {
      const { name = '', inputText = '' } = calls.get(event.index) ?? {}
      calls.set(event.index, { name, inputText: inputText + event.delta.partial_json })
    }
  }
  return { word, calls: [...calls.values()] }
}
