import { DragomanError, reasonOf } from '../neutral/error.ts'
import type { JsonValue } from '../neutral/json.ts'
import type { ToolCallPart } from '../neutral/message.ts'
import type { FunctionTool } from '../schema/tool.ts'
import { untilAborted } from './stop.ts'

/** A call that waits for a yes, with its arguments parsed and checked. */
export interface ApprovalRequest extends ToolCallPart {
  readonly input: JsonValue
}

/** Says whether a call may run. Asked for one call after the other, before any call of the answer runs. */
export type Approve = (call: ApprovalRequest) => boolean | Promise<boolean>

/** `unneeded`: the tool runs without. `open`: nobody is there to say it. */
export type Decision = 'unneeded' | 'approved' | 'denied' | 'open' | 'aborted'

/** Throws a `config` error for what `approve` threw. */
export async function decide(
  tool: FunctionTool,
  { id, name, inputText }: ToolCallPart,
  input: JsonValue,
  approve: Approve | undefined,
  signal: AbortSignal,
): Promise<Decision> {
  if (signal.aborted) return 'aborted'
  try {
    if (!(await isNeeded(tool, input, signal))) return 'unneeded'
    if (!approve) return 'open'
    const request: ApprovalRequest = { type: 'tool-call', id, name, inputText, input }
    // Nothing but a yes is one, whatever a program without types returns.
    const answer: unknown = await untilAborted(ask(approve, request), signal)
    return answer === true ? 'approved' : 'denied'
  } catch (error) {
    if (signal.aborted) return 'aborted'
    throw error
  }
}

async function isNeeded(
  { needsApproval = false }: FunctionTool,
  input: JsonValue,
  signal: AbortSignal,
): Promise<boolean> {
  if (typeof needsApproval !== 'function') return needsApproval
  try {
    const answer: unknown = await untilAborted(needsApproval(input), signal)
    return answer !== false
  } catch (error) {
    if (signal.aborted) throw error
    // A rule that cannot tell is no permission.
    return true
  }
}

async function ask(approve: Approve, call: ApprovalRequest): Promise<boolean> {
  try {
    return await approve(call)
  } catch (cause) {
    const message = `approve() threw when it was asked about a call of "${call.name}": ${reasonOf(cause)}`
    throw new DragomanError('config', message, { cause })
  }
}
