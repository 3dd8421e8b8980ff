import {
  base64Of,
  fileText,
  inputObject,
  present,
  textOf,
  type AssistantMessage,
  type EncodeTarget,
  type FilePart,
  type JsonObject,
  type Message,
  type ModelRequest,
  type Settings,
  type TextPart,
  type ToolCallPart,
  type ToolDefinition,
  type ToolResultPart,
} from '@dragoman/core'
import type { OllamaCall, OllamaMessage, OllamaRequest } from './wire.ts'

/** Says a request in the words of Ollama. */
export function encode(request: ModelRequest, { id, stream }: EncodeTarget): OllamaRequest {
  const { messages, tools, toolChoice, output, settings } = request
  return {
    model: id,
    messages: messages.flatMap(encodeMessage),
    stream,
    // Else the server drops the oldest messages without a word.
    truncate: false,
    options: encodeOptions(settings),
    ...(tools.length > 0 && toolChoice !== 'none' && { tools: tools.map(encodeTool) }),
    ...(output && { format: output.schema }),
    ...encodeThink(settings),
  }
}

function encodeMessage(message: Message): OllamaMessage[] {
  switch (message.role) {
    case 'system':
    case 'user':
      return [{ role: message.role, ...encodeContent(message.parts) }]
    case 'assistant':
      return [encodeAssistant(message)]
    case 'tool':
      return message.parts.map(encodeResult)
  }
}

function encodeContent(parts: readonly (TextPart | FilePart)[]): Pick<OllamaMessage, 'content' | 'images'> {
  const images = parts.filter(isImage).map(base64Of)
  const texts = parts.flatMap((part) =>
    isImage(part) ? [] : part.type === 'text' ? part.text : fileText(part),
  )
  return { content: texts.join('\n'), ...(images.length > 0 && { images }) }
}

function isImage(part: TextPart | FilePart): part is FilePart {
  return part.type === 'file' && part.mediaType.startsWith('image/')
}

function encodeAssistant(message: AssistantMessage): OllamaMessage {
  const thoughts = message.parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : []))
  const calls = message.parts.flatMap((part) => (part.type === 'tool-call' ? [encodeCall(part)] : []))
  return {
    role: 'assistant',
    content: textOf(message),
    ...(thoughts.length > 0 && { thinking: thoughts.join('') }),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

function encodeCall({ id, name, inputText }: ToolCallPart): OllamaCall {
  return { id, function: { name, arguments: inputObject(inputText) } }
}

function encodeResult({ callId, name, parts, isError }: ToolResultPart): OllamaMessage {
  const { content } = encodeContent(parts)
  // Ollama has no word for a failed tool.
  const said = isError ? `Error: ${content}` : content
  return { role: 'tool', content: said, tool_name: name, tool_call_id: callId }
}

function encodeTool(tool: ToolDefinition): JsonObject {
  if (tool.type === 'hosted') return tool.definition
  const { name, description, input: parameters } = tool
  return { type: 'function', function: { name, description, parameters } }
}

function encodeThink({ effort, reasoning }: Settings): Pick<OllamaRequest, 'think'> {
  if (!effort && !reasoning) return {}
  return { think: effort === 'none' ? false : (effort ?? true) }
}

function encodeOptions({ temperature, topP, seed, stop, maxOutputTokens }: Settings): JsonObject {
  return present({ temperature, top_p: topP, seed, stop, num_predict: maxOutputTokens })
}
