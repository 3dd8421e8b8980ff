import type { JsonSchema } from './json.ts'
import type { Message } from './message.ts'
import type { ToolDefinition } from './tool.ts'

/** One model call, said neutrally. */
export interface ModelRequest {
  readonly messages: readonly Message[]
  readonly tools: readonly ToolDefinition[]
  readonly toolChoice: ToolChoice
  /** `false` asks for at most one call in an answer; absent leaves it to the provider. */
  readonly parallelToolCalls?: boolean
  readonly output?: OutputFormat
  readonly settings: Settings
}

/** What the last answer must be: JSON that fits a schema. Answers that call tools are none. */
export interface OutputFormat {
  /** What the format is called on wires that name it: letters, digits, `_` and `-`, at most 64. */
  readonly name: string
  /** The JSON Schema of the answer: an object. */
  readonly schema: JsonSchema
  /** Whether the provider is asked to hold the model to the schema. Default `true`: where it can. */
  readonly strict?: boolean
}

/** `{ tool }` forces that one tool. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly tool: string }

/** How hard a model should think, on one scale for all providers. */
export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** How to answer. What a model does not take is dropped with a notice. */
export interface Settings {
  /** Includes reasoning tokens, on every provider. */
  readonly maxOutputTokens?: number
  readonly temperature?: number
  readonly topP?: number
  /** Texts that end the answer. */
  readonly stop?: readonly string[]
  readonly seed?: number
  readonly effort?: Effort
  /** Whether the model's reasoning is shown, as a summary. Default: what the provider does. */
  readonly reasoning?: 'hidden' | 'summary'
}
