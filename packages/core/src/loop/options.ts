import { requireRuntime } from '../adapter/runtime.ts'
import { DragomanError } from '../neutral/error.ts'
import {
  user,
  type Message,
  type ToolCallPart,
  type ToolMessage,
  type ToolResultPart,
} from '../neutral/message.ts'
import type { Deadlines, FitPolicy, Model } from '../neutral/model.ts'
import type { Settings, ToolChoice } from '../neutral/request.ts'
import type { RunState } from '../neutral/state.ts'
import type { Infer, Schema, Sendable } from '../schema/accept.ts'
import { structuredOutput, type StructuredOutput } from '../schema/output.ts'
import type { Tool } from '../schema/tool.ts'

export type RunOptions<S extends Schema = never> = RunSettings<S> & RunStart

/** What a run's output is: what its schema describes; `undefined` where it asks for none. */
export type OutputOf<S extends Schema> = [S] extends [never] ? undefined : Infer<S>

/** Where a run begins: with messages, or where an earlier run left off. */
export type RunStart =
  | { readonly messages: string | readonly Message[]; readonly state?: never; readonly results?: never }
  | {
      readonly state: RunState
      /** One result for each of the state's pending calls. */
      readonly results?: readonly ToolResultPart[]
      readonly messages?: never
    }

export interface RunSettings<S extends Schema = never> {
  readonly model: Model
  /** Instructions that stand before the messages. They are not among `result.messages`. */
  readonly system?: string
  readonly tools?: readonly Tool[]
  /** Default `auto`. A forced choice holds for the first step only, else the loop never ends. */
  readonly toolChoice?: ToolChoice
  readonly parallelToolCalls?: boolean
  /**
   * Asks for an answer that fits this schema, beside tools too: `result.output` is its value, checked. One of anything but
   * objects reaches the model as the property `value` of one.
   */
  readonly output?: S & Sendable<S>
  readonly settings?: Settings
  readonly limits?: Partial<Limits>
  readonly deadlines?: Partial<Deadlines>
  /** How many tools may run at a time. Default 8. */
  readonly concurrency?: number
  /** Default `adjust`. */
  readonly fit?: FitPolicy
  /** Whether the wire is asked for a stream. Default: `run` no, `streamRun` yes. */
  readonly stream?: boolean
  readonly signal?: AbortSignal
}

export interface Limits {
  /** How many model calls a run may make. Default 50. */
  readonly steps: number
  /** How many answers that do not fit the output's schema go back to the model, before `output-invalid`. Default 2. */
  readonly outputRepairs: number
}

const LIMITS: Limits = { steps: 50, outputRepairs: 2 }
const DEADLINES: Deadlines = { toolMs: 120_000 }
const CONCURRENCY = 8

/** What a run works with, checked and with every default filled in. */
export interface RunPlan {
  readonly settings: RunSettings
  readonly output?: StructuredOutput
  readonly tools: ReadonlyMap<string, Tool>
  readonly toolChoice: ToolChoice
  readonly limits: Limits
  readonly deadlines: Deadlines
  readonly concurrency: number
  readonly start: RunState
}

/** Checks a run's options before anything is sent. Throws `config`. */
export function planRun<S extends Schema>({ output, ...options }: RunOptions<S>): RunPlan {
  requireRuntime()
  const { model, tools = [], toolChoice = 'auto', concurrency = CONCURRENCY } = options
  if (typeof model?.call !== 'function') {
    throw config(`run() needs a model, such as registry({ … })("provider:model"); found ${describe(model)}.`)
  }
  checkTools(tools)
  checkToolChoice(toolChoice, tools)
  const limits = { ...LIMITS, ...options.limits }
  checkNumber('limits.steps', limits.steps, POSITIVE_COUNT)
  checkNumber('limits.outputRepairs', limits.outputRepairs, COUNT)
  checkNumber('concurrency', concurrency, POSITIVE_COUNT)
  const deadlines = { ...DEADLINES, ...options.deadlines }
  checkNumber('deadlines.toolMs', deadlines.toolMs, POSITIVE)
  return {
    settings: options,
    ...(output !== undefined && { output: structuredOutput(output) }),
    tools: new Map(tools.map((tool) => [tool.name, tool])),
    toolChoice,
    limits,
    deadlines,
    concurrency,
    start: startOf(options),
  }
}

