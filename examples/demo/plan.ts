import { anthropic } from '@dragoman/anthropic'
import { DragomanError, registry, type Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import type { Mock } from './mock.ts'

export interface Plan {
  /** Such as `openai:gpt-5.4-mini`. */
  readonly name: string
  readonly wire: string
  /** The environment variable that makes it live. */
  readonly key: string
  readonly isLive: boolean
  /** The model as its provider serves it, or the mock. */
  model(mock: Mock | undefined): Model
}

const MODELS = ['openai:gpt-5.4-mini', 'openai-responses:gpt-5.4-mini', 'anthropic:claude-haiku-5-5']

const KEYS: Readonly<Record<string, string>> = { openai: 'OPENAI_API_KEY', anthropic: 'ANTHROPIC_API_KEY' }

/** One run for each wire, or the one that `DRAGOMAN_MODEL` names; live where the key is there. */
export function planRuns(environment: NodeJS.ProcessEnv): readonly Plan[] {
  const asked = environment['DRAGOMAN_MODEL']
  return (asked ? [asked] : MODELS).map((name) => {
    const live = registry({ openai, 'openai-responses': openai.responses, anthropic })(name)
    const key = KEYS[live.provider] ?? ''
    const isLive = Boolean(environment[key])
    const model = (mock: Mock | undefined): Model => (isLive || !mock ? live : mockModel(name, mock))
    return { name, wire: live.wire, key, isLive, model }
  })
}

/** The models that share one conversation. */
export function planRelay(environment: NodeJS.ProcessEnv): readonly Plan[] {
  const asked = environment['DRAGOMAN_MODEL']
  if (!asked) return planRuns(environment)
  throw new DragomanError(
    'config',
    `--handoff changes the model after each step, and DRAGOMAN_MODEL=${asked} names one: leave one of them out.`,
  )
}

/** How a run is called on the screen. */
export function titleOf({ name, isLive }: Plan): string {
  return `${name} (${isLive ? 'live' : 'mock'})`
}

function mockModel(name: string, mock: Mock): Model {
  const models = registry({
    openai: (id) => openai(id, mock.openai),
    'openai-responses': (id) => openai.responses(id, mock.responses),
    anthropic: (id) => anthropic(id, mock.anthropic),
  })
  return models(name)
}
