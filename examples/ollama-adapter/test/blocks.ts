import type { WireBlocks } from '@dragoman/conformance'
import { isJsonObject, type JsonObject, type JsonValue } from '@dragoman/core'

/** The messages of Ollama: an answer is one, and so is each result. */
export const blocks: WireBlocks = {
  readAnswer: (response) =>
    'body' in response && isJsonObject(response.body) ? objects([response.body['message'] ?? null]) : [],
  readRequest: ({ messages }) => objects(messages),
  kindOf: ({ role }) => (typeof role === 'string' ? role : ''),
  spellings: [
    {
      says: 'an id is new in 0.12.10: a call goes back with one, and its place in the list is its index',
      spell({ tool_calls: calls, ...message }) {
        return calls === undefined ? message : { ...message, tool_calls: objects(calls).map(spellCall) }
      },
    },
  ],
  removals: [],
}

const MADE = /^"call_[0-9a-z]{11}"$/

function spellCall({ id, function: called }: JsonObject): JsonObject {
  const { index: _index, ...rest } = isJsonObject(called) ? called : {}
  const isMade = id === undefined || MADE.test(JSON.stringify(id))
  return { function: rest, ...(!isMade && { id }) }
}

function objects(values: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(values) ? values.filter(isJsonObject) : []
}
