import type { Verdict } from '@dragoman/conformance'
import { isJsonObject, type JsonValue } from '@dragoman/core'

/** Why Ollama would refuse a request. Source: the types in `api/types.go` of ollama/ollama, into which it parses. */
export function judge(body: object): readonly Verdict[] {
  const { model, messages, tools, format, think, options, stream } = json(body)
  return [
    ...check('model', typeof model === 'string' && model !== '', 'is no id'),
    ...check('stream', stream === undefined || typeof stream === 'boolean', 'is no boolean'),
    ...check('format', format === undefined || isJsonObject(format), 'is no JSON Schema'),
    ...check('think', think === undefined || THINK.has(think), 'is no level'),
    ...check('options', options === undefined || isJsonObject(options), 'is no object'),
    ...Object.entries(json(options)).flatMap(judgeOption),
    ...list(messages).flatMap((message, at) => judgeMessage(json(message), `messages[${at}]`)),
    ...judgeResults(list(messages).map(json)),
    ...list(tools).flatMap((tool, at) => judgeTool(json(tool), `tools[${at}]`)),
  ]
}

const THINK: ReadonlySet<unknown> = new Set([true, false, 'low', 'medium', 'high', 'max'])

const ROLES: ReadonlySet<unknown> = new Set(['system', 'user', 'assistant', 'tool'])

const OPTIONS: Readonly<Record<string, (value: unknown) => boolean>> = {
  temperature: (value) => typeof value === 'number',
  top_p: (value) => typeof value === 'number',
  seed: Number.isInteger,
  num_predict: Number.isInteger,
  stop: isTexts,
}

function judgeOption([name, value]: [string, unknown]): readonly Verdict[] {
  return check(`options.${name}`, OPTIONS[name]?.(value) ?? false, 'is unknown, or of another type')
}

function judgeMessage(message: JsonFields, path: string): readonly Verdict[] {
  const { role, content, thinking = '', images, tool_calls: calls, tool_name: name } = message
  return [
    ...check(`${path}.role`, ROLES.has(role), 'is none of the four'),
    ...check(`${path}.content`, typeof content === 'string', 'is no text'),
    ...check(`${path}.thinking`, typeof thinking === 'string', 'is no text'),
    ...check(`${path}.images`, images === undefined || list(images).every(isBase64), 'are not in base64'),
    ...check(`${path}.tool_name`, role !== 'tool' || typeof name === 'string', 'names no tool'),
    ...list(calls).flatMap((call, at) => {
      const { name: called, arguments: input } = json(json(call)['function'])
      const where = `${path}.tool_calls[${at}].function`
      return [
        ...check(`${where}.name`, typeof called === 'string' && called !== '', 'is no name'),
        ...check(`${where}.arguments`, isJsonObject(input), 'is no object'),
      ]
    }),
  ]
}

// Templates put the results behind their calls, by their order or by their ids.
function judgeResults(messages: readonly JsonFields[]): readonly Verdict[] {
  return messages.flatMap(({ role, tool_call_id: id }, at) => {
    const before = messages.slice(0, at).findLastIndex((message) => message['role'] !== 'tool')
    const calls = list(messages[before]?.['tool_calls']).map(json)
    const called = calls[at - before - 1]?.['id']
    return check(`messages[${at}].tool_call_id`, role !== 'tool' || id === called, 'answers another call')
  })
}

function judgeTool({ type, function: declared }: JsonFields, path: string): readonly Verdict[] {
  const { name, parameters } = json(declared)
  const { type: kind, properties, required } = json(parameters)
  return [
    ...check(`${path}.type`, type === 'function', 'is no function'),
    ...check(`${path}.function.name`, typeof name === 'string' && name !== '', 'is no name'),
    ...check(`${path}.function.parameters.type`, kind === 'object', 'is no object'),
    ...check(
      `${path}.function.parameters.required`,
      required === undefined || isTexts(required),
      'is no list of names',
    ),
    // A schema that is `true` or `false` is no property to Ollama.
    ...Object.entries(json(properties)).flatMap(([property, schema]) =>
      check(`${path}.function.parameters.properties.${property}`, isJsonObject(schema), 'is no object'),
    ),
  ]
}

type JsonFields = Readonly<Record<string, JsonValue | undefined>>

function json(value: unknown): JsonFields {
  return isJsonObject(value) ? value : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function check(path: string, isTaken: boolean, message: string): readonly Verdict[] {
  return isTaken ? [] : [{ rule: 'type', path, message }]
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

// Standard base64 with its padding, as Go reads it.
function isBase64(value: unknown): boolean {
  return (
    typeof value === 'string' && /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
  )
}
