import {
  scripted,
  type AssistantPart,
  type JsonValue,
  type Model,
  type ModelRequest,
  type Reply,
  type ToolCallPart,
} from '@dragoman/core'

/** A scripted model that also keeps the requests it was asked. */
export function recording(replies: readonly Reply[]): {
  readonly model: Model
  readonly requests: readonly ModelRequest[]
} {
  const requests: ModelRequest[] = []
  const model = scripted(
    replies.map((reply) => (request: ModelRequest) => {
      requests.push(request)
      return reply
    }),
  )
  return { model, requests }
}

export function call(id: string, name: string, input: JsonValue = {}): ToolCallPart {
  return { type: 'tool-call', id, name, inputText: JSON.stringify(input) }
}

export function text(value: string): AssistantPart & { readonly type: 'text' } {
  return { type: 'text', text: value }
}
