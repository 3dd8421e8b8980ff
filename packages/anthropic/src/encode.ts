import {
  DragomanError,
  inputObject,
  isJsonObject,
  present,
  type AssistantMessage,
  type AssistantPart,
  type CacheHint,
  type EncodeTarget,
  type FilePart,
  type Message,
  type ModelRequest,
  type OutputFormat,
  type ReasoningPart,
  type Settings,
  type SystemMessage,
  type TextPart,
  type ToolCallPart,
  type ToolDefinition,
  type ToolResultPart,
} from '@dragoman/core'
import type {
  CacheControlEphemeral,
  ContentBlockParam,
  MessageParam,
  TextBlockParam,
  TextCitationParam,
  Tool,
  ToolChoice,
  ToolResultBlockParam,
  ToolUnion,
} from '@anthropic-ai/sdk/resources/messages'
import { encodeFile } from './content.ts'
import { encodeThinking } from './reasoning.ts'
import { WIRE, type MessagesQuirks, type MessagesRequest } from './wire.ts'

const DEFAULT_MAX_TOKENS = 4_096
const EMPTY_RESULT = '(no output)'

/** Says a request in the words of Messages. */
export function encode(request: ModelRequest, { id, capabilities, stream }: EncodeTarget): MessagesRequest {
  const { messages, settings } = request
  const maxTokens = settings.maxOutputTokens ?? capabilities.maxOutputTokens ?? DEFAULT_MAX_TOKENS
  // Rows of this adapter's own table, or overrides of the same form.
  const thinking = encodeThinking(settings, capabilities.wire as unknown as MessagesQuirks, maxTokens)
  const leading = messages.findIndex((message) => message.role !== 'system')
  const instructions = messages.slice(0, leading === -1 ? messages.length : leading)
  return {
    model: id,
    max_tokens: maxTokens,
    ...encodeSystem(instructions),
    messages: encodeMessages(messages.slice(instructions.length)),
    ...encodeContainer(messages),
    ...encodeTools(request, capabilities.strict !== false),
    ...encodeSettings(settings),
    ...thinking,
    ...encodeFormat(request.output, thinking),
    stream,
  }
}

function encodeSystem(messages: readonly Message[]): Partial<MessagesRequest> {
  const texts = messages.flatMap((message) => (message.role === 'system' ? message.parts : []))
  const blocks = texts.filter((part) => part.text !== '').map(encodeText)
  return blocks.length > 0 ? { system: blocks } : {}
}

// The API reads neighbours of one role as one turn; results and a following text must stand in one.
function encodeMessages(messages: readonly Message[]): MessageParam[] {
  const toolsets = toolsetsOf(messages)
  const merged: MessageParam[] = []
  for (const message of messages.map((one) => encodeMessage(one, toolsets))) {
    const last = merged.at(-1)
    if (message.role !== 'system' && last?.role === message.role) {
      merged.splice(-1, 1, { role: message.role, content: [...blocksOf(last), ...blocksOf(message)] })
    } else {
      merged.push(message)
    }
  }
  return merged
}

function blocksOf({ content }: MessageParam): ContentBlockParam[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content
}

/** The toolset of each call that came with one, by the id of the call. */
type Toolsets = ReadonlyMap<string, string>

function toolsetsOf(messages: readonly Message[]): Toolsets {
  const parts = messages.flatMap((message) => (message.role === 'assistant' ? message.parts : []))
  return new Map(
    parts.flatMap((part) => {
      const toolset = isJsonObject(part.replay) ? part.replay['toolset_name'] : undefined
      return part.type === 'tool-call' && typeof toolset === 'string' ? [[part.id, toolset] as const] : []
    }),
  )
}

function encodeMessage(message: Message, toolsets: Toolsets): MessageParam {
  switch (message.role) {
    case 'system':
      return encodeMidwaySystem(message)
    case 'user':
      return { role: 'user', content: message.parts.map(encodeContent) }
    case 'assistant':
      return { role: 'assistant', content: message.parts.map(encodeAssistantPart) }
    case 'tool':
      return { role: 'user', content: message.parts.map((result) => encodeResult(result, toolsets)) }
  }
}

function encodeMidwaySystem({ parts }: SystemMessage): MessageParam {
  return { role: 'system', content: parts.map(encodeText) }
}

function encodeContent(part: TextPart | FilePart): TextBlockParam | ReturnType<typeof encodeFile> {
  return part.type === 'text' ? encodeText(part) : encodeFile(part)
}

function encodeText({ text, cache, replay }: TextPart): TextBlockParam {
  const citations = isJsonObject(replay) ? replay['citations'] : undefined
  return {
    type: 'text',
    text,
    // As the API sent them with this text.
    ...(citations !== undefined && { citations: citations as unknown as TextCitationParam[] }),
    ...encodeCache(cache),
  }
}

