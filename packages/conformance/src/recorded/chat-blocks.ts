import {
  isJsonObject,
  type FilePart,
  type JsonObject,
  type JsonValue,
  type TextPart,
  type ToolResultPart,
} from '@dragoman/core'
import type { RecordedBlocks, Turn } from './blocks.ts'
import { argumentsOf, assembleCompletion } from './chat-stream.ts'
import { readFile } from './files.ts'
import { readFrames } from './frames.ts'
import { groupBy, listOf, textOf } from './values.ts'

/** The messages of Chat Completions. */
export const chatBlocks: RecordedBlocks = {
  readAnswer(response) {
    const completion = 'sse' in response ? assembleCompletion(readFrames(response.sse)) : response.body
    const { choices = [] } = completion as unknown as JsonObject // what servers send
    const { message } = listOf(choices).find(({ index }) => index === 0) ?? {}
    return isJsonObject(message) ? [{ ...message, role: 'assistant' }] : []
  },
  writeAnswer(blocks) {
    const message = blocks[0] ?? { role: 'assistant', content: 'As recorded.' }
    const finish = listOf(message['tool_calls']).length > 0 ? 'tool_calls' : 'stop'
    return {
      id: 'chatcmpl-recorded',
      model: 'recorded',
      choices: [{ index: 0, message, finish_reason: finish }],
    }
  },
  readRequest: ({ messages = [] }) => listOf(messages),
  readTurns(blocks) {
    const calls = blocks.flatMap(({ tool_calls: known }) => listOf(known))
    const names = new Map(calls.map(({ id, function: called }) => [textOf(id), nameOf(called)]))
    // Each message of an assistant is a turn of its own; all results of one turn are one message.
    return groupBy(blocks, ({ role }, at) => (role === 'tool' ? 'tool' : `${textOf(role)} ${at}`)).map(
      ([, group]): Turn => {
        const [block = {}] = group
        const contents = contentsOf(block['content'])
        switch (block['role']) {
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
      },
    )
  },
  kindOf: ({ role }) => textOf(role),
  beyond(block, blocks) {
    if (block['role'] === 'function' || isJsonObject(block['function_call'])) return 'function_call'
    const shown = blocks.filter(hasImageResult).map((result) => result['tool_call_id'])
    const isShown = listOf(block['tool_calls']).some(({ id }) => shown.includes(id))
    return isShown || hasImageResult(block) ? 'image in a result' : undefined
  },
  spellings: [
    {
      says: 'the instructions of a program come from the system, or from its developer',
      spell: (message) => (message['role'] === 'developer' ? { ...message, role: 'system' } : message),
    },
    {
      says: 'null, an empty text and an empty list say what absence says, but an empty reasoning_content is wanted back',
      spell: (message) =>
        Object.fromEntries(
          Object.entries(message).filter(
            ([field, value]) =>
              value !== null &&
              (field === 'reasoning_content' || !['""', '[]'].includes(JSON.stringify(value))),
          ),
        ),
    },
    {
      says: 'a content is a text, or a list with that text; only a user has several texts',
      spell: spellContent,
    },
    {
      says: 'an object where a text should be is its JSON text',
      spell: (message) =>
        isJsonObject(message['content'])
          ? { ...message, content: JSON.stringify(message['content']) }
          : message,
    },
    {
      says: 'the same reasoning under two names is one',
      spell({ reasoning, ...message }) {
        const isTwice = reasoning === undefined || reasoning === message['reasoning_content']
        return isTwice ? message : { ...message, reasoning }
      },
    },
    {
      says: 'a call without an id goes back with one that was made for it',
      spell({ tool_calls: calls, ...message }) {
        return calls === undefined ? message : { ...message, tool_calls: listOf(calls).map(spellMissingId) }
      },
    },
    {
      says: 'a call is a function, and its place in the list is its index',
      spell({ tool_calls: calls, ...message }) {
        return calls === undefined ? message : { ...message, tool_calls: listOf(calls).map(spellCall) }
      },
    },
  ],
  removals: [
    {
      name: 'turn without an answer',
      kinds: ['assistant'],
      holds: /^\{("reasoning_content":"([^"\\]|\\.)*",)?"role":"assistant"\}$/,
      reason:
        'a turn that said nothing, or was cut while the model still reasoned, has no form: servers ask for content or calls',
      notice: 'silent-turn',
    },
    {
      name: 'annotations',
      kinds: ['assistant'],
      paths: ['annotations'],
      reason: 'output only: what has a neutral form became citations',
    },
    {
      name: 'audio',
      kinds: ['assistant'],
      paths: ['audio.data', 'audio.expires_at', 'audio.transcript'],
      reason: 'spoken output goes back by its id',
      notice: 'audio-output',
    },
    {
      name: 'zero values',
      kinds: ['assistant'],
      paths: ['audio', 'function_call', 'tool_calls[].custom'],
      holds: /^\{("\w+":(""|0),?)+\}$/,
      reason: 'a gateway fills every field that its type has',
    },
    {
      name: 'thought_signature',
      kinds: ['assistant'],
      paths: ['thought_signature'],
      reason: 'the same signature stands in extra_content',
    },
    {
      name: 'closed',
      kinds: ['assistant'],
      paths: ['content[].closed'],
      holds: /^true$/,
      reason: 'true is what a missing word means',
    },
    {
      name: 'words about the answer',
      kinds: ['assistant'],
      paths: ['provider_metadata', 'channel', 'padding', 'reasoning_encrypted'],
      reason: 'output only: what a gateway, a stream or a filler says about the answer',
    },
    {
      name: 'name of a result',
      kinds: ['tool'],
      paths: ['name'],
      reason: 'a result belongs to its call by the id; the API has no such field',
    },
    {
      name: 'cache_control',
      paths: ['cache_control', 'tool_calls[].cache_control'],
      reason: 'a hint of some gateways, which the API does not have',
    },
  ],
  beside: {
    'call-id': 'a call without an id got one; any other id that changed is a difference',
    'extra-choice': 'a turn is the first of several choices',
    'cache-point': 'a hint for the gateways that have it',
  },
}

function hasImageResult({ role, content }: JsonObject): boolean {
  return role === 'tool' && contentsOf(content).some(({ type }) => type !== 'text')
}

// A hint on any part of a text is a hint on the text.
function spellContent({ content, ...message }: JsonObject): JsonObject {
  if (content === undefined) return message
  const parts = contentsOf(content)
  if (message['role'] === 'user') return { ...message, content: parts }
  const isText = parts.length > 0 && parts.every(({ type }) => type === 'text')
  if (!isText) return { ...message, content }
  const hint = parts.find((part) => part['cache_control'])?.['cache_control']
  return {
    ...message,
    content: parts.map(({ text }) => textOf(text)).join(''),
    ...(hint && { cache_control: hint }),
  }
}

function spellMissingId(call: JsonObject): JsonObject {
  const { id, ...rest } = call
  return id === '' || /^call_[0-9a-z]{11}$/.test(textOf(id)) ? rest : call
}

function spellCall({ index: _index, ...call }: JsonObject): JsonObject {
  const { function: called } = call
  if (!isJsonObject(called)) return call
  return { type: 'function', ...call, function: { ...called, arguments: argumentsOf(call) } }
}

function contentsOf(content: JsonValue | undefined): readonly JsonObject[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)
}

function nameOf(called: JsonValue | undefined): string {
  return isJsonObject(called) ? textOf(called['name']) : ''
}

function readResult(
  { tool_call_id: id, content }: JsonObject,
  names: ReadonlyMap<string, string>,
): ToolResultPart {
  const callId = textOf(id)
  const parts = contentsOf(content).map(readText)
  return { type: 'tool-result', callId, name: names.get(callId) ?? '', parts, isError: false }
}

function readText({ text, cache_control: hint }: JsonObject): TextPart {
  return { type: 'text', text: textOf(text), ...(hint && { cache: {} }) }
}

function readContent(part: JsonObject): TextPart | FilePart {
  const { type, image_url: image, file, input_audio: audio } = part
  if (type === 'text') return readText(part)
  if (isJsonObject(image)) return readFile('image/png', textOf(image['url']))
  if (isJsonObject(audio)) return readFile(`audio/${textOf(audio['format'])}`, textOf(audio['data']))
  const { filename, file_data: data } = isJsonObject(file) ? file : {}
  return { ...readFile('application/pdf', textOf(data)), name: textOf(filename) }
}
