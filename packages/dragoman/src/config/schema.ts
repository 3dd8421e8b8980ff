import { CAPABILITIES_SCHEMA, type Capabilities, type JsonObject } from '@dragoman/core'
import { Type, type Static } from 'typebox'

/** What `dragoman.config.json` may say. */
export type Config = Static<typeof CONFIG>

/** How a provider is reached. */
export type ProviderConfig = Static<typeof PROVIDER>

/** A model under a name of one's own. */
export type ModelConfig = Static<typeof MODEL>

const closed = { additionalProperties: false } as const
const text = (description: string) => Type.String({ description, minLength: 1 })
const flag = (description: string) => Type.Boolean({ description })
const time = (description: string) =>
  Type.Number({ description: `${description}, in milliseconds.`, exclusiveMinimum: 0 })
const count = (description: string, minimum = 1) => Type.Integer({ description, minimum })

const SETTINGS = Type.Partial(
  Type.Object({
    maxOutputTokens: count('The most tokens of an answer, reasoning included.'),
    temperature: Type.Number({ description: 'How freely the model picks its words.', minimum: 0 }),
    topP: Type.Number({
      description: 'Of which share of the likely words the model picks.',
      minimum: 0,
      maximum: 1,
    }),
    stop: Type.Array(Type.String(), { description: 'Texts that end the answer.' }),
    seed: Type.Integer({
      description: 'Asks for the same answer to the same request, as far as the provider can.',
    }),
    effort: Type.Enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'], {
      description: 'How hard the model should think, on one scale for all providers.',
    }),
    reasoning: Type.Enum(['hidden', 'summary'], { description: "Whether the model's reasoning is shown." }),
  }),
  { ...closed, description: 'How to answer. What the program says itself wins.' },
)

/** What may stand in `settings`. */
export const SETTING_NAMES: readonly string[] = Object.keys(SETTINGS.properties)

const LIMITS = Type.Partial(
  Type.Object({
    steps: count('How many model calls a run may make.'),
    repeats: count('After how many times the same calls in a row a run ends.'),
    outputRepairs: count('How many answers that do not fit the output schema go back to the model.', 0),
    toolCalls: count('How many tool calls a run may make.', 0),
    tokens: count('How many tokens a run may use, in and out.', 0),
  }),
  { ...closed, description: 'How much a run may do.' },
)

const DEADLINES = Type.Partial(
  Type.Object({
    headersMs: time('For the headers of a streamed answer'),
    firstEventMs: time('From the headers to the first content'),
    idleMs: time('Between one content and the next'),
    wholeMs: time('For a whole answer that is not streamed'),
    toolMs: time('For one tool'),
    stepMs: time('For one step: its model call and its tools'),
    runMs: time('For the run'),
  }),
  { ...closed, description: 'How long to wait.' },
)

const REASONS = Type.Partial(
  Type.Object({
    'rate-limit': flag('The provider takes no more requests for now.'),
    overloaded: flag('The provider has no capacity for now.'),
    server: flag('The provider failed.'),
    network: flag('The provider was not reached, or the connection broke.'),
    timeout: flag('A deadline passed.'),
    quota: flag('The account has no money or quota left.'),
    'context-full': flag("The conversation is too long for the model's context."),
    refusal: flag('The model or its filter refuses to answer. Off, unless said otherwise.'),
  }),
  { ...closed, description: 'On what the next model is asked: each on or off.' },
)

const PROVIDER = Type.Partial(
  Type.Object({
    adapter: text(
      'The package of the adapter, a dependency of the project, or a file in it that begins with "./". Not needed for openai, openai-responses and anthropic.',
    ),
    export: text('Which export of the package it is. Not needed where only one is an adapter.'),
    baseURL: text('The address of the server. Default: what the SDK knows.'),
    apiKey: text('The key, as "{env:NAME}". Default: the variable that the SDK reads.'),
    options: Type.Unsafe<JsonObject>({
      type: 'object',
      description: 'Other options of the adapter, as its own schema describes them.',
    }),
  }),
  { ...closed, description: 'How a provider is reached.' },
)

const MODEL = Type.Partial(
  Type.Object({
    model: text('The model: "provider:model", or another name of this list.'),
    settings: SETTINGS,
    extra: Type.Unsafe<JsonObject>({
      type: 'object',
      description: "Merged last into the wire's own request, for what only this provider knows.",
    }),
    capabilities: Type.Unsafe<Partial<Capabilities>>({
      ...CAPABILITIES_SCHEMA,
      description: 'Overrides rows of what the adapter knows about the model.',
    }),
    fallback: Type.Array(text('A model: "provider:model", or another name of this list.'), {
      minItems: 1,
      description: 'Models in their order: where one fails, the next is asked. In place of "model".',
    }),
    on: REASONS,
    cooldownMs: Type.Number({
      minimum: 0,
      description:
        'How long a model that failed is not asked, where its server does not say, in milliseconds. Default 30,000.',
    }),
    restart: flag('Whether the next model is also asked where the answer had begun. Default false.'),
    attempts: count('How often a model is tried while another one is left. Default 1.'),
  }),
  { ...closed, description: 'A model with its settings, or a chain of models.' },
)

const CONFIG = Type.Partial(
  Type.Object({
    $schema: Type.String({ description: 'Where this schema stands, for editors.' }),
    model: text('The model where the program names none. The variable DRAGOMAN_MODEL wins.'),
    providers: Type.Record(Type.String(), PROVIDER, { description: 'The providers by name.' }),
    models: Type.Record(
      Type.String(),
      Type.Union([text('A model: "provider:model", or another name of this list.'), MODEL]),
      { description: 'Names of your own for models, such as "fast".' },
    ),
    limits: LIMITS,
    deadlines: DEADLINES,
    literalKeys: Type.Array(Type.String(), {
      description:
        'The providers whose keys may stand in this file, such as local servers that ask for none.',
    }),
  }),
  {
    ...closed,
    title: 'dragoman.config.json',
    description: 'Which providers and models a Dragoman program uses.',
  },
)

/** The JSON Schema of `dragoman.config.json`, as it is published in `dragoman/config.schema.json`. */
export const CONFIG_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  // TypeBox's schemas are plain JSON, which their types do not say.
  ...(CONFIG as unknown as JsonObject),
}

// Checked piece by piece: what is wrong in a union would be said for each of its members.
/** The schema of a model that is not a mere name. */
export const MODEL_SCHEMA: JsonObject = MODEL as unknown as JsonObject // plain JSON, as above
