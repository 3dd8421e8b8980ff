import { isJsonObject, type JsonValue, type ModelRequest } from '@dragoman/core'
import { kindOf } from './kind-of.ts'

/** The neutral request that JSON holds. Throws for the first place that is none, with what was found and expected. */
export function readRequest(file: string, request: JsonValue): ModelRequest {
  const [wrong] = wrongPlaces(request)
  if (wrong) {
    const { path, found, want } = wrong
    throw new Error(`${file}: ${path} is ${kindOf(found)}: expected ${want}. ${FORM}`)
  }
  return request as ModelRequest & JsonValue // every place was looked at
}

const FORM = 'A request is { messages: [{ role, parts }], tools, toolChoice, settings }.'

interface WrongPlace {
  readonly path: string
  readonly found: JsonValue | undefined
  readonly want: string
}

type Value = JsonValue | undefined

function wrongPlaces(request: JsonValue): readonly WrongPlace[] {
  if (!isJsonObject(request)) return [{ path: 'it', found: request, want: 'an object' }]
  const { messages, tools, toolChoice, settings } = request
  return [
    ...check('messages', messages, Array.isArray(messages), 'a list of messages'),
    ...list(messages).flatMap((message, at) => wrongInMessage(message, `messages[${at}]`)),
    ...check('tools', tools, Array.isArray(tools), 'a list of tools, [] for none'),
    ...list(tools).flatMap((tool, at) => wrongInTool(tool, `tools[${at}]`)),
    ...check('toolChoice', toolChoice, isChoice(toolChoice), "'auto', 'none', 'required' or { tool }"),
    ...check('settings', settings, isJsonObject(settings), 'an object, {} for none'),
  ]
}

function wrongInMessage(message: Value, path: string): readonly WrongPlace[] {
  if (!isJsonObject(message)) return [{ path, found: message, want: 'a message' }]
  const { role, parts } = message
  return [
    ...check(`${path}.role`, role, ROLES.includes(role), "'system', 'user', 'assistant' or 'tool'"),
    ...check(
      `${path}.parts`,
      parts,
      Array.isArray(parts),
      "a list such as [{ type: 'text', text: 'Hello' }]",
    ),
    ...list(parts).flatMap((part, at) => wrongInPart(part, `${path}.parts[${at}]`)),
  ]
}

const ROLES: readonly Value[] = ['system', 'user', 'assistant', 'tool']

type Kinds = ReadonlyMap<string, Fields>
type Fields = Readonly<Record<string, FieldKind>>

const PARTS: Kinds = new Map([
  ['text', { text: 'a text' }],
  ['reasoning', { text: 'a text' }],
  ['tool-call', { id: 'a text', name: 'a text', inputText: 'a text' }],
  ['file', { mediaType: 'a text', source: 'an object' }],
  ['opaque', { kind: 'a text' }],
  ['tool-result', { callId: 'a text', name: 'a text', parts: 'a list', isError: 'true or false' }],
])

const TOOLS: Kinds = new Map([
  ['function', { name: 'a text', description: 'a text', input: 'an object' }],
  ['hosted', { wire: 'a text', name: 'a text', definition: 'an object' }],
])

type FieldKind = 'a text' | 'a list' | 'an object' | 'true or false'

const IS: Readonly<Record<FieldKind, (value: Value) => boolean>> = {
  'a text': (value) => typeof value === 'string',
  'a list': (value) => Array.isArray(value),
  'an object': (value) => isJsonObject(value),
  'true or false': (value) => typeof value === 'boolean',
}

function wrongInPart(part: Value, path: string): readonly WrongPlace[] {
  return wrongInKind(part, path, 'a part', PARTS)
}

function wrongInTool(tool: Value, path: string): readonly WrongPlace[] {
  return wrongInKind(tool, path, 'a tool', TOOLS)
}

function wrongInKind(value: Value, path: string, want: string, kinds: Kinds): readonly WrongPlace[] {
  if (!isJsonObject(value)) return [{ path, found: value, want }]
  const { type } = value
  const fields = typeof type === 'string' ? kinds.get(type) : undefined
  const known = Array.from(kinds.keys(), (kind) => `'${kind}'`).join(', ')
  if (!fields) return [{ path: `${path}.type`, found: type, want: `one of ${known}` }]
  return Object.entries(fields).flatMap(([name, kind]) =>
    check(`${path}.${name}`, value[name], IS[kind](value[name]), kind),
  )
}

function isChoice(choice: Value): boolean {
  if (isJsonObject(choice)) return typeof choice['tool'] === 'string'
  return choice === 'auto' || choice === 'none' || choice === 'required'
}

function check(path: string, found: Value, isRight: boolean, want: string): readonly WrongPlace[] {
  return isRight ? [] : [{ path, found, want }]
}

function list(value: Value): readonly JsonValue[] {
  return isList(value) ? value : []
}

function isList(value: Value): value is readonly JsonValue[] {
  return Array.isArray(value)
}
