import { answerFormat, declaredTool, itemsOfType, type OpenaiRequest } from '../openai/request.ts'
import { at, isSet, itemsOf, textAt, type Place } from '../place.ts'

/** What the rules read of a request of Responses. */
export interface ResponsesRequest extends OpenaiRequest {
  readonly items: readonly InputItem[]
  /** True where the provider holds a part of the conversation. */
  readonly continues: boolean
  /** The names of tools whose calls may stay without an answer. */
  readonly asyncTools: ReadonlySet<string>
}

export interface InputItem {
  readonly place: Place
  readonly type: string
  readonly role: string
  readonly content: Place
}

export function readResponses(value: unknown): ResponsesRequest {
  const body: Place = { path: '', value }
  const items = itemsOf(at(body, 'input')).map(readItem)
  const toolLists = [at(body, 'tools'), ...items.map(({ place }) => at(place, 'tools'))]
  const functions = toolLists.flatMap(functionsOf)
  const contents = items.flatMap(({ place, content }) => [content, at(place, 'output')])
  return {
    body,
    items,
    continues: isSet(at(body, 'previous_response_id')) || isSet(at(body, 'conversation')),
    asyncTools: new Set(
      functions.filter((tool) => at(tool, 'async').value === true).map((tool) => textAt(at(tool, 'name'))),
    ),
    tools: functions.map(declaredTool),
    hasOtherTools: hasOtherTools(body),
    chosen: readChosen(body),
    called: items.filter(({ type }) => NAMED_CALLS.includes(type)).map(({ place }) => at(place, 'name')),
    formats:
      at(body, 'text', 'format', 'type').value === 'json_schema'
        ? [answerFormat(at(body, 'text', 'format'))]
        : [],
    images: contents
      .flatMap((content) => itemsOfType(content, 'input_image'))
      .map((part) => at(part, 'image_url')),
    files: contents.flatMap((content) => itemsOfType(content, 'input_file')),
  }
}

const NAMED_CALLS = ['function_call', 'custom_tool_call']

function readItem(place: Place): InputItem {
  const role = textAt(at(place, 'role'))
  const type = textAt(at(place, 'type')) || (role ? 'message' : 'item_reference')
  return { place, type, role, content: at(place, 'content') }
}

/** The tools that run at the caller, those in namespaces included. */
function functionsOf(list: Place): readonly Place[] {
  const nested = itemsOfType(list, 'namespace').flatMap((namespace) => functionsOf(at(namespace, 'tools')))
  return [...itemsOfType(list, 'function', 'custom'), ...nested]
}

function hasOtherTools(body: Place): boolean {
  return isSet(at(body, 'prompt')) || itemsOfType(at(body, 'tools'), 'mcp', 'tool_search').length > 0
}

function readChosen(body: Place): readonly Place[] {
  const choice = at(body, 'tool_choice')
  const named = [choice, ...itemsOf(at(choice, 'tools'))]
  return named
    .filter((place) => ['function', 'custom'].includes(textAt(at(place, 'type'))))
    .map((place) => at(place, 'name'))
}
