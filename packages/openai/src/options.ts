import type { JsonSchema } from '@dragoman/core'

/** The options that are data, for configuration files. */
export const OPTIONS: JsonSchema = {
  type: 'object',
  properties: {
    apiKey: { type: 'string', minLength: 1 },
    baseURL: { type: 'string', minLength: 1 },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    maxResponseBytes: { type: 'number', exclusiveMinimum: 0 },
    provider: { type: 'string', pattern: '^[^:/\\s]+$' },
    capabilities: { type: 'object' },
    extra: { type: 'object' },
  },
  additionalProperties: false,
}
