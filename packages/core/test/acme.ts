import {
  defineAdapter,
  DragomanError,
  scripted,
  type Adapter,
  type AdapterOptions,
  type AdapterParts,
  type Capabilities,
  type ModelRequest,
  type Transport,
  type WireEvent,
} from '@dragoman/core'

/** A made-up wire whose request is the neutral one, and whose answers are the neutral events. */
export interface AcmeRequest {
  readonly model: string
  readonly stream: boolean
  readonly asked: ModelRequest
  readonly tag?: string
}

export type AcmeAnswer = readonly WireEvent[]

/** An error is the wire's in-band one. */
export type AcmeEvent = WireEvent | Error

export interface AcmeOptions extends AdapterOptions<AcmeRequest> {
  readonly region?: string
}

export type AcmeParts = AdapterParts<AcmeOptions, AcmeRequest, AcmeAnswer, AcmeEvent>
export type AcmeTransport = Transport<AcmeRequest, AcmeAnswer, AcmeEvent>

/** Takes everything. */
export const CAPABLE: Capabilities = scripted([]).capabilities

export const ASKED: ModelRequest = { messages: [], tools: [], toolChoice: 'auto', settings: {} }

export const HELLO: AcmeAnswer = [
  { type: 'message-start', servedModel: 'large-1', responseId: 'r1' },
  { type: 'part-start', index: 0, part: { type: 'text', text: 'Hello' } },
  { type: 'part-end', index: 0 },
  { type: 'message-end', stop: { reason: 'stop', raw: 'end' }, usage: { outputTokens: 1 } },
]

/** The adapter of the made-up wire, over a given transport or parts. */
export function acme(
  transport: Partial<AcmeTransport>,
  parts: Partial<AcmeParts> = {},
): Adapter<AcmeOptions> {
  return defineAdapter<AcmeOptions, AcmeRequest, AcmeAnswer, AcmeEvent>({
    specVersion: 1,
    provider: 'acme',
    options: {
      type: 'object',
      properties: { apiKey: { type: 'string' }, region: { enum: ['eu', 'us'] } },
    },
    codec: {
      wire: 'acme.chat',
      encode: (asked, { id, stream }) => ({ model: id, stream, asked }),
      decode: (answer) => answer,
      decoder: () => ({ push: decodeEvent, end: () => [] }),
      decodeError,
    },
    capabilities: () => CAPABLE,
    transport: () => ({
      send: () => Promise.resolve(HELLO),
      open: () => Promise.resolve(streamOf(HELLO)),
      ...transport,
    }),
    ...parts,
  })
}

/** The events one after the other, then `failure`, if there is one. */
export async function* streamOf(
  events: readonly AcmeEvent[],
  failure?: Error,
): AsyncGenerator<AcmeEvent, void, void> {
  yield* events
  if (failure) throw failure
}

function decodeEvent(event: AcmeEvent): Iterable<WireEvent> {
  if (event instanceof Error) throw event
  return [event]
}

function decodeError(error: unknown): DragomanError {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : undefined
  const code = status === undefined ? 'network' : status === 401 ? 'auth' : 'server'
  const message = error instanceof Error ? error.message : String(error)
  return new DragomanError(code, `Acme said: ${message}`, { status, cause: error })
}
