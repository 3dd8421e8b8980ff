import { checkValue, system, user, assistant, tool, type FunctionTool, type Message } from '@dragoman/core'
import type { BfclCall, BfclCase, BfclMessage, BfclTool, BfclToolSets } from '../corpora.ts'

/** A conversation with tools, and the calls that it must lead to. */
export interface Case {
  readonly id: string
  readonly kind: CaseKind
  readonly tools: readonly FunctionTool[]
  readonly turns: readonly Turn[]
}

/** `called` and `uncalled` are to be fed back; the rest is not, or only to see its calls refused. */
export type CaseKind = 'called' | 'uncalled' | 'misfit' | 'literals' | 'unstated'

/** What the user says, and the calls of each step until the answer. */
export interface Turn {
  readonly messages: readonly Message[]
  readonly tools: readonly FunctionTool[]
  readonly steps: readonly (readonly BfclCall[])[]
}

/** The cases with the tools as `tool()` takes them. Equal schemas are one object, so each is worked on once. */
export function readCases(cases: readonly BfclCase[], toolSets: BfclToolSets): readonly Case[] {
  const made = new Map<string, FunctionTool>()
  return cases.map((given) => readCase(given, toolSets, (definition) => toolOf(definition, made)))
}

/** All definitions that are different. */
export function definitionsOf(cases: readonly Case[]): readonly FunctionTool[] {
  return [...new Set(cases.flatMap(({ tools }) => tools))]
}

function toolOf(definition: BfclTool, made: Map<string, FunctionTool>): FunctionTool {
  const key = JSON.stringify(definition)
  const known = made.get(key)
  if (known) return known
  const { name, description, parameters: input } = definition
  const fresh = tool({ name, description, input })
  made.set(key, fresh)
  return fresh
}

function readCase(
  given: BfclCase,
  toolSets: BfclToolSets,
  toolFor: (definition: BfclTool) => FunctionTool,
): Case {
  const { id, category } = given
  if ('tools' in given) {
    const { messages, expected_calls: calls } = given
    const tools = given.tools.map(toolFor)
    const steps = calls && calls.length > 0 ? [calls] : []
    const turns = [{ messages: messages.map(readMessage), tools, steps }]
    const kind = calls === null ? 'unstated' : LITERALS.has(category) ? 'literals' : kindOf(turns)
    return { id, kind, tools, turns }
  }
  const { excluded_function: excluded = [], missed_function: missed = {} } = given
  const tools = given.tool_sets
    .flatMap((name) => toolSets[name] ?? [])
    .filter(({ name }) => !excluded.includes(name))
    .map(toolFor)
  const turns = given.turns.map((messages, at) => {
    const later = Object.entries(missed).flatMap(([turn, names]) => (Number(turn) > at ? names : []))
    return {
      messages: messages.length > 0 ? messages.map(readMessage) : [user(MORE_TOOLS)],
      tools: tools.filter(({ name }) => !later.includes(name)),
      // Each call needs what the one before it did.
      steps: (given.expected_turns[at] ?? []).map((call) => [call]),
    }
  })
  return { id, kind: kindOf(turns), tools, turns }
}

const LITERALS: ReadonlySet<string> = new Set(['simple_java', 'simple_javascript'])

// A turn without words is where the user adds the tools that were missed.
const MORE_TOOLS = 'There are more tools. What about them?'

const MESSAGES: Readonly<Record<BfclMessage['role'], (text: string) => Message>> = { system, user, assistant }

function readMessage({ role, content }: BfclMessage): Message {
  return MESSAGES[role](content)
}

function kindOf(turns: readonly Turn[]): CaseKind {
  const calls = turns.flatMap(({ steps, tools }) => steps.flat().map((call) => ({ call, tools })))
  if (calls.length === 0) return 'uncalled'
  return calls.every(({ call, tools }) => fits(call, tools)) ? 'called' : 'misfit'
}

/** Whether there is such a tool, and its schema takes the arguments. */
export function fits(call: BfclCall, tools: readonly FunctionTool[]): boolean {
  const called = tools.find(({ name }) => name === call.name)
  return called !== undefined && checkValue(called.input, call.arguments).length === 0
}
