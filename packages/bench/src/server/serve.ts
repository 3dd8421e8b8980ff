import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { storyDeltas, WEATHER_CALL, WEATHER_REPORT } from '../scenario.ts'
import { chatScript } from './chat.ts'
import { messagesScript } from './messages.ts'
import type { Script } from './script.ts'

export interface Server {
  readonly origin: string
  close(): void
}

/** Speaks both wires on loopback: a stream of so many deltas, or a tool call and then its answer. */
export async function serve(deltas: number): Promise<Server> {
  const story = storyDeltas(deltas)
  const answers = new Map(
    [chatScript(story), messagesScript(story)].map((script) => [script.path, encode(script)]),
  )
  const server = createServer((request, response) => {
    respond(answers.get(request.url ?? ''), request, response).catch((error: unknown) =>
      response.destroy(asError(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listens on a port, so it is no pipe's name
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

interface Answers {
  readonly stream: readonly Buffer[]
  readonly toolCall: Buffer
  readonly answer: Buffer
}

// Made once, before anybody measures, and cut without regard for events, as a socket does.
const WRITE_BYTES = 64 * 1024

function encode({ stream, toolCall, answer }: Script): Answers {
  const bytes = Buffer.from(stream)
  const writes = Math.ceil(bytes.length / WRITE_BYTES)
  return {
    stream: Array.from({ length: writes }, (_, index) =>
      bytes.subarray(index * WRITE_BYTES, (index + 1) * WRITE_BYTES),
    ),
    toolCall: Buffer.from(JSON.stringify(toolCall)),
    answer: Buffer.from(JSON.stringify(answer)),
  }
}

async function respond(
  answers: Answers | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await json(request)) as WireRequest // the one part that both wires spell alike
  if (!answers) return refuse(response, 404, `Unknown path ${request.url}.`)
  if (body.stream) {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    for (const piece of answers.stream) response.write(piece)
    response.end()
    return
  }
  if (!hasCalled(body)) return sendJson(response, answers.toolCall)
  if (hasResult(body)) return sendJson(response, answers.answer)
  refuse(response, 400, `The last message does not answer ${WEATHER_CALL.id} with "${WEATHER_REPORT}".`)
}

interface WireRequest {
  readonly stream?: boolean
  readonly messages: readonly { readonly role: string }[]
}

function hasCalled({ messages }: WireRequest): boolean {
  return messages.some(({ role }) => role === 'assistant')
}

function hasResult({ messages }: WireRequest): boolean {
  const last = JSON.stringify(messages.at(-1))
  return last.includes(`"${WEATHER_CALL.id}"`) && last.includes(`"${WEATHER_REPORT}"`)
}

function sendJson(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ error: { message } }))
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
