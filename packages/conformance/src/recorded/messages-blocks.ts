import {
  isJsonObject,
  type CacheHint,
  type FilePart,
  type FileSource,
  type JsonObject,
  type JsonValue,
  type TextPart,
  type ToolResultPart,
} from '@dragoman/core'
import type { RecordedBlocks, Turn } from './blocks.ts'
import { readFrames } from './frames.ts'
import { assembleMessage, readEvent } from './messages-stream.ts'
import { groupBy, listOf, textOf } from './values.ts'

/** The content blocks of Messages, each with the role of its message: the API reads neighbours of one role as one turn. */
export const messagesBlocks: RecordedBlocks = {
  readAnswer(response) {
    const message =
      'sse' in response ? assembleMessage(readFrames(response.sse).map(readEvent)) : response.body
    const { content } = message as unknown as JsonObject // what the API sends
    return listOf(content).map((block) => ({ role: 'assistant', ...block }))
  },
  writeAnswer(blocks) {
    const content = blocks.map(({ role: _role, ...block }) => block)
    return {
      id: 'msg_recorded',
      type: 'message',
      role: 'assistant',
      model: 'recorded',
      content,
      stop_reason: content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 0, output_tokens: 0 },
    }
  },
  readRequest({ system = [], messages = [] }) {
    const instructions: JsonObject = { role: 'system', content: system }
    return [instructions, ...listOf(messages)].flatMap(({ role, content }) =>
      contentsOf(content).map((block) => ({ role: textOf(role), ...block })),
    )
  },
  readTurns(blocks) {
    const names = new Map(blocks.map(({ id, name }) => [textOf(id), textOf(name)]))
    return groupBy(blocks, ({ role, type }) => (type === 'tool_result' ? 'tool' : textOf(role))).map(
      ([role, group]): Turn => {
        switch (role) {
          case 'assistant':
            return { role, blocks: group }
          case 'tool':
            return { role, parts: group.map((block) => readResult(block, names)) }
          case 'system':
            return { role, parts: group.map(readText) }
          default:
            return { role: 'user', parts: group.map(readContent) }
        }
      },
    )
  },
  kindOf: ({ type }) => textOf(type),
  beyond: ({ role, type }) =>
    role === 'user' && type === 'container_upload' ? 'container_upload' : undefined,
  spellings: [
    {
      says: 'the content of a result is a text, or a list with that text',
      spell: (block) =>
        block['type'] === 'tool_result' ? { ...block, content: contentsOf(block['content']) } : block,
    },
  ],
  removals: [
    {
      name: 'caller',
      kinds: ['tool_use'],
      paths: ['caller'],
      holds: /^\{"type":"direct"\}$/,
      reason: 'direct is what a missing caller means',
    },
    {
      name: 'is_error',
      kinds: ['tool_result'],
      paths: ['is_error'],
      holds: /^false$/,
      reason: 'false says what absence says',
    },
    {
      name: 'cache_control',
      kinds: ['tool_use'],
      paths: ['cache_control'],
      reason: 'a cache hint has its place on texts, files and results, not on calls',
    },
    {
      name: 'citations',
      kinds: ['document'],
      paths: ['citations'],
      reason: 'whether a model should cite a document is a setting that the neutral file has no place for',
    },
  ],
  beside: { 'silent-turn': 'an answer without blocks says nothing that could be sent again' },
}

function contentsOf(content: JsonValue | undefined): readonly JsonObject[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)
}

function readResult(block: JsonObject, names: ReadonlyMap<string, string>): ToolResultPart {
  const callId = textOf(block['tool_use_id'])
  return {
    type: 'tool-result',
    callId,
    name: names.get(callId) ?? '',
    parts: contentsOf(block['content']).map(readContent),
    isError: block['is_error'] === true,
    ...readCache(block),
  }
}

function readContent(block: JsonObject): TextPart | FilePart {
  return block['type'] === 'text' ? readText(block) : readFile(block)
}

function readText(block: JsonObject): TextPart {
  return { type: 'text', text: textOf(block['text']), ...readCache(block) }
}

function readFile(block: JsonObject): FilePart {
  const { type, source, title } = block
  const fields = isJsonObject(source) ? source : {}
  return {
    type: 'file',
    mediaType: textOf(fields['media_type']) || (type === 'image' ? 'image/png' : 'application/pdf'),
    source: readSource(fields),
    ...(typeof title === 'string' && { name: title }),
    ...readCache(block),
  }
}

function readSource({ type, data, url, file_id: fileId }: JsonObject): FileSource {
  switch (type) {
    case 'url':
      return { type, url: textOf(url) }
    case 'file':
      return { type: 'file-id', fileId: textOf(fileId), provider: 'anthropic' }
    case 'text':
      return { type: 'base64', base64: encodeText(textOf(data)) }
    default:
      return { type: 'base64', base64: textOf(data) }
  }
}

function encodeText(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}

function readCache({ cache_control: control }: JsonObject): { cache?: CacheHint } {
  if (!isJsonObject(control)) return {}
  const { ttl } = control
  return { cache: ttl === undefined ? {} : { ttl: ttl === '1h' ? 'long' : 'short' } }
}
