import {
  LLMock,
  type ChatCompletionRequest,
  type ChatMessage,
  type FixtureResponse,
  type ToolCall,
  type ToolCallResponse,
} from '@copilotkit/aimock'

export interface Mock {
  readonly openai: Endpoint
  readonly responses: Endpoint
  readonly anthropic: Endpoint
  stop(): Promise<void>
}

/** What an adapter takes to talk to the mock instead of its provider. */
export interface Endpoint {
  readonly apiKey: string
  readonly baseURL: string
}

/**
 * Starts servers on loopback that speak the wires of both providers. Their model has two lines: it calls every tool
 * that it is offered, for Lisbon, and then it says what the tools told it.
 */
export async function startMock({ delayMs = 0 }: { readonly delayMs?: number } = {}): Promise<Mock> {
  // A server knows what is asked and not on which wire, and OpenAI's Chat Completions never show reasoning.
  const [silent, thinking] = [
    createServer(delayMs, callEveryTool),
    createServer(delayMs, thinkAndCallEveryTool),
  ]
  const [silentUrl, thinkingUrl] = await Promise.all([silent.start(), thinking.start()])
  return {
    openai: { apiKey: 'mock-key', baseURL: `${silentUrl}/v1` },
    responses: { apiKey: 'mock-key', baseURL: `${thinkingUrl}/v1` },
    anthropic: { apiKey: 'mock-key', baseURL: thinkingUrl },
    async stop() {
      await Promise.all([silent.stop(), thinking.stop()])
    },
  }
}

function createServer(delayMs: number, firstLine: typeof callEveryTool): LLMock {
  const server = new LLMock({
    host: '127.0.0.1',
    port: 0,
    latency: delayMs,
    chunkSize: 8,
    logLevel: 'silent',
  })
  return server.on({ hasToolResult: false }, firstLine).on({ hasToolResult: true }, tellResults)
}

function callEveryTool({ tools = [] }: ChatCompletionRequest): ToolCallResponse {
  const toolCalls = tools.map(({ function: { name } }): ToolCall => ({
    name,
    arguments: '{"city":"Lisbon"}',
  }))
  return {
    toolCalls,
    usage: { input_tokens: 96, output_tokens: 42, prompt_tokens: 96, completion_tokens: 42 },
  }
}

function thinkAndCallEveryTool(request: ChatCompletionRequest): ToolCallResponse {
  const names = (request.tools ?? []).map((tool) => tool.function.name)
  return {
    reasoning: `Lisbon it is: I ask ${names.join(' and ')}.`,
    reasoningSignature: 'signed-by-the-mock',
    ...callEveryTool(request),
  }
}

function tellResults({ messages }: ChatCompletionRequest): FixtureResponse {
  const results = messages.flatMap((message) => (message.role === 'tool' ? [readResult(message)] : []))
  const { city, sky, celsius, time } = results.reduce((told, result) => ({ ...told, ...result }), {})
  const clock = time === undefined ? '' : ` The local time there is ${time}.`
  return {
    content: `It is ${sky} in ${city}, at ${celsius} °C.${clock}`,
    usage: { input_tokens: 158, output_tokens: 24, prompt_tokens: 158, completion_tokens: 24 },
  }
}

function readResult({ content }: ChatMessage): Told {
  if (typeof content !== 'string') throw new Error('The mock reads tool results that are one text.')
  const told: Told = JSON.parse(content)
  return told
}

interface Told {
  readonly city?: string
  readonly sky?: string
  readonly celsius?: number
  readonly time?: string
}
