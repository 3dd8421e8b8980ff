import { expectTypeOf } from 'vitest'
import {
  run,
  streamRun,
  type Message,
  type Model,
  type RunEvent,
  type RunOptions,
  type RunResult,
  type RunState,
  type ToolCallPart,
} from '@dragoman/core'

declare const model: Model
declare const state: RunState
declare const result: RunResult

// What belongs to one ending stands only there.
switch (result.end) {
  case 'needs-approval':
  case 'needs-results':
    expectTypeOf(result.pending).toEqualTypeOf<readonly ToolCallPart[]>()
    break
  case 'limit':
    expectTypeOf(result.limit).toEqualTypeOf<'steps' | 'toolCalls' | 'tokens' | 'repeats'>()
    break
  case 'done':
  case 'length':
  case 'context-full':
  case 'refusal':
  case 'filtered':
  case 'other':
    expectTypeOf(result).not.toHaveProperty('pending')
    expectTypeOf(result).not.toHaveProperty('limit')
    break
  default:
    result satisfies never
}

// What every ending has needs no narrowing.
expectTypeOf(result.text).toEqualTypeOf<string>()
expectTypeOf(result.messages).toEqualTypeOf<readonly Message[]>()
expectTypeOf(result.state).toEqualTypeOf<RunState>()

// A run begins with messages or with a state, never with both, and results belong to a state.
expectTypeOf(run({ model, messages: 'Hi' })).toEqualTypeOf<Promise<RunResult>>()
expectTypeOf(run({ model, state, results: [] })).toEqualTypeOf<Promise<RunResult>>()
expectTypeOf(streamRun({ model, messages: [] })).toExtend<AsyncIterable<RunEvent>>()
expectTypeOf({ model }).not.toExtend<RunOptions>()
expectTypeOf({ model, messages: 'Hi', state }).not.toExtend<RunOptions>()
expectTypeOf({ model, messages: 'Hi', results: [] }).not.toExtend<RunOptions>()
