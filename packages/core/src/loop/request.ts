import { system, type SystemMessage } from '../neutral/message.ts'
import type { ModelRequest } from '../neutral/request.ts'
import type { RunState } from '../neutral/state.ts'
import type { ToolDefinition } from '../neutral/tool.ts'
import type { Tool } from '../schema/tool.ts'
import type { RunPlan } from './plan.ts'

/** What the model is asked in the next step. */
export function buildRequest(plan: RunPlan, state: RunState): ModelRequest {
  const { settings, tools, toolChoice, output } = plan
  const instructions: SystemMessage[] = settings.system ? [system(settings.system)] : []
  const isForced = toolChoice === 'required' || typeof toolChoice === 'object'
  const { parallelToolCalls } = settings
  return {
    messages: [...instructions, ...state.messages],
    tools: Array.from(tools.values(), definitionOf),
    toolChoice: isForced && state.steps > 0 ? 'auto' : toolChoice,
    ...(parallelToolCalls !== undefined && { parallelToolCalls }),
    ...(output && { output: { name: 'output', schema: output.schema } }),
    settings: settings.settings ?? {},
  }
}

function definitionOf(tool: Tool): ToolDefinition {
  if (tool.type === 'hosted') return tool
  const { execute: _execute, timeoutMs: _timeoutMs, needsApproval: _needsApproval, ...definition } = tool
  return definition
}
