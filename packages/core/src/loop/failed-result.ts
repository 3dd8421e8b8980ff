import type { ToolCallPart, ToolFailure, ToolResultPart } from '../neutral/message.ts'

/** An error result. Its text is written for the model. */
export function failedResult(call: ToolCallPart, reason: ToolFailure, text: string): ToolResultPart {
  const { id: callId, name } = call
  return { type: 'tool-result', callId, name, parts: [{ type: 'text', text }], isError: true, reason }
}

export function notStarted(call: ToolCallPart): ToolResultPart {
  return failedResult(call, 'not-run', 'Not run: the run was aborted before this call started.')
}
