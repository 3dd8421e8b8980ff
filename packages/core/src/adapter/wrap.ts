import { DragomanError } from '../neutral/error.ts'
import type { StreamEvent } from '../neutral/event.ts'
import type { CallOptions, Model } from '../neutral/model.ts'
import type { ModelRequest } from '../neutral/request.ts'

/** Calls the model that is wrapped, with the given request, and the call's own options where none are given. */
export type NextCall = (request: ModelRequest, options?: CallOptions) => AsyncIterable<StreamEvent>

/** What happens instead of a call. It may call next, once, often or never, and change what goes in and comes out. */
export type Middleware = (
  request: ModelRequest,
  options: CallOptions,
  next: NextCall,
) => AsyncIterable<StreamEvent>

/** The same model, whose calls go through the middleware. */
export function wrap(model: Model, middleware: Middleware): Model {
  if (typeof model?.call !== 'function' || typeof middleware !== 'function') {
    throw new DragomanError(
      'config',
      `wrap() takes a model and a function; found ${typeof model} and ${typeof middleware}: wrap(model, (request, options, next) => next(request)).`,
    )
  }
  const { provider, wire, id, capabilities } = model
  return {
    ...model,
    // By name, because a spread leaves out what a model of another make inherits.
    provider,
    wire,
    id,
    capabilities,
    call: (request, options = {}) =>
      middleware(request, options, (asked, given = options) => model.call(asked, given)),
  }
}
