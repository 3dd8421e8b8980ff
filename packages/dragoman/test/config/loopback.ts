import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { json as readJson } from 'node:stream/consumers'
import { speakers } from '@dragoman/conformance/speak'
import { isJsonObject, json, type JsonObject } from '@dragoman/core'

/** A server that speaks all wires, and keeps what it was sent. A model called `busy` is always at its limit. */
export interface Loopback {
  readonly origin: string
  readonly asked: readonly Asked[]
  stop(): Promise<void>
}

export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: JsonObject
}

export async function startLoopback(): Promise<Loopback> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const { url: path = '', headers } = request
      const body = json(await readJson(request))
      const speaker = speakers.find(({ basePath, path: rest }) => path === basePath + rest)
      if (!speaker || !isJsonObject(body)) return void response.writeHead(404).end()
      asked.push({ path, headers, body })
      const { model } = body
      const isBusy = model === 'busy'
      response.writeHead(isBusy ? 429 : 200, { 'content-type': 'application/json' })
      const answer = { parts: [{ type: 'text', text: typeof model === 'string' ? model : '' }] } as const
      response.end(
        JSON.stringify(
          isBusy ? speaker.error(429, speaker.errorType(429), 'Slow down.') : speaker.whole(answer),
        ),
      )
    })().catch(() => response.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
