import type * as AnthropicAdapter from '@dragoman/anthropic'
import type { Fetch, Model } from '@dragoman/core'
import type * as OpenAIAdapter from '@dragoman/openai'

/** A wire whose codec is broken, and where its laws find it. */
export interface Wire {
  readonly name: WireName
  /** The folder of its package, from the root of the repository. */
  readonly package: string
  /** The files of its codec, in the package. */
  readonly files: readonly string[]
  /** The models beside the subject's own whose requests are judged: one for each form that a codec has for a request. */
  readonly models: readonly string[]
  /** The subjects of its laws, the one of the provider first. */
  readonly subjects: readonly SubjectPlace[]
  /** A model of the adapter, which the package's `src/index.ts` exports. */
  readonly modelOf: (adapter: Adapter, id: string, fetch: Fetch) => Model
}

/** Where a subject is exported, in the package. */
export interface SubjectPlace {
  readonly file: string
  readonly name: string
}

export type WireName = 'openai.chat' | 'openai.responses' | 'anthropic.messages'

export type Adapter = typeof AnthropicAdapter & typeof OpenAIAdapter

const KEY = 'no-key'

export const WIRES: readonly Wire[] = [
  {
    name: 'openai.chat',
    package: 'packages/openai',
    files: [
      'src/chat/encode.ts',
      'src/chat/decode.ts',
      'src/chat/stream.ts',
      'src/chat/call-deltas.ts',
      'src/chat/reasoning.ts',
      'src/chat/replay.ts',
    ],
    models: ['gpt-3.5-turbo', 'gpt-4.1', 'o3'],
    subjects: [
      { file: 'test/subject.ts', name: 'CHAT' },
      { file: 'test/compatible.ts', name: 'COMPATIBLE' },
    ],
    modelOf: ({ openai }, id, fetch) => openai.chat(id, { apiKey: KEY, fetch }),
  },
  {
    name: 'openai.responses',
    package: 'packages/openai',
    // Both wires of OpenAI share `error.ts`; this one has more words for what went wrong.
    files: ['src/responses/encode.ts', 'src/responses/decode.ts', 'src/responses/stream.ts', 'src/error.ts'],
    models: ['gpt-4.1', 'o3'],
    subjects: [{ file: 'test/subject.ts', name: 'RESPONSES' }],
    modelOf: ({ openai }, id, fetch) => openai.responses(id, { apiKey: KEY, fetch }),
  },
  {
    name: 'anthropic.messages',
    package: 'packages/anthropic',
    files: [
      'src/encode.ts',
      'src/decode.ts',
      'src/stream.ts',
      'src/content.ts',
      'src/reasoning.ts',
      'src/error.ts',
    ],
    models: ['claude-3-haiku-20240307', 'claude-sonnet-4-5', 'claude-opus-4-6'],
    subjects: [{ file: 'test/subject.ts', name: 'MESSAGES' }],
    modelOf: ({ anthropic }, id, fetch) => anthropic(id, { apiKey: KEY, fetch }),
  },
]
