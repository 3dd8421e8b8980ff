import { isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'
import { sending } from './break.ts'
import type { HandMade } from './mutant.ts'

/** Adapters that do not hear one field of a request. */
export const HEARD: readonly HandMade[] = [
  {
    name: 'forgets what a tool is for',
    wire: 'openai.responses',
    law: 'heard',
    broken: sending(deeply((object) => without(object, 'description'))),
  },
  {
    name: 'forgets that a result is an error',
    wire: 'anthropic.messages',
    law: 'heard',
    broken: sending(deeply((object) => without(object, 'is_error'))),
  },
  {
    name: 'lets the model call what must not be called',
    wire: 'openai.chat',
    law: 'heard',
    broken: sending((body) => (body['tool_choice'] === 'none' ? without(body, 'tool_choice') : body)),
  },
  {
    name: 'lets calls be parallel where one must be made',
    wire: 'anthropic.messages',
    law: 'heard',
    broken: sending((body) => {
      const { tool_choice: choice } = body
      if (!isJsonObject(choice) || choice['type'] === 'auto') return body
      return { ...body, tool_choice: without(choice, 'disable_parallel_tool_use') }
    }),
  },
  {
    name: 'gives every file the same name',
    wire: 'openai.chat',
    law: 'heard',
    broken: sending(deeply((object) => ('filename' in object ? { ...object, filename: 'file' } : object))),
  },
  {
    name: 'holds every answer to its schema',
    wire: 'openai.responses',
    law: 'heard',
    broken: sending(deeply((object) => ('strict' in object ? { ...object, strict: true } : object))),
  },
  {
    name: 'caches everything for the same time',
    wire: 'anthropic.messages',
    law: 'heard',
    broken: sending(deeply((object) => without(object, 'ttl'))),
  },
  {
    name: 'forgets to cache the tools',
    wire: 'anthropic.messages',
    law: 'heard',
    broken: sending((body) => {
      const { tools } = body
      if (!Array.isArray(tools)) return body
      return {
        ...body,
        tools: tools.map((tool: JsonValue) => (isJsonObject(tool) ? without(tool, 'cache_control') : tool)),
      }
    }),
  },
]

function without(object: JsonObject, name: string): JsonObject {
  const { [name]: _lost, ...rest } = object
  return rest
}

/** Makes a change in every object of a body. */
function deeply(change: (object: JsonObject) => JsonObject): (body: JsonObject) => JsonObject {
  function inside(value: JsonValue): JsonValue {
    if (Array.isArray(value)) return value.map(inside)
    return isJsonObject(value) ? changed(value) : value
  }
  function changed(object: JsonObject): JsonObject {
    const fields = Object.entries(change(object)).map(([name, value]) => [name, inside(value)] as const)
    return Object.fromEntries(fields)
  }
  return changed
}
