import { requireRuntime } from '../adapter/runtime.ts'
import { completeDeadlines } from '../call/deadline.ts'
import type { Deadlines } from '../neutral/model.ts'
import type { ToolChoice } from '../neutral/request.ts'
import type { RunState } from '../neutral/state.ts'
import type { Schema } from '../schema/accept.ts'
import { structuredOutput, type StructuredOutput } from '../schema/output.ts'
import type { Tool } from '../schema/tool.ts'
import type { Limits, RunOptions, RunSettings } from './options.ts'
import { config, describe, startOf } from './start.ts'

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

const LIMITS: Limits = { steps: 50, repeats: 3, outputRepairs: 2 }
const CONCURRENCY = 8

/** Checks a run's options before anything is sent. Throws `config`. */
export function planRun<S extends Schema>({ output, ...options }: RunOptions<S>): RunPlan {
  requireRuntime()
  const { model, tools = [], toolChoice = 'auto', concurrency = CONCURRENCY } = options
  if (typeof model?.call !== 'function') {
    throw config(`run() needs a model, such as registry({ … })("provider:model"); found ${describe(model)}.`)
  }
  checkTools(tools)
  checkToolChoice(toolChoice, tools)
  const limits = { ...LIMITS, ...known(options.limits) }
  for (const [name, value] of Object.entries(limits)) checkNumber(`limits.${name}`, value, LIMIT_RULES[name])
  checkNumber('concurrency', concurrency, WHOLE)
  const deadlines = completeDeadlines(options.deadlines)
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

const WHOLE: NumberRule = [(value) => value > 0 && Number.isSafeInteger(value), 'a whole number above 0']
const isCount = (value: number): boolean => value === Infinity || Number.isSafeInteger(value)
const COUNT: NumberRule = [(value) => value > 0 && isCount(value), 'a whole number above 0']
const LIMIT_RULES: Readonly<Record<string, NumberRule>> = {
  steps: COUNT,
  repeats: [(value) => value > 1 && isCount(value), 'a whole number above 1'],
  outputRepairs: [(value) => value >= 0 && isCount(value), 'a whole number from 0'],
  toolCalls: COUNT,
  tokens: COUNT,
}

function checkNumber(name: string, value: number, rule: NumberRule | undefined): void {
  if (!rule) throw config(`${name} is no limit: the limits are ${Object.keys(LIMIT_RULES).join(', ')}.`)
  const [isAllowed, words] = rule
  if (!isAllowed(value)) throw config(`${name} is ${value}: give ${words}.`)
}

function known<Options extends object>(options: Options | undefined): Partial<Options> {
  // The same object without what is not set.
  return Object.fromEntries(
    Object.entries(options ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<Options>
}
