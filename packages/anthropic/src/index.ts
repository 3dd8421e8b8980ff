import { defineAdapter, type Adapter, type JsonSchema } from '@dragoman/core'
import { codec } from './codec.ts'
import { capabilities } from './models.ts'
import { transport, type AnthropicOptions } from './transport.ts'

export type { AnthropicOptions } from './transport.ts'
export type { MessagesRequest } from './wire.ts'

const OPTIONS: JsonSchema = {
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

/**
 * Claude on the Messages wire. The key comes from `apiKey` or `ANTHROPIC_API_KEY`, the address from `baseURL` or
 * `ANTHROPIC_BASE_URL` (without `/v1`).
 */
export const anthropic: Adapter<AnthropicOptions> = defineAdapter({
  specVersion: 1,
  provider: 'anthropic',
  options: OPTIONS,
  codec,
  capabilities,
  transport,
})
