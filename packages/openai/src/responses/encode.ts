import {
  DragomanError,
  fileText,
  isJsonObject,
  present,
  type AssistantMessage,
  type AssistantPart,
  type EncodeTarget,
  type FilePart,
  type JsonObject,
  type Message,
  type ModelRequest,
  type OutputFormat,
  type Settings,
  type TextPart,
  type ToolCallPart,
  type ToolDefinition,
  type ToolMessage,
  type ToolResultPart,
} from '@dragoman/core'
import type {
  ResponseInputItem,
  ResponseInputMessageContentList,
  ResponseOutputMessage,
  ResponseReasoningItem,
  Tool,
} from 'openai/resources/responses/responses'
import { dataUrl } from '../content.ts'
import { WIRE, type ResponsesQuirks, type ResponsesRequest } from './wire.ts'

type InputContent = ResponseInputMessageContentList[number]

/** Says a request in the words of Responses. */
export function encode(request: ModelRequest, { id, capabilities, stream }: EncodeTarget): ResponsesRequest {
  // Rows of this adapter's own table, or overrides of the same form.
  const quirks = capabilities.wire as unknown as ResponsesQuirks
  const calls = callsById(request.messages)
  return {
    model: id,
    input: request.messages.flatMap((message) => encodeMessage(message, calls, quirks)),
    // Stateless: nothing stays at the provider, so the reasoning comes along encrypted.
    store: false,
    ...(quirks.encryptsReasoning && { include: ['reasoning.encrypted_content'] }),
    ...encodeTools(request),
    ...encodeFormat(request.output),
    ...encodeSettings(request.settings),
    stream,
  }
}

type Calls = ReadonlyMap<string, ToolCallPart>

function callsById(messages: readonly Message[]): Calls {
  const parts = messages.flatMap((message) => (message.role === 'assistant' ? message.parts : []))
  return new Map(parts.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part] as const] : [])))
}

function encodeMessage(message: Message, calls: Calls, { systemRole }: ResponsesQuirks): ResponseInputItem[] {
  switch (message.role) {
    case 'system':
      return [{ type: 'message', role: systemRole, content: message.parts.map(encodeText) }]
    case 'user':
      return [{ type: 'message', role: 'user', content: message.parts.map(encodeContent) }]
    case 'assistant':
      return encodeAssistant(message)
    case 'tool':
      return encodeResults(message, calls)
  }
}

function encodeText({ text }: TextPart): InputContent {
  return { type: 'input_text', text }
}

function encodeContent(part: TextPart | FilePart): InputContent {
  return part.type === 'text' ? encodeText(part) : encodeFile(part)
}

function encodeFile(part: FilePart): InputContent {
  const { mediaType, source, name } = part
  const [kind] = mediaType.split('/')
  if (kind === 'image') return { type: 'input_image', detail: 'auto', ...imageSource(part) }
  if (kind === 'audio' || kind === 'video') {
    throw new DragomanError('unsupported', `${WIRE} takes images and documents, not ${mediaType}.`)
  }
  if (source.type === 'url') return { type: 'input_file', file_url: source.url }
  if (source.type === 'file-id') return { type: 'input_file', file_id: source.fileId }
  if (kind === 'text') return { type: 'input_text', text: fileText(part) }
  return { type: 'input_file', filename: name ?? 'document.pdf', file_data: dataUrl(part) }
}

function imageSource(part: FilePart): { image_url: string } | { file_id: string } {
  const { source } = part
  if (source.type === 'file-id') return { file_id: source.fileId }
  return { image_url: source.type === 'url' ? source.url : dataUrl(part) }
}

// The contents of one message item stand in neighbouring parts, which name it.
function encodeAssistant({ parts }: AssistantMessage): ResponseInputItem[] {
  const items: ResponseInputItem[] = []
  let open: { readonly id: string; readonly content: ResponseOutputMessage['content'] } | undefined
  for (const part of parts) {
    const id = part.type === 'text' ? readString(part.replay, 'id') : undefined
    if (part.type === 'text' && id !== undefined && id === open?.id) {
      open.content.push(encodeOutput(part))
      continue
    }
    const item = encodePart(part)
    open = id !== undefined && isOutputMessage(item) ? { id, content: item.content } : undefined
    items.push(item)
  }
  return items
}

function isOutputMessage(item: ResponseInputItem): item is ResponseOutputMessage {
  return item.type === 'message' && 'id' in item
}

function encodePart(part: AssistantPart): ResponseInputItem {
  switch (part.type) {
    case 'text':
      return encodeAnswer(part)
    case 'reasoning':
      return encodeReasoning(part.replay)
    case 'tool-call':
      return encodeCall(part)
    case 'opaque':
      // An item of this wire, as it came.
      return part.replay as unknown as ResponseInputItem
    case 'file':
      throw new DragomanError('unsupported', `${WIRE} has no form for a file in an assistant message.`)
  }
}

