import type { Subject } from '@dragoman/conformance'
import { defineAdapter } from '@dragoman/core'
import { codec } from '../src/codec.ts'
import { capabilities } from '../src/models.ts'
import { transport } from '../src/transport.ts'
import { OLLAMA } from '../test/subject.ts'

/** The subject while some functions of its codec are stubs. */
export function subjectWith(stubs: Partial<typeof codec>): Subject {
  const adapter = defineAdapter({
    specVersion: 1,
    provider: 'ollama',
    codec: { ...codec, ...stubs },
    capabilities,
    transport,
  })
  return { ...OLLAMA, model: (fetch) => adapter('qwen3', { apiKey: 'no-key', fetch }) }
}
