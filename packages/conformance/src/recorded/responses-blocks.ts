import {
  isJsonObject,
  json,
  type FilePart,
  type JsonObject,
  type TextPart,
  type ToolResultPart,
} from '@dragoman/core'
import type { RecordedBlocks, Turn } from './blocks.ts'
import { readFile } from './files.ts'
import { readFrames } from './frames.ts'
import { assembleResponse } from './responses.ts'
import { groupBy, listOf, textOf } from './values.ts'

/** The items of Responses. */
export const responsesBlocks: RecordedBlocks = {
  readAnswer(response) {
    if ('sse' in response) return listOf(json(assembleResponse(readFrames(response.sse)).output))
    return isJsonObject(response.body) ? listOf(response.body['output']) : []
  },
  writeAnswer: (blocks) => ({
    id: 'resp_recorded',
    object: 'response',
    model: 'recorded',
    status: 'completed',
    error: null,
    incomplete_details: null,
    output: blocks.map(spellMessage),
  }),
  readRequest({ instructions, input = [] }) {
    const items = typeof input === 'string' ? [{ role: 'user', content: input }] : listOf(input)
    return instructions ? [{ role: 'system', content: instructions }, ...items] : items
  },
  readTurns(blocks) {
    const names = new Map(blocks.map(({ call_id: id, name }) => [textOf(id), textOf(name)]))
    return groupBy(blocks, (block, at) => {
      const role = roleOf(block)
      return role === 'assistant' || role === 'tool' ? role : `${role} ${at}`
    }).map(([, group]): Turn => {
      const [block = {}] = group
      const contents = listOf(spellMessage(block)['content'])
      switch (roleOf(block)) {
        case 'assistant':
          return { role: 'assistant', blocks: group }
        case 'tool':
          return { role: 'tool', parts: group.map((result) => readResult(result, names)) }
        case 'system':
        case 'developer':
          return { role: 'system', parts: contents.map(readText) }
        default:
          return { role: 'user', parts: contents.map(readContent) }
      }
    })
  },
  kindOf: ({ type }) => textOf(type),
  beyond({ type, call_id: id }, blocks) {
    if (type === 'item_reference' || type === 'mcp_approval_response') return textOf(type)
    const isResult = RESULTS.includes(textOf(type))
    const isOrphan =
      isResult && !blocks.some((block) => block['call_id'] === id && roleOf(block) === 'assistant')
    // Its call is the item that is referred to.
    return isOrphan ? 'item_reference' : undefined
  },
  spellings: [
    {
      says: 'a message names its type or not, and its content is a text or a list with that text',
      spell: spellMessage,
    },
    {
      says: 'the instructions of a program come from the system, or from its developer',
      spell: (item) =>
        item['role'] === 'developer' && item['type'] === 'message' ? { ...item, role: 'system' } : item,
    },
    {
      says: 'the output of a call is a text, or a list with that text',
      spell({ output, ...item }) {
        if (output === undefined) return item
        const parts = listOf(output)
        const isText = parts.length > 0 && parts.every(({ type }) => type === 'input_text')
        return { ...item, output: isText ? parts.map(({ text }) => textOf(text)).join('') : output }
      },
    },
    {
      says: 'a text without annotations has none, or an empty list of them',
      spell: (item) =>
        item['type'] === 'message' ? { ...item, content: listOf(item['content']).map(spellContent) } : item,
    },
  ],
  removals: [
    {
      name: 'logprobs',
      kinds: ['message'],
      paths: ['content[].logprobs'],
      reason: 'output only',
    },
    {
      name: 'status',
      kinds: ['function_call', 'custom_tool_call', 'reasoning', 'function_call_output'],
      paths: ['status'],
      reason: 'output only: how far the API had come with the item',
    },
    {
      name: 'id of a result',
      kinds: ['function_call_output'],
      paths: ['id'],
      reason: 'optional, and of use to a server that holds the item only',
    },
    { name: 'null', paths: ['*'], holds: /^null$/, reason: 'null says what absence says' },
  ],
  beside: {},
}

const RESULTS: readonly string[] = ['function_call_output', 'custom_tool_call_output']

function spellMessage(item: JsonObject): JsonObject {
  const { type = 'message', content } = item
  if (type !== 'message' || typeof content !== 'string') return { type, ...item }
  const kind = item['role'] === 'assistant' ? 'output_text' : 'input_text'
  return { type, ...item, content: [{ type: kind, text: content }] }
}

function spellContent({ annotations, ...content }: JsonObject): JsonObject {
  return listOf(annotations).length > 0 ? { ...content, annotations: annotations ?? [] } : content
}

function roleOf(item: JsonObject): string {
  const { type = 'message', role } = item
  if (type === 'message') return textOf(role)
  return RESULTS.includes(textOf(type)) ? 'tool' : 'assistant'
}

function readResult({ call_id: id, output }: JsonObject, names: ReadonlyMap<string, string>): ToolResultPart {
  const callId = textOf(id)
  const contents = typeof output === 'string' ? [{ type: 'input_text', text: output }] : listOf(output)
  return {
    type: 'tool-result',
    callId,
    name: names.get(callId) ?? '',
    parts: contents.map(readContent),
    isError: false,
  }
}

function readText({ text }: JsonObject): TextPart {
  return { type: 'text', text: textOf(text) }
}

function readContent(content: JsonObject): TextPart | FilePart {
  const { type, image_url: imageUrl, file_url: fileUrl, file_data: data, file_id: fileId, filename } = content
  if (type === 'input_text') return readText(content)
  const file = readFile(
    type === 'input_image' ? 'image/png' : 'application/pdf',
    textOf(imageUrl ?? fileUrl ?? data),
  )
  const source = { type: 'file-id', fileId: textOf(fileId), provider: 'openai' } as const
  return { ...file, ...(fileId && { source }), ...(filename && { name: textOf(filename) }) }
}
