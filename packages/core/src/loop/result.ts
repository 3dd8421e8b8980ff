import type { AssistantMessage, Message, StopReason, ToolCallPart } from '../neutral/message.ts'
import type { Notice } from '../neutral/notice.ts'
import type { RunState } from '../neutral/state.ts'
import type { Usage } from '../neutral/usage.ts'
import type { ReadableEvent } from '../schema/partial-inputs.ts'
import type { ToolEvent } from './execute.ts'

export type RunEvent<Output = unknown> =
  | ReadableEvent
  | ToolEvent
  | { readonly type: 'step-start'; readonly step: number }
  | { readonly type: 'step-end'; readonly step: number; readonly message: AssistantMessage }
  | { readonly type: 'run-end'; readonly result: RunResult<Output> }

export type RunResult<Output = undefined> = RunSummary & RunEnd<Output>

export interface RunSummary {
  /** The text of the last answer. */
  readonly text: string
  /** The given messages as given, then what the run added. */
  readonly messages: readonly Message[]
  /** How many messages the run added. */
  readonly added: number
  readonly usage: Usage
  /** How many model calls the run made. */
  readonly steps: number
  readonly notices: readonly Notice[]
  /** The run as plain JSON, to go on from. */
  readonly state: RunState
}

/** What a run may do only so often. */
export type LimitName = 'steps' | 'toolCalls' | 'tokens' | 'repeats'

/** How a run ended. An ending is data; a failure is an exception. */
export type RunEnd<Output = undefined> =
  /** `output` is what the answer says, parsed and checked, where the run asked for one. */
  | { readonly end: 'done'; readonly output: Output }
  /** The model called tools without `execute`: give their results to `run({ state, results })`. */
  | { readonly end: 'needs-results'; readonly pending: readonly ToolCallPart[] }
  /** Calls wait for a yes, and there is no `approve`; others may wait for results. */
  | { readonly end: 'needs-approval'; readonly pending: readonly ToolCallPart[] }
  | { readonly end: 'limit'; readonly limit: LimitName }
  | { readonly end: Extract<StopReason, 'length' | 'context-full' | 'refusal' | 'filtered' | 'other'> }

/** The events of a run as they come, and its result. Leaving the iteration aborts the run. */
export interface RunStream<Output = undefined> extends AsyncIterable<RunEvent<Output>> {
  /** Settles with the run. Read without an iterator taken, it drives the run. */
  readonly result: Promise<RunResult<Output>>
}
