import { laws } from '@dragoman/conformance'
import { defineAdapter, DragomanError } from '@dragoman/core'
import { codec } from '../src/codec.ts'
import { capabilities } from '../src/models.ts'
import { transport } from '../src/transport.ts'
import { OLLAMA } from '../test/subject.ts'

/** Runs the laws on an adapter that has only these functions of its codec, and prints the first breach of each. */
export async function showLaws(written: readonly (keyof typeof codec)[]): Promise<void> {
  const missing = Object.keys(codec).filter((name) => !['wire', ...written].includes(name))
  const stubs = Object.fromEntries(missing.map((name) => [name, () => notWritten(name)]))
  const adapter = defineAdapter({
    specVersion: 1,
    provider: 'ollama',
    options: { type: 'object' },
    codec: { ...codec, ...stubs },
    capabilities,
    transport,
  })
  const breaches = new Map<string, string>()
  for (const { law, fixture, run } of laws({
    ...OLLAMA,
    model: (fetch) => adapter('qwen3', { apiKey: 'no-key', fetch }),
  })) {
    if (breaches.get(law.name)) continue
    breaches.set(
      law.name,
      await run().then(noBreach, (error: unknown) => `${fixture.name}: ${String(error)}`),
    )
  }
  for (const [law, breach] of breaches) {
    console.log(`${breach ? '✗' : '✓'} ${law}${breach && `\n    ${cut(breach)}`}`)
  }
}

function notWritten(name: string): never {
  throw new DragomanError('unsupported', `${name} is not written yet.`)
}

function noBreach(): string {
  return ''
}

function cut(text: string): string {
  return text.length > 110 ? `${text.slice(0, 110)}…` : text
}