function encodeAnswer(part: TextPart): ResponseInputItem {
  const { id, status, phase } = objectOf(part.replay)
  if (typeof id !== 'string') {
    const hasPhase = phase === 'commentary' || phase === 'final_answer'
    return { role: 'assistant', content: part.text, ...(hasPhase && { phase }) }
  }
  const item = {
    type: 'message',
    role: 'assistant',
    id,
    status: status ?? 'completed',
    ...(phase && { phase }),
  }
  // What the item said of itself goes back as it came.
  return { ...item, content: [encodeOutput(part)] } as unknown as ResponseOutputMessage
}

function encodeOutput({ text, replay }: TextPart): ResponseOutputMessage['content'][number] {
  const { refusal, annotations } = objectOf(replay)
  if (refusal === true) return { type: 'refusal', refusal: text }
  // As they came with this text.
  const known = (annotations ?? []) as unknown as []
  return { type: 'output_text', text, annotations: known }
}

function encodeReasoning(replay: unknown): ResponseInputItem {
  if (!isJsonObject(replay)) {
    throw new DragomanError('unsupported', `${WIRE} takes back only reasoning that it sent itself.`)
  }
  // An item of this wire, as it came.
  return { type: 'reasoning', summary: [], ...replay } as unknown as ResponseReasoningItem
}

function encodeCall({ id: callId, name, inputText, replay }: ToolCallPart): ResponseInputItem {
  const { custom, ...own } = objectOf(replay)
  if (custom === true) {
    return { type: 'custom_tool_call', call_id: callId, name, input: JSON.parse(inputText), ...own }
  }
  return { type: 'function_call', call_id: callId, name, arguments: inputText, ...own }
}

function encodeResults({ parts }: ToolMessage, calls: Calls): ResponseInputItem[] {
  return parts.map((result) => {
    const { custom, caller } = objectOf(calls.get(result.callId)?.replay)
    const item = {
      type: custom === true ? 'custom_tool_call_output' : 'function_call_output',
      call_id: result.callId,
      output: encodeOutputs(result),
      ...(caller && { caller }),
    }
    // `caller` goes back as it came with the call.
    return item as unknown as ResponseInputItem.FunctionCallOutput
  })
}

// The wire has no error flag.
function encodeOutputs({ parts, isError }: ToolResultPart): string | InputContent[] {
  const texts = parts.filter((part) => part.type === 'text')
  const text = texts.map((part) => part.text).join('')
  if (texts.length === parts.length) return isError ? `Error: ${text}` : text
  const mark: InputContent[] = isError ? [{ type: 'input_text', text: 'Error:' }] : []
  return [...mark, ...parts.map(encodeContent)]
}

function encodeTools({ tools, toolChoice, parallelToolCalls }: ModelRequest): Partial<ResponsesRequest> {
  if (tools.length === 0) return {}
  return {
    tools: tools.map(encodeTool),
    ...(toolChoice !== 'auto' && { tool_choice: encodeToolChoice(toolChoice, tools) }),
    ...(parallelToolCalls === false && { parallel_tool_calls: false }),
  }
}

function encodeTool(tool: ToolDefinition): Tool {
  // A hosted tool's definition is the wire's own, as its author wrote it.
  if (tool.type === 'hosted') return tool.definition as unknown as Tool
  const { name, description, input, strict = false } = tool
  return { type: 'function', name, description, parameters: { ...input }, strict }
}

function encodeToolChoice(
  choice: ModelRequest['toolChoice'],
  tools: readonly ToolDefinition[],
): NonNullable<ResponsesRequest['tool_choice']> {
  if (typeof choice === 'string') return choice
  const tool = tools.find(({ name }) => name === choice.tool)
  const type = tool?.type === 'hosted' ? tool.definition['type'] : 'function'
  if (type === 'function' || type === 'custom') return { type, name: choice.tool }
  // A hosted tool is chosen by its type, of which there are ever more.
  return { type } as unknown as NonNullable<ResponsesRequest['tool_choice']>
}

function encodeFormat(output: OutputFormat | undefined): Partial<ResponsesRequest> {
  if (!output) return {}
  const { name, schema, strict = true } = output
  return { text: { format: { type: 'json_schema', name, schema: { ...schema }, strict } } }
}

function encodeSettings({
  maxOutputTokens,
  temperature,
  topP,
  effort,
  reasoning,
}: Settings): Partial<ResponsesRequest> {
  const thinking = { ...(effort && { effort }), ...(reasoning === 'summary' && { summary: 'auto' as const }) }
  return {
    ...present({ max_output_tokens: maxOutputTokens, temperature, top_p: topP }),
    ...(Object.keys(thinking).length > 0 && { reasoning: thinking }),
  }
}

function objectOf(replay: unknown): JsonObject {
  return isJsonObject(replay) ? replay : {}
}

function readString(replay: unknown, field: string): string | undefined {
  const value = objectOf(replay)[field]
  return typeof value === 'string' ? value : undefined
}
