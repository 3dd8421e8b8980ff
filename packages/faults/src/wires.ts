import { anthropic } from '@dragoman/anthropic'
import { speakers, type SpokenWire } from '@dragoman/conformance/speak'
import type { Fetch, Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'

export const WIRES: readonly SpokenWire[] = speakers.map(({ wire }) => wire)

export interface Connection {
  readonly baseURL: string
  readonly apiKey?: string
  readonly fetch?: Fetch
  readonly maxResponseBytes?: number
  readonly provider?: string
}

/** A model of the wire's own adapter, which sends to the address. */
export function modelOn(wire: SpokenWire, connection: Connection): Model {
  return MODELS[wire]({ apiKey: 'no-key-needed', ...connection })
}

const MODELS: Readonly<Record<SpokenWire, (connection: Connection) => Model>> = {
  'openai.chat': (connection) => openai('gpt-5.2', connection),
  'openai.responses': (connection) => openai.responses('gpt-5.2', connection),
  'anthropic.messages': (connection) => anthropic('claude-sonnet-4-6', connection),
}
