import type { Capabilities } from '../neutral/capabilities.ts'
import type { JsonSchema } from '../neutral/json.ts'

const FLAG: JsonSchema = { type: 'boolean' }
const COUNT: JsonSchema = { type: 'integer', minimum: 0 }
const TEXTS: JsonSchema = { type: 'array', items: { type: 'string' } }
const ALPHABET: JsonSchema = closed(
  { pattern: { type: 'string', format: 'regex' }, max: COUNT },
  'pattern',
  'max',
)
const COUNTS: JsonSchema = { type: 'object', additionalProperties: COUNT }
const RANGE: JsonSchema = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 }
const DIALECT: JsonSchema = closed({
  keywords: TEXTS,
  formats: TEXTS,
  lookaround: FLAG,
  mostMinItems: COUNT,
  allRequired: FLAG,
  recursion: FLAG,
  schemaLimits: COUNTS,
  requestLimits: COUNTS,
})

const ROWS: Readonly<Record<keyof Capabilities, JsonSchema>> = {
  images: FLAG,
  imagesInResults: FLAG,
  filesInErrors: FLAG,
  pdf: FLAG,
  fileUrls: { enum: ['any', 'images', 'no'] },
  systemMidway: { enum: ['anywhere', 'after-user', 'no'] },
  cachePoints: COUNT,
  toolName: ALPHABET,
  callId: ALPHABET,
  objectInputs: FLAG,
  propertyName: ALPHABET,
  parallelToolCalls: FLAG,
  forcedToolChoice: { enum: ['yes', 'no', 'without-thinking'] },
  strict: { anyOf: [{ const: false }, DIALECT] },
  output: { enum: ['native', 'tool', 'prompt'] },
  looseOutput: FLAG,
  sampling: listOf('temperature', 'topP', 'stop', 'seed'),
  samplingTogether: FLAG,
  samplingWhileThinking: closed({ temperature: RANGE, topP: RANGE }),
  maxTemperature: { type: 'number', minimum: 0 },
  stopTexts: COUNT,
  effort: listOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
  effortWithTools: { enum: ['none', 'unsaid'] },
  thinksFirst: FLAG,
  signsReasoning: FLAG,
  reasoning: listOf('hidden', 'summary'),
  assistantFirst: FLAG,
  systemOnly: FLAG,
  prefill: FLAG,
  silentTurns: FLAG,
  blankText: FLAG,
  reasoningWire: { type: 'string' },
  maxOutputTokens: COUNT,
  minOutputTokens: COUNT,
  wire: { type: 'object' },
}

/** The JSON Schema of what an option or a configuration may say about a model's capabilities: some of the rows. */
export const CAPABILITIES_SCHEMA: JsonSchema = closed(ROWS)

function listOf(...values: readonly string[]): JsonSchema {
  return { type: 'array', items: { enum: [...values] } }
}

function closed(
  properties: Readonly<Record<string, JsonSchema>>,
  ...required: readonly string[]
): JsonSchema {
  return { type: 'object', properties, required: [...required], additionalProperties: false }
}
