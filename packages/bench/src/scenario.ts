export const WIRES = ['openai.chat', 'anthropic.messages'] as const
export type Wire = (typeof WIRES)[number]

export const WORKLOADS = ['stream', 'loop'] as const
export type Workload = (typeof WORKLOADS)[number]

export const MODELS: Readonly<Record<Wire, string>> = {
  'openai.chat': 'gpt-4o-mini',
  'anthropic.messages': 'claude-haiku-4-5',
}

export const API_KEY = 'bench-needs-no-key'
export const MAX_TOKENS = 4096
export const DELTAS = 20_000

export const STORY_PROMPT = 'Tell me a very long story.'
export const WEATHER_PROMPT = 'What is the weather in Paris?'

/** Declared with mutable arrays, as the SDKs' request types are. */
export const WEATHER_TOOL: {
  readonly name: string
  readonly description: string
  readonly input: {
    type: 'object'
    properties: { location: { type: 'string' } }
    required: string[]
    additionalProperties: false
  }
} = {
  name: 'get_weather',
  description: 'The weather in a city.',
  input: {
    type: 'object',
    properties: { location: { type: 'string' } },
    required: ['location'],
    additionalProperties: false,
  },
}

/** The one call of the scripted loop. */
export const WEATHER_CALL: Call & { readonly id: string } = {
  id: 'call_0001',
  name: WEATHER_TOOL.name,
  input: { location: 'Paris' },
}

export const WEATHER_REPORT = '18 degrees and light rain'
export const ANSWER = 'In Paris it is 18 degrees, with light rain. Take an umbrella.'

/** What a contender hands back to be checked. */
export interface Outcome {
  readonly text: string
  readonly calls: readonly Call[]
}

export interface Call {
  readonly name: string
  readonly input: unknown
}

/** What every contender must hand back. */
export function expectedOutcome(workload: Workload, deltas: number): Outcome {
  switch (workload) {
    case 'stream':
      return { text: storyDeltas(deltas).join(''), calls: [] }
    case 'loop':
      return { text: ANSWER, calls: [{ name: WEATHER_CALL.name, input: WEATHER_CALL.input }] }
  }
}

// The dash is more than one byte: a socket read may cut it.
const WORDS = [
  'Once',
  ' upon',
  ' a',
  ' time',
  ',',
  ' in',
  ' a',
  ' harbour',
  ' town',
  ' –',
  ' far',
  ' away',
  '.\n',
]

/** The pieces of the streamed answer. No two that follow each other are the same. */
export function storyDeltas(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `${WORDS[index % WORDS.length]}${index % 7 === 0 ? index : ''}`,
  )
}

/** The tool's work, the same for every contender. Throws for arguments that are not its own. */
export function reportWeather(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('location' in input) || input.location !== 'Paris') {
    throw new TypeError(`get_weather was called with ${JSON.stringify(input)}.`)
  }
  return WEATHER_REPORT
}
