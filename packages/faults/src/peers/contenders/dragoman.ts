import { run, tool, type FunctionTool, type Model } from '@dragoman/core'
import { MAX_TOKENS, PROMPT, type Outcome, type PeerTool, type Task } from '../contender.ts'

export async function playOn(model: Model, { tools, limitMs, signal }: Task): Promise<Outcome> {
  const { end } = await run({
    model,
    messages: PROMPT,
    tools: tools.map(declare),
    settings: { maxOutputTokens: MAX_TOKENS },
    stream: true,
    ...(limitMs && { deadlines: { headersMs: limitMs, firstEventMs: limitMs, idleMs: limitMs } }),
    ...(signal && { signal }),
  })
  return { word: end }
}

function declare({ name, description, input, execute }: PeerTool): FunctionTool {
  return tool({
    name,
    description,
    input: { ...input },
    execute: (given, context) => execute(given, context.signal),
  })
}
