import type { Dialect } from '@dragoman/core'

/** The rules of strict mode. Source: the structured outputs guide, and the SDK's `lib/transform`. */
export const STRICT: Dialect = {
  // Without `default`, which OpenAI takes by now and Azure does not: https://github.com/openai/openai-agents-python/issues/4390
  keywords: [
    'type',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'anyOf',
    'enum',
    'const',
    '$ref',
    '$defs',
    'title',
    'description',
    'format',
    'pattern',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
    'minItems',
    'maxItems',
  ],
  formats: ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'],
  lookaround: false,
  allRequired: true,
  recursion: true,
  schemaLimits: {
    properties: 5_000,
    enumValues: 1_000,
    levels: 10,
    letters: 120_000,
    longEnum: 250,
    longEnumLetters: 15_000,
  },
}