function encodeAssistantPart(part: AssistantPart): ContentBlockParam {
  switch (part.type) {
    case 'text':
      return encodeText(part)
    case 'reasoning':
      return encodeReasoning(part)
    case 'tool-call':
      return encodeCall(part)
    case 'opaque':
      // A block of this wire, as it came.
      return part.replay as unknown as ContentBlockParam
    case 'file':
      throw new DragomanError('unsupported', `${WIRE} has no form for a file in an assistant message.`)
  }
}

function encodeReasoning({ text, replay }: ReasoningPart): ContentBlockParam {
  const { signature, data } = isJsonObject(replay) ? replay : {}
  if (typeof data === 'string') return { type: 'redacted_thinking', data }
  if (typeof signature === 'string') return { type: 'thinking', thinking: text, signature }
  throw new DragomanError('unsupported', `${WIRE} takes back only reasoning with its signature.`)
}

function encodeCall({ id, name, inputText, replay }: ToolCallPart): ContentBlockParam {
  // `caller` and `toolset_name`, as they came.
  return { type: 'tool_use', id, name, input: inputObject(inputText), ...(isJsonObject(replay) && replay) }
}

function encodeResult(result: ToolResultPart, toolsets: Toolsets): ToolResultBlockParam {
  const content = result.parts
    .filter((part) => part.type !== 'text' || part.text.trim() !== '')
    .map(encodeContent)
  return {
    type: 'tool_result',
    tool_use_id: result.callId,
    // Blank text is refused here, and an error without content too.
    content: content.length > 0 ? content : [{ type: 'text', text: EMPTY_RESULT }],
    ...(result.isError && { is_error: true }),
    // The answer to a call names its toolset again.
    ...(toolsets.has(result.callId) && { toolset_name: toolsets.get(result.callId) ?? null }),
    ...encodeCache(result.cache),
  }
}

function encodeCache(cache: CacheHint | undefined): { cache_control?: CacheControlEphemeral } {
  if (!cache) return {}
  return {
    cache_control: { type: 'ephemeral', ...(cache.ttl && { ttl: cache.ttl === 'long' ? '1h' : '5m' }) },
  }
}

// Code that runs at the provider goes on in the container of the last answer.
function encodeContainer(messages: readonly Message[]): Partial<MessagesRequest> {
  const last = messages.findLast((message): message is AssistantMessage => message.role === 'assistant')
  const container = isJsonObject(last?.replay) ? last.replay['container'] : undefined
  return typeof container === 'string' ? { container } : {}
}

function encodeTools(
  { tools, toolChoice, parallelToolCalls }: ModelRequest,
  takesStrict: boolean,
): Partial<MessagesRequest> {
  if (tools.length === 0) return {}
  const choice = encodeToolChoice(toolChoice, parallelToolCalls)
  return { tools: tools.map((tool) => encodeTool(tool, takesStrict)), ...(choice && { tool_choice: choice }) }
}

function encodeTool(tool: ToolDefinition, takesStrict: boolean): ToolUnion {
  // A hosted tool's definition is the wire's own, as its author wrote it.
  if (tool.type === 'hosted') return tool.definition as unknown as ToolUnion
  const { name, description, input, strict = false, cache } = tool
  return {
    name,
    description,
    // `tool()` made sure that its root is an object.
    input_schema: input as unknown as Tool.InputSchema,
    ...(takesStrict && { strict }),
    ...encodeCache(cache),
  }
}

function encodeToolChoice(
  choice: ModelRequest['toolChoice'],
  parallelToolCalls: boolean | undefined,
): ToolChoice | undefined {
  const single = parallelToolCalls === false ? { disable_parallel_tool_use: true } : {}
  if (typeof choice === 'object') return { type: 'tool', name: choice.tool, ...single }
  switch (choice) {
    case 'none':
      return { type: 'none' }
    case 'required':
      return { type: 'any', ...single }
    case 'auto':
      return parallelToolCalls === false ? { type: 'auto', ...single } : undefined
  }
}

// Beside the effort that may stand there too. The wire has no name for a format.
function encodeFormat(
  output: OutputFormat | undefined,
  { output_config: beside }: Partial<MessagesRequest>,
): Partial<MessagesRequest> {
  if (!output) return {}
  return { output_config: { ...beside, format: { type: 'json_schema', schema: { ...output.schema } } } }
}

function encodeSettings({ temperature, topP, stop }: Settings): Partial<MessagesRequest> {
  // Older models take the last two; the SDK's types, made for the newest API version, no longer name them.
  return present({ stop_sequences: stop && [...stop], temperature, top_p: topP })
}
