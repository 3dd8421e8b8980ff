import { appendFile } from 'node:fs/promises'
import { DragomanError, wrap, type Model } from 'dragoman'

/** The same model, which writes what it is asked and what it answers into a file, as JSON lines. */
export function recorded(model: Model, file: string): Model {
  const { provider, wire, id } = model
  let calls = 0
  return wrap(model, async function* (request, options, next) {
    const call = ++calls
    const write = (entry: object): Promise<void> =>
      appendFile(file, `${JSON.stringify({ call, ...entry })}\n`, { mode: 0o600 })
    await write({ model: { provider, wire, id }, request })
    try {
      for await (const event of next(request, options)) {
        await write({ event })
        yield event
      }
    } catch (error) {
      // The keys that an adapter knows are masked in what it throws; what anybody else throws may hold anything.
      const { code, message } = DragomanError.is(error) ? error : { code: 'unknown', message: '' }
      await write({ error: { code, message } })
      throw error
    }
  })
}
