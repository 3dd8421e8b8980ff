import type { SpokenWire } from '@dragoman/conformance/speak'
import { DragomanError, run, type Model } from '@dragoman/core'
import type { Survivor } from './bomb.ts'

type Connect = (baseURL: string) => Promise<Model>

const ID = 'any-model'
const KEY = { apiKey: 'no-key-needed' }

// Only what one wire needs: this process tells how much memory that takes.
const MODELS: Readonly<Record<SpokenWire, Connect>> = {
  async 'openai.chat'(baseURL) {
    const { openai } = await import('@dragoman/openai')
    return openai(ID, { ...KEY, baseURL })
  },
  async 'openai.responses'(baseURL) {
    const { openai } = await import('@dragoman/openai')
    return openai.responses(ID, { ...KEY, baseURL })
  },
  async 'anthropic.messages'(baseURL) {
    const { anthropic } = await import('@dragoman/anthropic')
    return anthropic(ID, { ...KEY, baseURL })
  },
}

const [wire = '', baseURL = '', form] = process.argv.slice(2)
const model = await MODELS[wire as SpokenWire](baseURL) // what bomb.ts gives

const end = await run({ model, messages: 'Go.', stream: form === 'stream' }).then(
  (result) => result.end as string, // one of the union's words
  (error: unknown) => (DragomanError.is(error) ? error.code : String(error)),
)
const survivor: Survivor = { end, megabytes: process.resourceUsage().maxRSS / 1024 }
process.send?.(survivor)
process.disconnect()
