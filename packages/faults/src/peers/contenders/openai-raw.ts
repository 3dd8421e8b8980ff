import OpenAI from 'openai'
import { MODELS, PROMPT, type Outcome, type RawCall, type Task } from '../contender.ts'

export async function play({ baseURL, apiKey, tools, limitMs, signal }: Task): Promise<Outcome> {
  const client = new OpenAI({ baseURL, apiKey, ...(limitMs && { timeout: limitMs }) })
  const stream = await client.chat.completions.create(
    {
      model: MODELS['openai.chat'],
      messages: [{ role: 'user', content: PROMPT }],
      tools: tools.map(({ name, description, input: parameters }) => ({
        type: 'function',
        function: { name, description, parameters: { ...parameters } },
      })),
      stream: true,
    },
    { ...(signal && { signal }) },
  )
  let word: string | undefined
  const calls: RawCall[] = []
  for await (const { choices } of stream) {
    word = choices[0]?.finish_reason ?? word
    for (const { index, function: piece } of choices[0]?.delta.tool_calls ?? []) {
      const { name = '', inputText = '' } = calls[index] ?? {}
      calls[index] = {
        name: name + (piece?.name ?? ''),
        inputText: inputText + (piece?.arguments ?? ''),
      }
    }
  }
  return { word, calls }
}
