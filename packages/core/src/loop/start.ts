import { DragomanError } from '../neutral/error.ts'
import {
  user,
  type Message,
  type ToolCallPart,
  type ToolMessage,
  type ToolResultPart,
} from '../neutral/message.ts'
import type { RunState } from '../neutral/state.ts'
import type { RunStart } from './options.ts'

/** The state that a run begins with. Throws `config`. */
export function startOf(options: RunStart): RunState {
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
  if (state.discarded !== undefined && !Array.isArray(state.discarded)) {
    throw config(`state.discarded is no list: give the state of a result or an error as it was.`)
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

/** A value in few words, for an error. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an empty list' : typeof value
}

export function config(message: string): DragomanError {
  return new DragomanError('config', message)
}
