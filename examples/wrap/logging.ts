import { DragomanError, wrap, type Model } from 'dragoman'

/** The same model, and a line for whatever befalls a call of it: names, times and counts, never content. */
export function logged(model: Model, write: (line: string) => void = console.error): Model {
  return wrap(model, async function* (request, options, next) {
    const begin = performance.now()
    const tell = (what: string): void =>
      write(`${model.provider}:${model.id} ${what} after ${Math.round(performance.now() - begin)} ms`)
    try {
      for await (const event of next(request, options)) {
        if (event.type === 'retry') tell(`failed with ${event.code}, and is asked again`)
        if (event.type === 'message-end') {
          const { inputTokens = '?', outputTokens = '?' } = event.usage
          tell(`ended with ${event.stop.reason}, ${inputTokens} tokens in, ${outputTokens} out`)
        }
        yield event
      }
    } catch (error) {
      tell(`threw ${DragomanError.is(error) ? error.code : 'what is no DragomanError'}`)
      throw error
    }
  })
}