function checkTools(tools: readonly Tool[]): void {
  const seen = new Set<string>()
  for (const [at, { name, type }] of tools.entries()) {
    if (type !== 'function' && type !== 'hosted') {
      throw config(`tools[${at}] is not a tool: make it with tool({ … }) or hostedTool({ … }).`)
    }
    if (seen.has(name)) {
      throw config(`Two tools are named "${name}". The model calls tools by name: rename one.`)
    }
    seen.add(name)
  }
}

function checkToolChoice(choice: ToolChoice, tools: readonly Tool[]): void {
  const names = tools.map(({ name }) => name)
  if (typeof choice !== 'string' && !names.includes(choice.tool)) {
    throw config(
      `toolChoice names "${choice.tool}", which is not among the tools: ${names.join(', ') || 'none'}.`,
    )
  }
  if (choice === 'required' && names.length === 0) {
    throw config(`toolChoice is 'required', but there are no tools: give tools, or leave toolChoice out.`)
  }
}

/** What a number may be, and the words for it. */
type NumberRule = readonly [isAllowed: (value: number) => boolean, words: string]

const POSITIVE: NumberRule = [(value) => value > 0, 'a number above 0']
const POSITIVE_COUNT: NumberRule = [
  (value) => Number.isSafeInteger(value) && value > 0,
  'a whole number above 0',
]
const COUNT: NumberRule = [(value) => Number.isSafeInteger(value) && value >= 0, 'a whole number from 0']

function checkNumber(name: string, value: number, [isAllowed, words]: NumberRule): void {
  if (!isAllowed(value)) throw config(`${name} is ${value}: give ${words}.`)
}

function startOf(options: RunStart): RunState {
  if (options.state) return resume(options.state, options.results ?? [])
  const given = options.messages
  const messages = typeof given === 'string' ? [user(given)] : given
  if (!Array.isArray(messages) || messages.length === 0) {
    throw config(`run() needs messages: a text or at least one message; found ${describe(given)}.`)
  }
  const broken = messages.findIndex((message: Partial<Message>) => !Array.isArray(message?.parts))
  if (broken !== -1) {
    throw config(
      `messages[${broken}] has no list of parts: make messages with user("…"), assistant("…") or system("…").`,
    )
  }
  const runId = globalThis.crypto.randomUUID()
  return { version: 1, runId, messages, added: 0, steps: 0, pending: [], results: [], usages: [] }
}

function resume(state: RunState, results: readonly ToolResultPart[]): RunState {
  if (state.version !== 1) {
    throw config(`state has version ${String(state.version)}; this core reads version 1.`)
  }
  for (const field of ['messages', 'pending', 'results', 'usages'] as const) {
    if (!Array.isArray(state[field])) {
      throw config(`state has no list of ${field}: give the state of a result or an error as it was.`)
    }
  }
  const pending = state.pending.map((call) => call.id)
  const unknown = results.filter((result) => !pending.includes(result.callId))
  if (unknown.length > 0) {
    throw config(
      `results answer ${list(unknown.map((r) => r.callId))}, but the state waits for ${list(pending)}.`,
    )
  }
  const missing = pending.filter((id) => results.filter((result) => result.callId === id).length !== 1)
  if (missing.length > 0) {
    throw config(`Give exactly one result for each pending call: check ${list(missing)}.`)
  }
  if (pending.length === 0) return state
  const answer: ToolMessage = { role: 'tool', parts: inCallOrder(state, [...state.results, ...results]) }
  return { ...state, messages: [...state.messages, answer], added: state.added + 1, pending: [], results: [] }
}

function inCallOrder(state: RunState, results: readonly ToolResultPart[]): readonly ToolResultPart[] {
  const last = state.messages.findLast((message) => message.role === 'assistant')
  const calls = last?.parts.filter((part): part is ToolCallPart => part.type === 'tool-call') ?? []
  const order = calls.map((call) => call.id)
  return results.toSorted((a, b) => order.indexOf(a.callId) - order.indexOf(b.callId))
}

function list(ids: readonly string[]): string {
  return ids.map((id) => JSON.stringify(id)).join(', ') || 'none'
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an empty list' : typeof value
}

function config(message: string): DragomanError {
  return new DragomanError('config', message)
}
