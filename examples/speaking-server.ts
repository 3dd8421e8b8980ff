import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { json as readJson } from 'node:stream/consumers'
import { speakers, type Answer, type Speaker, type SpokenWire } from '@dragoman/conformance/speak'
import { isJsonObject, json, type JsonObject } from '@dragoman/core'

/** A server on loopback that speaks all three wires. */
export interface SpeakingServer {
  /** What the environment of a program holds so that it asks this server. */
  readonly environment: Readonly<Record<string, string>>
  readonly baseURLs: Readonly<Record<SpokenWire, string>>
  /** What it was asked so far. */
  readonly asked: readonly Asked[]
  stop(): Promise<void>
}

export interface Asked {
  readonly wire: SpokenWire
  readonly body: JsonObject
  /** How many steps of tool results the conversation holds. */
  readonly turn: number
}

/** What the model says: an answer for each turn, or for each request, which the provider may also refuse. */
export type Script = readonly Answer[] | ((asked: Asked) => Answer | Refusal)

export interface Refusal {
  readonly status: number
  readonly message?: string
}

export async function startSpeakingServer(script: Script): Promise<SpeakingServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    void answerRequest(request, response, script, asked).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    )
  })
  const origin = await listen(server)
  return {
    environment: {
      OPENAI_API_KEY: 'no-key',
      OPENAI_BASE_URL: `${origin}/v1`,
      ANTHROPIC_API_KEY: 'no-key',
      ANTHROPIC_BASE_URL: origin,
    },
    baseURLs: {
      'openai.chat': `${origin}/v1`,
      'openai.responses': `${origin}/v1`,
      'anthropic.messages': origin,
    },
    asked,
    stop: () => close(server),
  }
}

/** An answer that is one text. */
export function says(text: string): Answer {
  return { parts: [{ type: 'text', text }] }
}

/** An answer that calls one tool. */
export function calls(name: string, input: JsonObject, id = `call_${name}`): Answer {
  return { parts: [{ type: 'tool-call', id, name, inputText: JSON.stringify(input) }] }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}`
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
  })
  server.closeAllConnections()
  await closed
}

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  script: Script,
  asked: Asked[],
): Promise<void> {
  const speaker = speakers.find(({ basePath, path }) => request.url === basePath + path)
  const body = json(await readJson(request))
  if (!speaker || !isJsonObject(body)) {
    response.writeHead(404).end(`Nobody speaks at ${request.url}.`)
    return
  }
  const question = { wire: speaker.wire, body, turn: speaker.turn(body) }
  asked.push(question)
  const answer = typeof script === 'function' ? script(question) : script[question.turn]
  if (!answer) refuse(response, speaker, 400, `The script has no answer for turn ${question.turn}.`)
  else if ('status' in answer) refuse(response, speaker, answer.status, answer.message ?? 'Not now.')
  else say(response, speaker, body, withOwnIds(answer, asked.length))
}

// A provider never gives two answers of a conversation the same id.
function withOwnIds(answer: Answer, count: number): Answer {
  return { id: `answer_${count}`, ...answer }
}

function say(response: ServerResponse, speaker: Speaker, body: JsonObject, answer: Answer): void {
  const isStream = speaker.isStream(body)
  const spoken = isStream ? speaker.frames(answer).join('') : JSON.stringify(speaker.whole(answer))
  response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' })
  response.end(spoken)
}

function refuse(response: ServerResponse, speaker: Speaker, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(speaker.error(status, speaker.errorType(status), message)))
}
