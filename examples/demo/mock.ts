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

export interface MockOptions {
  /** Between the pieces of a stream. Default 0. */
  readonly delayMs?: number
  /** How many tools the model calls at a time. Default: all that it needs. */
  readonly callsAtOnce?: number
}

/**
 * Starts servers on loopback that speak the wires of both providers. Their model has two lines: it calls every tool
 * that it is offered, for every city of the question, and then it says what the tools told it.
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  // A server knows what is asked and not on which wire, and OpenAI's Chat Completions never show reasoning.
  const [silent, thinking] = [createServer(options, callTools), createServer(options, thinkAndCallTools)]
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

type Line = (calls: readonly ToolCall[]) => ToolCallResponse

function createServer({ delayMs = 0, callsAtOnce }: MockOptions, line: Line): LLMock {
  const server = new LLMock({
    host: '127.0.0.1',
    port: 0,
    latency: delayMs,
    chunkSize: 8,
    logLevel: 'silent',
  })
  const needsTools = (request: ChatCompletionRequest): boolean => missingCalls(request).length > 0
  return server
    .on({ predicate: needsTools }, (request) => line(missingCalls(request).slice(0, callsAtOnce)))
    .on({ predicate: (request) => !needsTools(request) }, tellResults)
}

const CITIES = ['Lisbon', 'Oslo', 'Tokyo']

/** What the question needs, and no earlier call asked for. */
function missingCalls({ messages, tools = [] }: ChatCompletionRequest): readonly ToolCall[] {
  const question = messages.findLast(({ role }) => role === 'user')
  const cities = CITIES.filter((city) => JSON.stringify(question?.content).includes(city))
  const made = messages.flatMap(({ tool_calls: calls = [] }) => calls.map((call) => call.function))
  const needed = cities.flatMap((city) => tools.map((tool) => ({ name: tool.function.name, city })))
  const missing = needed.filter(
    ({ name, city }) => !made.some((call) => call.name === name && call.arguments.includes(city)),
  )
  return missing.map(({ name, city }) => ({ name, arguments: JSON.stringify({ city }) }))
}

function callTools(calls: readonly ToolCall[]): ToolCallResponse {
  return {
    toolCalls: [...calls],
    usage: { input_tokens: 96, output_tokens: 42, prompt_tokens: 96, completion_tokens: 42 },
  }
}

function thinkAndCallTools(calls: readonly ToolCall[]): ToolCallResponse {
  const cities = new Set(calls.map((call) => readTold(call.arguments).city))
  const names = new Set(calls.map(({ name }) => name))
  return {
    reasoning: `${[...cities].join(' and ')} it is: I ask ${[...names].join(' and ')}.`,
    reasoningSignature: 'signed-by-the-mock',
    ...callTools(calls),
  }
}

function tellResults({ messages }: ChatCompletionRequest): FixtureResponse {
  const results = messages.flatMap((message) => (message.role === 'tool' ? [readResult(message)] : []))
  const cities = Map.groupBy(results, ({ city }) => city)
  const told = [...cities.values()].map((parts) =>
    tellCity(parts.reduce((all, part) => ({ ...all, ...part }))),
  )
  return {
    content: told.join(' '),
    usage: { input_tokens: 158, output_tokens: 24, prompt_tokens: 158, completion_tokens: 24 },
  }
}

function tellCity({ city, sky, celsius, time }: Told): string {
  const clock = time === undefined ? '' : ` The local time there is ${time}.`
  return `It is ${sky} in ${city}, at ${celsius} °C.${clock}`
}

function readResult({ content }: ChatMessage): Told {
  if (typeof content !== 'string') throw new Error('The mock reads tool results that are one text.')
  return readTold(content)
}

function readTold(text: string): Told {
  const told: Told = JSON.parse(text)
  return told
}

interface Told {
  readonly city?: string
  readonly sky?: string
  readonly celsius?: number
  readonly time?: string
}
