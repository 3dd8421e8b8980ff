import { canonicalJson, json, wrap, type Model, type StreamEvent } from 'dragoman'

/** The same model, which is asked only once for each request; a complete answer is given again from the cache. */
export function cached(model: Model, cache: Map<string, readonly StreamEvent[]> = new Map()): Model {
  const { provider, wire, id } = model
  return wrap(model, async function* (request, options, next) {
    const key = canonicalJson(json({ provider, wire, id, request }))
    const known = cache.get(key)
    if (known) return yield* known
    const events: StreamEvent[] = []
    for await (const event of next(request, options)) {
      if (event.type !== 'retry') events.push(event)
      // An answer that failed or was cut off has no such end, and one that grew too long is none to keep.
      if (event.type === 'message-end' && KEPT.has(event.stop.reason)) cache.set(key, events)
      yield event
    }
  })
}

const KEPT: ReadonlySet<string> = new Set(['stop', 'tool-calls'])
