import { answerFormat, declaredTool, itemsOfType, type OpenaiRequest } from '../openai/request.ts'
import { at, isSet, itemsOf, textAt, type Place } from '../place.ts'

/** What the rules read of a request of Chat Completions. */
export interface ChatRequest extends OpenaiRequest {
  readonly messages: readonly ChatMessage[]
}

export interface ChatMessage {
  readonly place: Place
  readonly role: string
  readonly content: Place
  readonly calls: readonly ChatCall[]
}

export interface ChatCall {
  readonly id: Place
  readonly name: Place
}

export function readChat(value: unknown): ChatRequest {
  const body: Place = { path: '', value }
  const messages = itemsOf(at(body, 'messages')).map(readMessage)
  const contents = messages.map(({ content }) => content)
  return {
    body,
    messages,
    tools: [
      ...itemsOf(at(body, 'tools')).map((tool) => declaredTool(definitionOf(tool))),
      ...itemsOf(at(body, 'functions')).map(declaredTool),
    ],
    hasOtherTools: false,
    chosen: readChosen(body),
    called: messages.flatMap(({ calls }) => calls.map(({ name }) => name)),
    formats: isSet(at(body, 'response_format', 'json_schema'))
      ? [answerFormat(at(body, 'response_format', 'json_schema'))]
      : [],
    images: contents
      .flatMap((content) => itemsOfType(content, 'image_url'))
      .map((part) => at(part, 'image_url', 'url')),
    files: contents.flatMap((content) => itemsOfType(content, 'file')).map((part) => at(part, 'file')),
  }
}

function readMessage(place: Place): ChatMessage {
  const calls = itemsOf(at(place, 'tool_calls')).map((call) => ({
    id: at(call, 'id'),
    name: at(definitionOf(call), 'name'),
  }))
  return { place, role: textAt(at(place, 'role')), content: at(place, 'content'), calls }
}

/** Tools and calls say their kind, and then hold the rest under its name. */
function definitionOf(place: Place): Place {
  return at(place, at(place, 'type').value === 'custom' ? 'custom' : 'function')
}

function readChosen(body: Place): readonly Place[] {
  const choice = at(body, 'tool_choice')
  const allowed = itemsOf(at(choice, 'allowed_tools', 'tools')).map(definitionOf)
  const named = [definitionOf(choice), at(body, 'function_call'), ...allowed]
  return named.map((place) => at(place, 'name')).filter(isSet)
}
