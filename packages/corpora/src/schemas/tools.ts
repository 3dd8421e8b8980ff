import { DragomanError, tool, type FunctionTool } from '@dragoman/core'
import type { McpTool } from '../corpora.ts'

/** What becomes of a server's tool where it is declared. */
export type Declared =
  | { readonly ok: true; readonly tool: FunctionTool }
  | { readonly ok: false; readonly name: string; readonly problem: string }

/** Declares a server's tool as a program would. */
export function declareTool({ name, description, inputSchema: input }: McpTool): Declared {
  try {
    return { ok: true, tool: tool({ name, description, input, untrusted: true }) }
  } catch (error) {
    if (!DragomanError.is(error)) throw error
    return { ok: false, name, problem: error.message }
  }
}

/** Those that `tool()` takes. */
export function takenOf(tools: readonly Declared[]): readonly FunctionTool[] {
  return tools.flatMap((declared) => (declared.ok ? [declared.tool] : []))
}
