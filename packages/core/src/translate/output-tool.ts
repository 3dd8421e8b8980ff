import type { WireEvent } from '../neutral/event.ts'
import type { ModelRequest, OutputFormat, ToolChoice } from '../neutral/request.ts'
import type { FunctionDefinition } from '../neutral/tool.ts'
import type { FitTarget } from './target.ts'

/** Asks for an answer by a tool that takes it as its arguments. What comes back is a text, and no call. */
export function askByTool(
  request: ModelRequest,
  output: OutputFormat,
  { capabilities }: FitTarget,
): { readonly request: ModelRequest; readonly restore: (event: WireEvent) => WireEvent } {
  const name = freeName(output.name, request)
  const tool: FunctionDefinition = {
    type: 'function',
    name,
    description: 'Gives the final answer. Call it alone, once you have all that the answer needs.',
    input: output.schema,
    // Where the wire has a field of its own, its strict mode was already asked.
    strict: capabilities.output === 'tool' && capabilities.strict !== false && output.strict !== false,
  }
  return {
    request: { ...request, tools: [...request.tools, tool], toolChoice: choiceWith(request, name) },
    restore: textOfCall(name),
  }
}

function freeName(wanted: string, { tools }: ModelRequest): string {
  let name = wanted
  for (let copy = 2; tools.some((tool) => tool.name === name); copy++) name = `${wanted}_${copy}`
  return name
}

function choiceWith({ tools, toolChoice }: ModelRequest, name: string): ToolChoice {
  if (tools.length === 0 || toolChoice === 'none') return { tool: name }
  return toolChoice === 'auto' ? 'required' : toolChoice
}

function textOfCall(name: string): (event: WireEvent) => WireEvent {
  let answers = new Set<number>()
  let callsOthers = false
  return (event) => {
    switch (event.type) {
      case 'message-start':
        answers = new Set()
        callsOthers = false
        return event
      case 'part-start':
        if (event.part.type !== 'tool-call') return event
        if (event.part.name !== name) {
          callsOthers = true
          return event
        }
        answers.add(event.index)
        return { ...event, part: { type: 'text', text: event.part.inputText } }
      case 'input-delta':
        return answers.has(event.index) ? { ...event, type: 'text-delta' } : event
      case 'part-end': {
        // It belongs to a call that nobody sees.
        const { replay: _dropped, ...end } = event
        return answers.has(event.index) ? end : event
      }
      case 'message-end': {
        const isAnswer = answers.size > 0 && !callsOthers && event.stop.reason === 'tool-calls'
        return isAnswer ? { ...event, stop: { ...event.stop, reason: 'stop' } } : event
      }
      default:
        return event
    }
  }
}
