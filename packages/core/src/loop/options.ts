import type { Message, ToolResultPart } from '../neutral/message.ts'
import type { Deadlines, FitPolicy, Model, RetryPolicy } from '../neutral/model.ts'
import type { Settings, ToolChoice } from '../neutral/request.ts'
import type { RunState } from '../neutral/state.ts'
import type { Infer, Schema, Sendable } from '../schema/accept.ts'
import type { Tool } from '../schema/tool.ts'
import type { Approve } from './approval.ts'

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
  /** Merged over the defaults. */
  readonly limits?: Partial<Limits>
  /** Merged over the defaults. */
  readonly deadlines?: Partial<Deadlines>
  /** When a model call that failed is made again. Merged over the defaults. */
  readonly retry?: Partial<RetryPolicy>
  /** How many tools may run at a time. Default 8. */
  readonly concurrency?: number
  /** Default `adjust`. */
  readonly fit?: FitPolicy
  /** Whether the wire is asked for a stream. Default: `run` no, `streamRun` yes. */
  readonly stream?: boolean
  /**
   * Says whether a call of a tool with `needsApproval` may run. Absent: such a call ends the run with `needs-approval`.
   * Asked for one call at a time, before any call of the answer runs. What it throws ends the run.
   */
  readonly approve?: Approve
  readonly signal?: AbortSignal
}

/** How much a run may do. `Infinity` sets no limit. */
export interface Limits {
  /** How many model calls a run may make. Default 50. */
  readonly steps: number
  /** The run ends where the model makes the same calls so many times in a row: the last of them do not run. Default 3. */
  readonly repeats: number
  /** How many answers that do not fit the output's schema go back to the model, before `output-invalid`. Default 2. */
  readonly outputRepairs: number
  /** How many tool calls the model may make. Those of an answer that asks for more do not run. Default: any number. */
  readonly toolCalls?: number
  /**
   * How many tokens the run may use, in and out, as reported. No model call begins once they are used; the last one may
   * exceed them. Default: any number.
   */
  readonly tokens?: number
}
