import {
  isJsonObject,
  type AssistantPart,
  type FilePart,
  type JsonValue,
  type Message,
  type TextPart,
  type ToolCallPart,
  type ToolResultPart,
} from '@dragoman/core'
import type { Asked } from './ask.ts'

/** The paths of what a history holds, a request made of it does not, and no notice tells. */
export function findUntold(
  messages: readonly Message[],
  { bodyText, notices }: Pick<Asked, 'bodyText' | 'notices'>,
): readonly string[] {
  const told = notices.filter(({ action }) => action !== 'advice')
  return messages.flatMap(contentsOf).flatMap(({ path, says }) => {
    const isSent = says.some((text) => bodyText.includes(text))
    const isTold = told.some((notice) => isAround(notice.path, path) || says.includes(quoted(notice.from)))
    return isSent || isTold ? [] : [path]
  })
}

/** Something that a history says, and the ways in which a body may say it, as JSON. */
interface Content {
  readonly path: string
  readonly says: readonly string[]
}

function contentsOf(message: Message, at: number): readonly Content[] {
  const parts: readonly (AssistantPart | ToolResultPart)[] = message.parts
  return parts.flatMap((part, index) => contentOf(part, `messages[${at}].parts[${index}]`))
}

function contentOf(part: AssistantPart | ToolResultPart, path: string): readonly Content[] {
  switch (part.type) {
    case 'text':
      return [{ path, says: [quoted(part.text)] }]
    case 'file':
      return [{ path, says: sayFile(part) }]
    case 'reasoning':
    case 'opaque':
      return sayOwn(part, path)
    case 'tool-call':
      return sayCall(part, path)
    case 'tool-result':
      return sayResult(part, path)
  }
}

function sayFile({ mediaType, source }: FilePart): readonly string[] {
  switch (source.type) {
    case 'url':
      return [quoted(source.url)]
    case 'file-id':
      return [quoted(source.fileId)]
    case 'base64':
      // Some wires take the text of a text file only.
      return [
        quoted(source.base64),
        ...(mediaType.startsWith('text/') ? [quoted(decoded(source.base64))] : []),
      ]
  }
}

// A thought is sent as it came: any text of it that is there shows that it is.
function sayOwn(part: Extract<AssistantPart, { type: 'reasoning' | 'opaque' }>, path: string): Content[] {
  const texts = [...(part.type === 'reasoning' ? [part.text] : []), ...textsIn(part.replay ?? null)]
  const says = texts.filter(Boolean).map(quoted)
  return says.length === 0 ? [] : [{ path, says }]
}

function sayCall({ id, name, inputText }: ToolCallPart, path: string): Content[] {
  return [
    { path: `${path}.id`, says: [quoted(id)] },
    { path: `${path}.name`, says: [quoted(name)] },
    // A text on some wires, an object on others.
    { path: `${path}.inputText`, says: [quoted(inputText), compact(inputText)] },
  ]
}

function sayResult({ callId, parts }: ToolResultPart, path: string): Content[] {
  const said = parts.flatMap((part: TextPart | FilePart, index) => contentOf(part, `${path}.parts[${index}]`))
  return [{ path: `${path}.callId`, says: [quoted(callId)] }, ...said]
}

function isAround(outer: string, path: string): boolean {
  return path === outer || path.startsWith(`${outer}.`)
}

/** The text as it stands between the quotes of JSON. */
function quoted(text = ''): string {
  return JSON.stringify(text).slice(1, -1)
}

function compact(inputText: string): string {
  try {
    return JSON.stringify(inputText.trim() === '' ? {} : JSON.parse(inputText))
  } catch {
    return quoted(inputText)
  }
}

function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0)
    return new TextDecoder().decode(bytes)
  } catch {
    return base64
  }
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  const values: readonly JsonValue[] = isJsonObject(value) ? Object.values(value) : []
  return (Array.isArray(value) ? value : values).flatMap(textsIn)
}
