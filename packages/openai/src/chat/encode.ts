import {
  base64Of,
  DragomanError,
  fileText,
  present,
  type AssistantMessage,
  type EncodeTarget,
  type FilePart,
  type Message,
  type ModelRequest,
  type OutputFormat,
  type Settings,
  type TextPart,
  type ToolCallPart,
  type ToolChoice,
  type ToolDefinition,
  type ToolResultPart,
  type UserMessage,
} from '@dragoman/core'
import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
  ChatCompletionTool,
  ChatCompletionToolChoiceOption,
} from 'openai/resources/chat/completions'
import { dataUrl } from '../content.ts'
import { encodeReasoning } from './reasoning.ts'
import { AUDIO, isCustomCall, isRefusal, readAudioId, readExtra, readReasoningMark } from './replay.ts'
import { WIRE, type ChatQuirks, type ChatRequest } from './wire.ts'

/** Says a request in the words of Chat Completions. */
export function encode(request: ModelRequest, { id, capabilities, stream }: EncodeTarget): ChatRequest {
  // Rows of this adapter's own table, or overrides of the same form.
  const quirks = capabilities.wire as unknown as ChatQuirks
  return {
    model: id,
    messages: request.messages.flatMap((message) => encodeMessage(message, quirks)),
    ...encodeTools(request, capabilities.strict !== false),
    ...encodeFormat(request.output),
    ...encodeSettings(request.settings, quirks),
    ...(stream ? { stream, stream_options: { include_usage: true } } : { stream }),
  }
}

function encodeMessage(message: Message, quirks: ChatQuirks): ChatCompletionMessageParam[] {
  switch (message.role) {
    case 'system':
      return [{ role: quirks.systemRole, content: joinText(message.parts) }]
    case 'user':
      return [{ role: 'user', content: encodeUserContent(message) }]
    case 'assistant':
      return encodeAssistant(message)
    case 'tool':
      return message.parts.map(encodeResult)
  }
}

function encodeUserContent({ parts }: UserMessage): string | ChatCompletionContentPart[] {
  const [only] = parts
  return parts.length === 1 && only?.type === 'text' ? only.text : parts.map(encodeContent)
}

function encodeContent(part: TextPart | FilePart): ChatCompletionContentPart {
  return part.type === 'text' ? { type: 'text', text: part.text } : encodeFile(part)
}

function encodeFile(part: FilePart): ChatCompletionContentPart {
  const { mediaType, source } = part
  const [kind] = mediaType.split('/')
  if (source.type === 'file-id' && kind !== 'image') return { type: 'file', file: { file_id: source.fileId } }
  if (kind === 'image') return { type: 'image_url', image_url: { url: imageUrl(part) } }
  if (kind === 'text') return { type: 'text', text: fileText(part) }
  const format = AUDIO_FORMATS[mediaType]
  if (format) return { type: 'input_audio', input_audio: { data: base64Of(part), format } }
  if (mediaType === 'application/pdf') {
    return { type: 'file', file: { filename: part.name ?? 'document.pdf', file_data: dataUrl(part) } }
  }
  throw new DragomanError('unsupported', `${WIRE} takes images, PDFs, text, WAV and MP3, not ${mediaType}.`)
}

const AUDIO_FORMATS: Readonly<Record<string, 'wav' | 'mp3'>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mp3': 'mp3',
  'audio/mpeg': 'mp3',
}

function imageUrl(part: FilePart): string {
  return part.source.type === 'url' ? part.source.url : dataUrl(part)
}

function encodeAssistant(said: AssistantMessage): ChatCompletionMessageParam[] {
  const { parts } = said
  const texts = parts.filter((part) => part.type === 'text')
  const content = joinText(texts.filter((part) => !isRefusal(part)))
  const refusal = joinText(texts.filter(isRefusal))
  const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [encodeCall(part)] : []))
  const reasoning = parts.flatMap((part) =>
    part.type === 'reasoning' ? [encodeReasoning(part, content)] : [],
  )
  const audio = parts.flatMap((part) => (part.type === 'opaque' ? [readAudioId(part)] : []))[0]
  for (const part of parts) refuseUnsayable(part)
  // A turn that said nothing has no form here: servers ask for content or calls.
  if (!content && !refusal && calls.length === 0 && !audio) return []
  const message: ChatCompletionAssistantMessageParam = {
    role: 'assistant',
    content: content || null,
    ...(refusal && { refusal }),
    ...(audio && { audio }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...readExtra(said),
  }
  // Fields of compatible servers, which no type of the SDK names.
  return [reasoning.reduce((whole, fields) => ({ ...whole, ...fields }), message)]
}

function refuseUnsayable(part: AssistantMessage['parts'][number]): void {
  if (part.type === 'text' || part.type === 'tool-call') return
  if (part.type === 'reasoning' && readReasoningMark(part)) return
  if (part.type === 'opaque' && part.kind === AUDIO) return
  const kind = part.type === 'opaque' ? part.kind : part.type
  throw new DragomanError('unsupported', `${WIRE} has no form for ${kind} in an assistant message.`)
}

function encodeCall(part: ToolCallPart): ChatCompletionMessageToolCall {
  const { id, name, inputText } = part
  const extra = readExtra(part)
  return isCustomCall(part)
    ? { id, type: 'custom', custom: { name, input: JSON.parse(inputText) } }
    : { id, type: 'function', function: { name, arguments: inputText }, ...extra }
}

function encodeResult({ callId, parts, isError }: ToolResultPart): ChatCompletionMessageParam {
  const text = joinText(parts.map(requireText))
  // The wire has no error flag.
  return { role: 'tool', tool_call_id: callId, content: isError ? `Error: ${text}` : text }
}

function requireText(part: TextPart | FilePart): TextPart {
  if (part.type === 'text') return part
  throw new DragomanError('unsupported', `${WIRE} has no form for a file in a tool result.`)
}

function joinText(parts: readonly TextPart[]): string {
  return parts.map((part) => part.text).join('')
}

function encodeTools(
  { tools, toolChoice, parallelToolCalls }: ModelRequest,
  takesStrict: boolean,
): Partial<ChatRequest> {
  if (tools.length === 0) return {}
  return {
    tools: tools.map((tool) => encodeTool(tool, takesStrict)),
    ...(toolChoice !== 'auto' && { tool_choice: encodeToolChoice(toolChoice) }),
    ...(parallelToolCalls === false && { parallel_tool_calls: false }),
  }
}

function encodeTool(tool: ToolDefinition, takesStrict: boolean): ChatCompletionTool {
  // A hosted tool's definition is the wire's own, as its author wrote it.
  if (tool.type === 'hosted') return tool.definition as unknown as ChatCompletionTool
  const { name, description, input: parameters, strict = false } = tool
  return {
    type: 'function',
    function: { name, description, parameters: { ...parameters }, ...(takesStrict && { strict }) },
  }
}

function encodeToolChoice(choice: ToolChoice): ChatCompletionToolChoiceOption {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.tool } }
}

function encodeFormat(output: OutputFormat | undefined): Partial<ChatRequest> {
  if (!output) return {}
  const { name, schema, strict = true } = output
  return { response_format: { type: 'json_schema', json_schema: { name, schema: { ...schema }, strict } } }
}

function encodeSettings(settings: Settings, { maxTokensField }: ChatQuirks): Partial<ChatRequest> {
  const { maxOutputTokens, temperature, topP, stop, seed, effort } = settings
  return {
    ...(maxOutputTokens !== undefined && { [maxTokensField]: maxOutputTokens }),
    ...present({ temperature, top_p: topP, stop: stop && [...stop], seed, reasoning_effort: effort }),
  }
}
