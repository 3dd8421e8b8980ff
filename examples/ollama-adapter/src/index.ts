import { defineAdapter, type Adapter } from '@dragoman/core'
import { codec } from './codec.ts'
import { capabilities } from './models.ts'
import { transport, type OllamaOptions } from './transport.ts'

export type { OllamaOptions } from './transport.ts'
export type { OllamaRequest } from './wire.ts'

/** Models of an Ollama server, such as `ollama('qwen3')`. */
export const ollama: Adapter<OllamaOptions> = defineAdapter({
  specVersion: 1,
  provider: 'ollama',
  codec,
  capabilities,
  transport,
})
