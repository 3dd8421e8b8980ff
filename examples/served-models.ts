import { anthropic } from '@dragoman/anthropic'
import type { SpokenWire } from '@dragoman/conformance/speak'
import type { Capabilities, Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import type { SpeakingServer } from './speaking-server.ts'

/** A model that a server on loopback answers for. */
export interface ServedModel {
  readonly name: string
  readonly model: (server: SpeakingServer) => Model
}

/** How a model is asked for an answer that fits a schema. */
export type Way = Capabilities['output']

export function onChat(id: string, output?: Way): ServedModel {
  return {
    name: `openai.chat ${id}`,
    model: (server) => openai.chat(id, connection(server, 'openai.chat', output)),
  }
}

export function onResponses(id: string, output?: Way): ServedModel {
  return {
    name: `openai.responses ${id}`,
    model: (server) => openai.responses(id, connection(server, 'openai.responses', output)),
  }
}

export function onClaude(id: string, output?: Way): ServedModel {
  return {
    name: `anthropic ${id}`,
    model: (server) => anthropic(id, connection(server, 'anthropic.messages', output)),
  }
}

interface Connection {
  readonly apiKey: string
  readonly baseURL: string
  readonly capabilities?: Partial<Capabilities>
}

function connection({ baseURLs }: SpeakingServer, wire: SpokenWire, output: Way | undefined): Connection {
  return { apiKey: 'no-key', baseURL: baseURLs[wire], ...(output && { capabilities: { output } }) }
}
