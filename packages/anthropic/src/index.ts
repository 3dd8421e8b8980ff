import { defineAdapter, type Adapter } from '@dragoman/core'
import { codec } from './codec.ts'
import { capabilities } from './models.ts'
import { transport, type AnthropicOptions } from './transport.ts'

export type { AnthropicOptions } from './transport.ts'
export type { MessagesRequest } from './wire.ts'

/**
 * Claude on the Messages wire. The key comes from `apiKey` or `ANTHROPIC_API_KEY`, the address from `baseURL` or
 * `ANTHROPIC_BASE_URL` (without `/v1`).
 */
export const anthropic: Adapter<AnthropicOptions> = defineAdapter({
  specVersion: 1,
  provider: 'anthropic',
  codec,
  capabilities,
  transport,
})
