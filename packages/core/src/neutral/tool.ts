import type { JsonObject, JsonSchema } from './json.ts'
import type { CacheHint } from './message.ts'

/** What a model is told about a tool. */
export type ToolDefinition = FunctionDefinition | HostedTool

/** A tool that the program runs. */
export interface FunctionDefinition {
  readonly type: 'function'
  readonly name: string
  readonly description: string
  /** The JSON Schema of the arguments: an object. */
  readonly input: JsonSchema
  readonly strict?: boolean
  /** The schema comes from elsewhere, such as a server: its patterns are sent, and never run here. */
  readonly untrusted?: boolean
  readonly cache?: CacheHint
}

/** A tool that the provider runs: web search, code execution, MCP connectors. Only its own wire understands it. */
export interface HostedTool {
  readonly type: 'hosted'
  readonly wire: string
  readonly name: string
  /** The wire's own definition, sent as it is. */
  readonly definition: JsonObject
}

/** Declares a tool that the provider runs. `definition` is sent as it is, on that wire only. */
export function hostedTool(tool: {
  readonly wire: string
  readonly name: string
  readonly definition: JsonObject
}): HostedTool {
  return { type: 'hosted', ...tool }
}
