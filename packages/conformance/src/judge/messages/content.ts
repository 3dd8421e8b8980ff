import { isJsonObject } from '@dragoman/core'
import { isBase64, isWebUrl } from '../base64.ts'
import { at, isSet, textAt } from '../place.ts'
import type { Offence, Rule } from '../rule.ts'
import { blocksIn, field, ofType, type Block, type MessagesRequest } from './request.ts'

export const CONTENT: readonly Rule<MessagesRequest>[] = [
  { name: 'messages-empty', source: 'case 19', check: findNoMessages },
  {
    name: 'messages-many',
    source: 'case 12; @anthropic-ai/sdk: MessageCreateParamsBase.messages',
    check: findTooMany,
  },
  { name: 'message-empty', source: 'cases 26 and 32; microsoft/autogen#6083', check: findEmptyMessages },
  {
    name: 'text-blank',
    source: 'cases 20, 25 and 29; anthropics/anthropic-sdk-python#461',
    check: findBlankTexts,
  },
  { name: 'result-empty', source: 'case 30; bytedance/trae-agent#231', check: findEmptyResults },
  { name: 'input-no-object', source: 'cases 118 and 119; alphaXiv/agents#51', check: findOddInputs },
  { name: 'file-data', source: 'cases 36, 38 and 53', check: findBadFiles },
]

function* findNoMessages({ body, messages }: MessagesRequest): Generator<Offence> {
  const { path, value } = at(body, 'messages')
  if (Array.isArray(value) && messages.length === 0) yield { path, message: 'are none' }
}

const MOST_MESSAGES = 100_000

function* findTooMany({ messages }: MessagesRequest): Generator<Offence> {
  const { length } = messages
  if (length > MOST_MESSAGES) yield { path: 'messages', message: `are ${length}, more than ${MOST_MESSAGES}` }
}

// The last message may be an empty one of the assistant.
function* findEmptyMessages({ messages }: MessagesRequest): Generator<Offence> {
  for (const { place, role, blocks } of messages) {
    const mayBeEmpty = role === 'assistant' && place.path === messages.at(-1)?.place.path
    if (blocks.length > 0 || mayBeEmpty) continue
    yield { path: at(place, 'content').path, message: 'is empty' }
  }
}

function* findBlankTexts(request: MessagesRequest): Generator<Offence> {
  for (const { text } of ofType(allBlocks(request), 'text')) {
    if (typeof text.value === 'string' && text.value.trim() === '') {
      yield { path: text.path, message: 'is blank' }
    }
  }
}

function* findEmptyResults({ messages }: MessagesRequest): Generator<Offence> {
  for (const result of messages.flatMap(({ blocks }) => ofType(blocks, 'tool_result'))) {
    const { path, value } = field(result, 'content')
    const isEmpty = blocksIn(field(result, 'content')).length === 0
    const isError = field(result, 'is_error').value === true
    if (isEmpty && (isError || Array.isArray(value))) yield { path, message: 'is empty' }
  }
}

function* findOddInputs({ messages }: MessagesRequest): Generator<Offence> {
  for (const call of messages.flatMap(({ blocks }) => ofType(blocks, 'tool_use', 'server_tool_use'))) {
    const { path, value } = field(call, 'input')
    if (value !== undefined && !isJsonObject(value)) yield { path, message: 'is no object' }
  }
}

function* findBadFiles(request: MessagesRequest): Generator<Offence> {
  for (const file of ofType(allBlocks(request), 'image', 'document')) {
    const data = at(field(file, 'source'), 'data')
    const url = at(field(file, 'source'), 'url')
    const isBytes = at(field(file, 'source'), 'type').value === 'base64'
    if (isBytes && isSet(data) && !isBase64(textAt(data))) yield { path: data.path, message: 'is no base64' }
    if (isSet(url) && !isWebUrl(textAt(url))) yield { path: url.path, message: 'is no web address' }
  }
}

/** The blocks of the request, those in results included. */
function allBlocks({ system, messages }: MessagesRequest): readonly Block[] {
  const blocks = messages.flatMap((turn) => turn.blocks)
  const results = ofType(blocks, 'tool_result')
  return [...system, ...blocks, ...results.flatMap((result) => itemsInResult(result))]
}

function itemsInResult(result: Block): readonly Block[] {
  const content = field(result, 'content')
  return typeof content.value === 'string' ? [] : blocksIn(content)
}
