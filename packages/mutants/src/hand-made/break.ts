import type { Subject } from '@dragoman/conformance'
import {
  isJsonObject,
  type DragomanError,
  type Fetch,
  type JsonObject,
  type Model,
  type StreamEvent,
} from '@dragoman/core'

/** Breaks a subject: the same evidence, and a model that gets one thing wrong. */
export type Break = (subject: Subject) => Subject

export type Form = 'whole' | 'streamed'

/** Changes what the model yields, one event after another, in the forms that are named. */
export function yielding(
  change: () => (event: StreamEvent) => readonly StreamEvent[],
  forms: readonly Form[] = ['whole', 'streamed'],
): Break {
  return remodel((model) => ({
    ...model,
    async *call(request, options = {}) {
      const changed = change()
      const isChanged = forms.includes(options.stream ? 'streamed' : 'whole')
      for await (const event of model.call(request, options)) yield* isChanged ? changed(event) : [event]
    },
  }))
}

/** Changes what the model throws. */
export function throwing(change: (error: DragomanError) => DragomanError): Break {
  return remodel((model) => ({
    ...model,
    async *call(request, options) {
      try {
        yield* model.call(request, options)
      } catch (error) {
        throw change(error as DragomanError) // the only one that a model throws
      }
    },
  }))
}

function remodel(change: (model: Model) => Model): Break {
  return (subject) => ({ ...subject, model: (fetch) => change(subject.model(fetch)) })
}

/** Changes the body that is sent. */
export function sending(change: (body: JsonObject) => JsonObject): Break {
  return refetch((fetch) => async (input, init) => {
    const { body } = init ?? {}
    const sent: unknown = typeof body === 'string' ? JSON.parse(body) : undefined
    return fetch(input, isJsonObject(sent) ? { ...init, body: JSON.stringify(change(sent)) } : init)
  })
}

/** Changes the text of a stream, all of it at once, as a transport or a decoder would misread it. */
export function reading(change: (text: string) => string): Break {
  return refetch((fetch) => async (input, init) => {
    const response = await fetch(input, init)
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response
    return new Response(change(await response.text()), response)
  })
}

/** Sends no headers, and so no key. */
export const withoutKey: Break = refetch((fetch) => (input, init) => fetch(input, { ...init, headers: {} }))

function refetch(change: (fetch: Fetch) => Fetch): Break {
  return (subject) => ({ ...subject, model: (fetch) => subject.model(change(fetch)) })
}
