import type { JsonObject } from './json.ts'
import type { Effort, Settings } from './request.ts'

/** What a model takes, as data. A request is fitted to it before it is encoded. */
export interface Capabilities {
  readonly parallelToolCalls: boolean
  /** `without-thinking`: a forced choice is refused while the model thinks. */
  readonly forcedToolChoice: 'yes' | 'no' | 'without-thinking'
  /** Whether a tool may be marked `strict`. */
  readonly strict: boolean
  /** The sampling settings that the model takes. */
  readonly sampling: readonly SamplingSetting[]
  /** The effort levels that the model takes; empty where it has no such setting. */
  readonly effort: readonly Effort[]
  /** The `reasoning` settings that the model takes. */
  readonly reasoning: readonly NonNullable<Settings['reasoning']>[]
  /** Whether text that is empty or only white space may be sent. */
  readonly blankText: boolean
  /** The wire that keeps this model's reasoning between tool steps, where this one loses it. */
  readonly reasoningWire?: string
  readonly maxOutputTokens?: number
  /** Quirks that only the model's own codec reads. */
  readonly wire: JsonObject
}

export type SamplingSetting = keyof Pick<Settings, 'temperature' | 'topP' | 'stop' | 'seed'>
