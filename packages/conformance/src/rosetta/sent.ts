import { isJsonObject, type Fetch, type JsonObject, type Model, type ModelRequest } from '@dragoman/core'

/** What a model's provider is sent for a request, and the codes of the notices that say what it is not. */
export interface Sent {
  readonly body: JsonObject
  readonly notices: readonly string[]
}

/** Calls a model whose requests go nowhere, and tells what would have been sent. */
export async function sent(model: (fetch: Fetch) => Model, request: ModelRequest): Promise<Sent> {
  const bodies: JsonObject[] = []
  const notices: string[] = []
  const refuse: Fetch = async (input, init) => {
    const body: unknown = await new Request(input, init).json()
    if (isJsonObject(body)) bodies.push(body)
    return Response.json({}, { status: 400 })
  }
  try {
    for await (const event of model(refuse).call(request)) {
      if (event.type === 'notice') notices.push(event.notice.code)
    }
  } catch (error) {
    // The answer is an error; a request that never was is another one.
    if (bodies.length === 0) throw error
  }
  const [body] = bodies
  if (!body) throw new Error('The model answered without sending JSON through the fetch that it was given.')
  return { body, notices }
}
