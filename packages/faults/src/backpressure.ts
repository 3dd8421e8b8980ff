import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { speakerOf, type SpokenWire } from '@dragoman/conformance/speak'
import { streamRun, type Fetch } from '@dragoman/core'
import type { Figure } from './figure.ts'
import type { Target } from './target.ts'
import { turns } from './turns.ts'
import { modelOn, WIRES } from './wires.ts'

const MOST_AHEAD = 2
/** What one read of a socket brings at most. */
const READ_BYTES = 65_536
/** How much the kernel takes differs from time to time: the least of so many rounds counts. */
const ROUNDS = 5

/** A reader that takes its time, with a provider that never stops. */
export const backpressure: Target = {
  name: 'backpressure',
  title: 'a reader that stops, with a provider that does not',
  async measure({ choose }) {
    const figures: Figure[] = []
    for (const { wire } of choose(WIRES.map((each) => ({ seed: 0, wire: each })))) {
      figures.push(aheadFigure(wire, await readsAhead(wire)), await socketFigure(wire))
    }
    return figures
  },
}

/** How many pieces of a body were read beyond those whose events the reader has, each piece an event. */
export async function readsAhead(wire: SpokenWire): Promise<number> {
  const { opening, delta } = framesOf(wire)
  let reads = 0
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        reads += 1
        controller.enqueue(Buffer.from(reads === 1 ? opening : delta))
      },
    },
    { highWaterMark: 0 },
  )
  const fetch: Fetch = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  let most = 0
  let deltas = 0
  for await (const event of streamRun({
    model: modelOn(wire, { baseURL: 'http://localhost', fetch }),
    messages: 'Go.',
  })) {
    if (event.type !== 'text-delta') continue
    deltas += 1
    await turns(5)
    most = Math.max(most, reads - deltas)
    if (deltas === 50) break
  }
  return most
}

function aheadFigure(wire: SpokenWire, ahead: number): Figure {
  return {
    what: `reads ahead of the reader on ${wire}`,
    target: `≤ ${MOST_AHEAD}`,
    measured: String(ahead),
    met: ahead <= MOST_AHEAD,
    failures: [],
  }
}

async function socketFigure(wire: SpokenWire): Promise<Figure> {
  let [bare, ours] = [Infinity, Infinity]
  for (let round = 0; round < ROUNDS; round += 1) {
    bare = Math.min(bare, await bytesWritten(wire, readBare))
    ours = Math.min(ours, await bytesWritten(wire, readRun))
  }
  const ahead = Math.max(0, ours - bare) / READ_BYTES
  return {
    what: `reads ahead of a bare fetch on ${wire}, by what the server could write`,
    target: `≤ ${MOST_AHEAD}`,
    measured: `${ahead.toFixed(1)} (${kibibytes(ours)} beside ${kibibytes(bare)})`,
    met: ahead <= MOST_AHEAD,
    failures: [],
  }
}

function kibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`
}

/** Takes one piece of a stream and no more, and settles when it has stopped. The last step closes it. */
type Reader = (wire: SpokenWire, baseURL: string) => Promise<() => Promise<unknown>>

async function readBare(_wire: SpokenWire, baseURL: string): Promise<() => Promise<unknown>> {
  const { body } = await fetch(baseURL, { method: 'POST', body: '{}' })
  const reader = body?.getReader()
  await reader?.read()
  return async () => reader?.cancel()
}

async function readRun(wire: SpokenWire, baseURL: string): Promise<() => Promise<unknown>> {
  const events = streamRun({ model: modelOn(wire, { baseURL }), messages: 'Go.' })[Symbol.asyncIterator]()
  for (;;) {
    const { value, done } = await events.next()
    if (done || value.type === 'text-delta') break
  }
  return async () => events.return?.()
}

/** How much the server could write until the kernel and the reader took no more. */
async function bytesWritten(wire: SpokenWire, read: Reader): Promise<number> {
  let written = 0
  const { opening, delta } = framesOf(wire)
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    written += Buffer.byteLength(opening)
    response.write(opening)
    void pour(response, delta, (bytes) => (written += bytes))
  })
  const baseURL = await listen(server)
  const close = await read(wire, baseURL)
  let before = -1
  while (written !== before) {
    before = written
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  await close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return written
}

async function pour(response: ServerResponse, delta: string, wrote: (bytes: number) => void): Promise<void> {
  const piece = delta.repeat(Math.ceil(READ_BYTES / 4 / delta.length))
  while (!response.destroyed) {
    const isTaken = response.write(piece)
    wrote(Buffer.byteLength(piece))
    if (!isTaken) await new Promise<void>((resolve) => resume(response, resolve))
  }
}

// Once there is room again, or nobody left to write to.
function resume(response: ServerResponse, call: () => void): void {
  response.removeAllListeners('drain').removeAllListeners('close')
  response.once('drain', call).once('close', call)
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // listens on a port, so it is no pipe's name
  return `http://127.0.0.1:${port}`
}

/** A stream's beginning up to its first text, and one more piece of the text. */
function framesOf(wire: SpokenWire): { readonly opening: string; readonly delta: string } {
  const letters = 400
  const text = 'a'.repeat(2 * letters)
  const frames = speakerOf(wire).frames({ id: 'endless', parts: [{ type: 'text', text }] }, letters)
  const deltas = frames.filter((frame) => frame.includes('a'.repeat(letters)) && !frame.includes(text))
  const [first = '', delta = ''] = deltas
  return { opening: frames.slice(0, frames.indexOf(first) + 1).join(''), delta }
}
