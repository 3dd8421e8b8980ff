import {
  DragomanError,
  scripted,
  type CallOptions,
  type ErrorCode,
  type ErrorDetails,
  type Model,
  type ModelRequest,
  type Notice,
  type Reply,
  type StreamEvent,
  type Usage,
  type WireEvent,
} from '@dragoman/core'

/** A scripted model with a name of its own, and what it was asked. */
export interface Asked {
  readonly model: Model
  readonly requests: readonly ModelRequest[]
  readonly options: readonly CallOptions[]
}

export function named(id: string, replies: readonly Reply[]): Asked {
  const requests: ModelRequest[] = []
  const options: CallOptions[] = []
  const script = scripted(replies)
  const model: Model = {
    ...script,
    provider: 'acme',
    id,
    call(request, given = {}) {
      requests.push(request)
      options.push(given)
      return withOrigin(script.call(request, given), id)
    },
  }
  return { model, requests, options }
}

/** A model whose answers wait until they are let go, one after the other. */
export function gated(id: string): { readonly model: Model; readonly gates: readonly Gate[] } {
  const gates: PromiseWithResolvers<Reply>[] = []
  const model: Model = {
    ...named(id, []).model,
    async *call(request, options = {}) {
      const gate = Promise.withResolvers<Reply>()
      gates.push(gate)
      const reply = await Promise.race([gate.promise, untilAborted(options.signal)])
      yield* named(id, [reply]).model.call(request, options)
    },
  }
  return { model, gates }
}

/** A model that says these, and then waits for good, or until it is stopped. */
export function halting(id: string, events: readonly WireEvent[]): Model {
  const { model } = named(id, [events])
  return {
    ...model,
    async *call(request, options = {}) {
      yield* model.call(request, options)
      await untilAborted(options.signal)
    },
  }
}

/** A model that says these, and then fails, or just ends. */
export function broken(id: string, events: readonly WireEvent[], error?: Error): Model {
  return {
    ...named(id, []).model,
    async *call(request, options) {
      yield* named(id, [events]).model.call(request, options)
      if (error) throw error
    },
  }
}

/** A model that is another one in each of its calls. */
export function inTurn(...models: readonly [Model, ...Model[]]): Model {
  let calls = 0
  return { ...models[0], call: (...given) => (models[calls++] ?? models[0]).call(...given) }
}

export type Gate = Pick<PromiseWithResolvers<Reply>, 'resolve'>

export function failure(code: ErrorCode, details?: ErrorDetails): DragomanError {
  return new DragomanError(code, `Said ${code}.`, details)
}

export function changed(from: string, to: string): StreamEvent {
  return { type: 'notice', notice: changeOf(from, to) }
}

export function changeOf(from: string, to: string): Notice {
  return { code: 'fallback', path: 'model', action: 'downgraded', from: `acme:${from}`, to: `acme:${to}` }
}

/** An answer that ended so. */
export function ended(reason: 'refusal' | 'filtered' | 'context-full', usage?: Usage): Reply {
  return {
    role: 'assistant',
    parts: [{ type: 'text', text: 'Partly.' }],
    stop: { reason, raw: reason },
    ...(usage && { usage }),
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  return promise
}

async function* withOrigin(
  events: AsyncIterable<StreamEvent>,
  model: string,
): AsyncGenerator<StreamEvent, void, void> {
  for await (const event of events) {
    yield event.type === 'message-start' ? { ...event, origin: { ...event.origin, model } } : event
  }
}
