import { reasonOf } from '../neutral/error.ts'
import type { JsonValue } from '../neutral/json.ts'
import type { ToolCallPart, ToolResultPart } from '../neutral/message.ts'
import { checkInput } from '../schema/input.ts'
import type { FunctionTool, Tool } from '../schema/tool.ts'
import { decide, type Approve } from './approval.ts'
import { failedResult, notStarted } from './failed-result.ts'

export interface Preparation {
  /** Every tool by its name. The calls of one that is not a function wait for the program. */
  readonly tools: ReadonlyMap<string, Tool>
  readonly approve?: Approve | undefined
  readonly signal: AbortSignal
}

/** A call that was looked at: it has its result, waits for the program, or is ready to run. */
export interface Prepared {
  readonly call: ToolCallPart
  readonly result?: ToolResultPart
  readonly waitsFor?: 'approval' | 'results'
  readonly ready?: { readonly tool: FunctionTool; readonly input: JsonValue }
}

/** Looks up, checks and, where needed, gets approved. Throws what `approve` threw. */
export async function prepareCall(
  call: ToolCallPart,
  { tools, approve, signal }: Preparation,
): Promise<Prepared> {
  const tool = tools.get(call.name)
  if (!tool) return { call, result: unknownTool(call, tools) }
  // A free-text tool, say: declared in the wire's own words, answered by the program.
  if (tool.type === 'hosted') return { call, waitsFor: 'results' }
  const checked = checkCall(call, tool)
  if ('result' in checked) return { call, result: checked.result }
  if (!tool.execute) return { call, waitsFor: 'results' }
  const ready = { tool, input: checked.input }
  switch (await decide(tool, call, checked.input, approve, signal)) {
    case 'unneeded':
    case 'approved':
      return { call, ready }
    case 'open':
      return { call, waitsFor: 'approval' }
    case 'denied':
      return { call, result: failedResult(call, 'denied', DENIED) }
    case 'aborted':
      return { call, result: notStarted(call) }
  }
}

const DENIED = 'Not run: this call was not approved. Do not repeat it; ask the user, or go on without it.'

function checkCall(
  call: ToolCallPart,
  tool: FunctionTool,
): { readonly input: JsonValue } | { readonly result: ToolResultPart } {
  try {
    const checked = checkInput(call.inputText, tool.input)
    return checked.ok ? checked : { result: failedResult(call, 'bad-input', checked.problem) }
  } catch (error) {
    // A schema may recurse without an end.
    return { result: failedResult(call, 'threw', `The tool failed: ${reasonOf(error)}`) }
  }
}

function unknownTool(call: ToolCallPart, tools: ReadonlyMap<string, Tool>): ToolResultPart {
  const names = [...tools.keys()].join(', ')
  const text = `There is no tool named "${call.name}". Available tools: ${names || 'none'}.`
  return failedResult(call, 'unknown-tool', text)
}
