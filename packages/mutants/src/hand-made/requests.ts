import { isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'
import { sending, withoutKey } from './break.ts'
import type { HandMade } from './mutant.ts'

/** Adapters that say a request wrongly. */
export const REQUESTS: readonly HandMade[] = [
  {
    name: 'stamps each request',
    wire: 'openai.responses',
    law: 'encode is pure',
    broken: sending((body) => ({ ...body, metadata: { id: crypto.randomUUID() } })),
  },
  {
    name: 'sends the results in the wrong order, under the right order of ids',
    wire: 'openai.chat',
    law: 'handoff',
    broken: sending((body) => ({ ...body, messages: shiftedResults(listOf(body['messages'])) })),
  },
  {
    name: 'joins parallel results in one',
    wire: 'openai.chat',
    law: 'judged',
    broken: sending((body) => ({ ...body, messages: joinedResults(listOf(body['messages'])) })),
  },
  {
    name: 'sends parallel results in messages of their own',
    wire: 'anthropic.messages',
    law: 'judged',
    broken: sending((body) => ({ ...body, messages: splitResults(listOf(body['messages'])) })),
  },
  {
    name: 'forgets the result of a call',
    wire: 'openai.responses',
    law: 'judged',
    broken: sending((body) => ({
      ...body,
      input: listOf(body['input']).filter((item) => item['type'] !== 'function_call_output'),
    })),
  },
  {
    name: 'sends results without their calls',
    wire: 'openai.responses',
    law: 'judged',
    broken: sending((body) => ({
      ...body,
      input: listOf(body['input']).filter((item) => item['type'] !== 'function_call'),
    })),
  },
  {
    name: 'loses the images of a request',
    wire: 'anthropic.messages',
    law: 'handoff',
    broken: sending((body) => ({
      ...body,
      messages: listOf(body['messages']).map((message) => ({
        ...message,
        content: without(message['content'], 'image'),
      })),
    })),
  },
  {
    name: 'loses the instructions',
    wire: 'anthropic.messages',
    law: 'handoff',
    broken: sending(({ system: _system, ...body }) => body),
  },
  {
    name: 'keeps only the first of several texts',
    wire: 'openai.responses',
    law: 'handoff',
    broken: sending((body) => ({
      ...body,
      input: listOf(body['input']).map((item) =>
        Array.isArray(item['content']) ? { ...item, content: item['content'].slice(0, 1) } : item,
      ),
    })),
  },
  {
    name: 'says in a strict schema what no strict schema may say',
    wire: 'openai.chat',
    law: 'judged',
    broken: sending((body) => ({ ...body, tools: loosened(listOf(body['tools'])) })),
  },
  {
    name: 'sends thinking without its signature',
    wire: 'anthropic.messages',
    law: 'replay identity',
    broken: sending((body) => ({
      ...body,
      messages: listOf(body['messages']).map((message) => ({
        ...message,
        content: listOf(message['content']).map(({ signature: _signature, ...block }) => block),
      })),
    })),
  },
  {
    name: 'sends the blocks of a turn in another order',
    wire: 'anthropic.messages',
    law: 'replay identity',
    broken: sending((body) => ({
      ...body,
      messages: listOf(body['messages']).map((message) =>
        message['role'] === 'assistant'
          ? { ...message, content: listOf(message['content']).toReversed() }
          : message,
      ),
    })),
  },
  {
    name: 'writes the arguments of a call anew',
    wire: 'openai.chat',
    law: 'replay identity',
    broken: sending((body) => ({ ...body, messages: listOf(body['messages']).map(rewritten) })),
  },
  {
    name: 'keeps the conversation at the provider, and sends no thoughts',
    wire: 'openai.responses',
    law: 'replay identity',
    broken: sending((body) => ({
      ...body,
      store: true,
      input: listOf(body['input']).filter((item) => item['type'] !== 'reasoning'),
    })),
  },
  {
    name: 'sends a choice without tools',
    wire: 'openai.chat',
    law: 'judged',
    broken: sending((body) => ({ tool_choice: 'auto', ...body })),
  },
  {
    name: 'sends as many tokens as it likes',
    wire: 'anthropic.messages',
    law: 'judged',
    broken: sending(({ max_tokens: _most, ...body }) => body),
  },
  {
    name: 'sends no key',
    wire: 'anthropic.messages',
    law: 'transport',
    broken: withoutKey,
  },
]

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

function without(content: JsonValue | undefined, type: string): JsonValue {
  const blocks = listOf(content).filter((block) => block['type'] !== type)
  return Array.isArray(content) && blocks.length > 0 ? blocks : (content ?? null)
}

// Each result says what the next one should.
function shiftedResults(messages: readonly JsonObject[]): readonly JsonObject[] {
  return messages.map((message, at) => {
    const next = messages[at + 1]
    if (message['role'] !== 'tool' || next?.['role'] !== 'tool') return message
    return { ...message, content: next['content'] ?? null }
  })
}

function joinedResults(messages: readonly JsonObject[]): readonly JsonObject[] {
  return messages.filter((message, at) => message['role'] !== 'tool' || messages[at - 1]?.['role'] !== 'tool')
}

function splitResults(messages: readonly JsonObject[]): readonly JsonObject[] {
  return messages.flatMap((message) => {
    const blocks = listOf(message['content'])
    if (!blocks.some((block) => block['type'] === 'tool_result')) return [message]
    return blocks.flatMap((block, at) => [
      ...(at === 0 ? [] : [{ role: 'assistant', content: [{ type: 'text', text: '…' }] }]),
      { ...message, content: [block] },
    ])
  })
}

function loosened(tools: readonly JsonObject[]): readonly JsonObject[] {
  return tools.map((tool) => {
    const { function: definition } = tool
    if (!isJsonObject(definition) || !isJsonObject(definition['parameters'])) return tool
    const { additionalProperties: _none, ...parameters } = definition['parameters']
    return { ...tool, function: { ...definition, parameters } }
  })
}

function rewritten(message: JsonObject): JsonObject {
  if (message['tool_calls'] === undefined) return message
  const calls = listOf(message['tool_calls']).map((call) => {
    const { function: called } = call
    if (!isJsonObject(called)) return call
    return { ...call, function: { ...called, arguments: `${JSON.stringify(called['arguments'])} ` } }
  })
  return { ...message, tool_calls: calls }
}
