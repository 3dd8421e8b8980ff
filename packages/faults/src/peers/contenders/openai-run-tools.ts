import OpenAI from 'openai'
import type { RunnableToolFunctionWithParse } from 'openai/lib/RunnableFunction'
import { MODELS, PROMPT, type Outcome, type PeerTool, type Task } from '../contender.ts'

export async function play({ baseURL, apiKey, tools, limitMs, signal }: Task): Promise<Outcome> {
  const client = new OpenAI({ baseURL, apiKey, ...(limitMs && { timeout: limitMs }) })
  const runner = client.chat.completions.runTools(
    {
      model: MODELS['openai.chat'],
      messages: [{ role: 'user', content: PROMPT }],
      tools: tools.map(runnable),
      stream: true,
    },
    { ...(signal && { signal }) },
  )
  const { choices } = await runner.finalChatCompletion()
  return { word: choices[0]?.finish_reason }
}

function runnable({ name, description, input, execute }: PeerTool): RunnableToolFunctionWithParse<object> {
  return {
    type: 'function',
    function: {
      name,
      description,
      parameters: { ...input },
      // As its documentation does.
      parse: JSON.parse,
      function: (given, runner) => execute(given, runner.controller.signal),
    },
  }
}
