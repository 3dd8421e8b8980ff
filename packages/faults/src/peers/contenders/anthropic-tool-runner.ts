import Anthropic from '@anthropic-ai/sdk'
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { MAX_TOKENS, MODELS, PROMPT, type Outcome, type Task } from '../contender.ts'

export async function play({ baseURL, apiKey, tools, limitMs, signal }: Task): Promise<Outcome> {
  const client = new Anthropic({ baseURL, apiKey, ...(limitMs && { timeout: limitMs }) })
  const runner = client.beta.messages.toolRunner(
    {
      model: MODELS['anthropic.messages'],
      max_tokens: MAX_TOKENS,
      messages: [{ role: 'user', content: PROMPT }],
      tools: tools.map(({ name, description, input, execute }) =>
        betaTool({
          name,
          description,
          inputSchema: { ...input, type: 'object' },
          run: (given, context) => execute(given, context?.signal),
        }),
      ),
      stream: true,
    },
    { ...(signal && { signal }) },
  )
  const { stop_reason: word } = await runner.runUntilDone()
  return { word }
}
