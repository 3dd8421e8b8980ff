import { isStepCount, jsonSchema, streamText, tool, type LanguageModel, type ToolSet } from 'ai'
import { MAX_TOKENS, PROMPT, type Outcome, type PeerTool, type Task } from '../contender.ts'

const MOST_STEPS = 10

/** Reads all parts, as a server that passes them on does, and then tells of the first failure among them. */
export async function playOn(model: LanguageModel, { tools, limitMs, signal }: Task): Promise<Outcome> {
  const { stream, finishReason } = streamText({
    model,
    prompt: PROMPT,
    maxOutputTokens: MAX_TOKENS,
    tools: Object.fromEntries(tools.map(declare)),
    stopWhen: isStepCount(MOST_STEPS),
    // It writes them to the console otherwise.
    onError: () => undefined,
    ...(limitMs && { timeout: { firstChunkMs: limitMs, chunkMs: limitMs } }),
    ...(signal && { abortSignal: signal }),
  })
  const failures: unknown[] = []
  for await (const part of stream) {
    if (part.type === 'error') failures.push(part.error)
    if (part.type === 'abort') failures.push(aborted(part.reason))
  }
  if (failures.length > 0) throw failures[0]
  return { word: await finishReason }
}

function declare({ name, description, input, execute }: PeerTool): [string, ToolSet[string]] {
  const inputSchema = jsonSchema({ ...input })
  return [
    name,
    tool({ description, inputSchema, execute: (given, { abortSignal }) => execute(given, abortSignal) }),
  ]
}

// An abort is a part of its stream, with a reason in words.
function aborted(reason = 'no reason'): Error {
  return Object.assign(new Error(reason), { name: 'abort part' })
}
