import { createServer, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { json as readJson } from 'node:stream/consumers'
import { speakers, type Answer, type Speaker } from '@dragoman/conformance/speak'
import { isJsonObject, json, type JsonObject } from '@dragoman/core'

/** A server on loopback that speaks all three wires. */
export interface SpeakingServer {
  readonly origin: string
  readonly asked: readonly Asked[]
  stop(): Promise<void>
}

export interface Asked {
  readonly body: JsonObject
  /** How many steps of tool results the conversation holds. */
  readonly turn: number
}

/** What the server does: it answers, refuses, or says the beginning of an answer and then no more. */
export type Said =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refusal'; readonly status: number; readonly message: string }
  | { readonly kind: 'silence' | 'cut'; readonly answer: Answer }

export type Script = (asked: Asked) => Said

/** An answer that is one text. */
export function says(text: string, more: Partial<Answer> = {}): Said {
  return { kind: 'answer', answer: { parts: [{ type: 'text', text }], ...more } }
}

/** An answer that calls tools. */
export function calls(...all: readonly (readonly [name: string, input: JsonObject])[]): Said {
  const parts = all.map(([name, input], at) => {
    return { type: 'tool-call', id: `call_${at}`, name, inputText: JSON.stringify(input) } as const
  })
  return { kind: 'answer', answer: { parts } }
}

export function refuses(status: number, message: string): Said {
  return { kind: 'refusal', status, message }
}

/** The beginning of an answer whose rest never comes. */
export function fallsSilent(text: string): Said {
  return { kind: 'silence', answer: { parts: [{ type: 'text', text }] } }
}

/** The beginning of an answer behind which the connection breaks. */
export function breaksOff(text: string): Said {
  return { kind: 'cut', answer: { parts: [{ type: 'text', text }] } }
}

/** One answer for each turn. */
export function turns(...all: readonly Said[]): Script {
  return ({ turn }) => all[turn] ?? refuses(400, `The script has no answer for turn ${turn}.`)
}

export async function startSpeakingServer(script: Script): Promise<SpeakingServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const speaker = speakers.find(({ basePath, path }) => request.url === basePath + path)
      const body = json(await readJson(request))
      if (!speaker || !isJsonObject(body)) return void response.writeHead(404).end()
      const question = { body, turn: speaker.turn(body) }
      asked.push(question)
      reply(response, speaker, body, script(question))
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

function reply(response: ServerResponse, speaker: Speaker, body: JsonObject, said: Said): void {
  if (said.kind === 'refusal') {
    const { status, message } = said
    response.writeHead(status, { 'content-type': 'application/json', 'x-should-retry': 'false' })
    response.end(JSON.stringify(speaker.error(status, speaker.errorType(status), message)))
  } else if (!speaker.isStream(body)) {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(speaker.whole(said.answer)))
  } else {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const frames = speaker.frames(said.answer)
    if (said.kind === 'answer') return void response.end(frames.join(''))
    // The text comes in three pieces, and nothing stands behind the first two.
    const beginning = frames.slice(
      0,
      frames.findIndex((frame) => frame.includes(lastPiece(said.answer))),
    )
    response.write(beginning.join(''), () => said.kind === 'cut' && response.destroy())
  }
}

function lastPiece({ parts }: Answer): string {
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
  return JSON.stringify(text.slice(-3)).slice(1, -1)
}
