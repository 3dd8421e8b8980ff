import type { SpokenWire } from '@dragoman/conformance/speak'
import type { FunctionDefinition } from '@dragoman/core'

/** One way of doing a task on one wire. */
export interface Contender {
  readonly name: string
  readonly wire: SpokenWire
  /** Whether it runs the tools, or hands back the calls. */
  readonly runsTools: boolean
  readonly isOurs: boolean
  /** Loads its own code only. */
  load(): Promise<{ readonly play: Play }>
}

/** A prompt for a model with tools, to be streamed until the model is done. */
export interface Task {
  readonly baseURL: string
  readonly apiKey: string
  readonly tools: readonly PeerTool[]
  /** For each limit that the library has on silence. Absent: its defaults. */
  readonly limitMs?: number
  readonly signal?: AbortSignal
}

export interface PeerTool extends FunctionDefinition {
  /** Takes what the library hands over: the arguments, and a signal where it has one. */
  execute(input: unknown, signal?: AbortSignal | null): Promise<string>
}

/** Rejects with the error of the library. */
export type Play = (task: Task) => Promise<Outcome>

export interface Outcome {
  /** The library's own word for how it ended, where it has one. */
  readonly word?: string | null | undefined
  /** Of a contender that runs no tools: the calls that it was handed. */
  readonly calls?: readonly RawCall[]
}

export interface RawCall {
  readonly name: string
  readonly inputText: string
}

export const PROMPT = 'How is the weather, and how late is it?'
export const MAX_TOKENS = 4096
export const MODELS: Readonly<Record<SpokenWire, string>> = {
  'openai.chat': 'gpt-4o-mini',
  'openai.responses': 'gpt-4o-mini',
  'anthropic.messages': 'claude-haiku-4-5',
}

const CHAT = { wire: 'openai.chat', runsTools: true, isOurs: false } as const
const MESSAGES = { wire: 'anthropic.messages', runsTools: true, isOurs: false } as const
const OURS = { runsTools: true, isOurs: true } as const

export const CONTENDERS: readonly Contender[] = [
  { ...CHAT, name: 'openai, raw', runsTools: false, load: () => import('./contenders/openai-raw.ts') },
  { ...CHAT, name: 'openai, runTools', load: () => import('./contenders/openai-run-tools.ts') },
  { ...CHAT, name: 'ai, openai.chat', load: () => import('./contenders/ai-openai.ts') },
  {
    ...OURS,
    wire: 'openai.chat',
    name: 'dragoman, openai.chat',
    load: () => import('./contenders/dragoman-chat.ts'),
  },
  {
    ...OURS,
    wire: 'openai.responses',
    name: 'dragoman, openai.responses',
    load: () => import('./contenders/dragoman-responses.ts'),
  },
  {
    ...MESSAGES,
    name: 'anthropic, raw',
    runsTools: false,
    load: () => import('./contenders/anthropic-raw.ts'),
  },
  { ...MESSAGES, name: 'anthropic, toolRunner', load: () => import('./contenders/anthropic-tool-runner.ts') },
  { ...MESSAGES, name: 'ai, anthropic', load: () => import('./contenders/ai-anthropic.ts') },
  {
    ...OURS,
    wire: 'anthropic.messages',
    name: 'dragoman, anthropic.messages',
    load: () => import('./contenders/dragoman-messages.ts'),
  },
]

export function contenderOf(name: string): Contender {
  const found = CONTENDERS.find((contender) => contender.name === name)
  if (!found) throw new Error(`There is no contender "${name}".`)
  return found
}
