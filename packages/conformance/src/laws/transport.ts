import { DragomanError, user, type Fetch, type StreamEvent } from '@dragoman/core'
import { CONTENT_TYPES, framesOf } from '../framing.ts'
import { hasNeed, type Law } from '../law.ts'
import { Breach, observeStream } from '../observe.ts'
import { row } from '../requests.ts'
import { secretsIn } from '../secrets.ts'
import type { Subject } from '../subject.ts'
import { IN_TIME, within } from '../within.ts'
import { lawOfCases, type Case } from './case.ts'

const { request: REQUEST } = row('a text', [user('Hello')])
const ONCE = { retry: { maxAttempts: 1 }, deadlines: IN_TIME } as const

export const transport: Law = lawOfCases({
  name: 'transport',
  says: 'a request is sent once and with its key, a connection that fails is `network`, leaving a call or aborting it ends its connection, and no error holds a key',
  cases: [
    ...[429, 500, 503].map((status) =>
      triedOnce(`a whole answer that is refused with ${status}`, status, false),
    ),
    triedOnce('a streamed answer that is refused with 500', 500, true),
    shown('one attempt: a connection that fails', async (subject) => {
      let sent = 0
      const { code, retryable } = await fail(subject, () => {
        sent += 1
        return Promise.reject(new TypeError('fetch failed'))
      })
      expectOnce(sent)
      if (code !== 'network') throw new Breach(`expected network, found ${code}`)
      if (!retryable) throw new Breach('expected an error that another attempt may mend')
    }),
    abortedEarly('abort: before the headers of a whole answer', false),
    abortedEarly('abort: before the headers of a streamed answer', true),
    shown('abort: in a stream', async (subject) => {
      const { fetch, connection } = await heldOpen(subject)
      const control = new AbortController()
      const error = await failWhile(subject, fetch, { signal: control.signal, stream: true }, () =>
        control.abort(),
      )
      expectAborted(error)
      await within(connection.over, 'the connection of an aborted stream')
    }),
    shown('abort: a stream that is left', async (subject) => {
      const { fetch, connection } = await heldOpen(subject)
      const events = subject.model(fetch).call(REQUEST, { stream: true, ...ONCE })
      await within(takeOne(events), 'a stream that is left')
      await within(connection.over, 'the connection of a stream that is left')
    }),
    shown('a key: each request has one, unless the subject says why not', async (subject) => {
      const { keyless } = subject
      let secrets: readonly string[] = []
      await fail(subject, async (input, init) => {
        secrets = secretsIn(input, init)
        return new Response('{}', { status: 401 })
      })
      if (keyless === undefined && secrets.length === 0) {
        throw new Breach('no key was sent: give the model one, or say in keyless why it needs none')
      }
      if (keyless !== undefined && secrets.length > 0) {
        throw new Breach('a key was sent: take keyless out')
      }
    }),
    leaking('no key: a refusal that repeats what was sent', (secrets) =>
      Promise.resolve(
        new Response(
          JSON.stringify({ error: { message: `Who is ${secrets}?`, type: 'authentication_error' } }),
          {
            status: 401,
            headers: { 'content-type': 'application/json', 'www-authenticate': secrets },
          },
        ),
      ),
    ),
    leaking('no key: a connection that fails and tells what was sent', (secrets) =>
      Promise.reject(new TypeError(`fetch failed: ${secrets}`, { cause: new Error(secrets) })),
    ),
  ],
})

function shown(name: string, show: Case['show']): Case {
  return { ...row(name, REQUEST.messages), show }
}

// The header asks for another attempt: the official clients would make it.
function triedOnce(name: string, status: number, stream: boolean): Case {
  return shown(`one attempt: ${name}`, async (subject) => {
    let sent = 0
    const answer: Fetch = async () => {
      sent += 1
      const headers = { 'content-type': 'application/json', 'x-should-retry': 'true', 'retry-after-ms': '1' }
      return new Response('{}', { status, headers })
    }
    await fail(subject, answer, stream)
    expectOnce(sent)
  })
}

function abortedEarly(name: string, stream: boolean): Case {
  return shown(name, async (subject) => {
    const control = new AbortController()
    const aborted = Promise.withResolvers<void>()
    const fetch: Fetch = (input, init) =>
      new Promise((_resolve, reject) => {
        const signal = signalOf(input, init)
        signal?.addEventListener('abort', () => {
          aborted.resolve()
          reject(new DOMException('This operation was aborted', 'AbortError'))
        })
        control.abort()
      })
    const error = await failWhile(subject, fetch, { signal: control.signal, stream })
    expectAborted(error)
    await within(aborted.promise, 'the fetch of an aborted call')
  })
}

function leaking(name: string, answer: (secrets: string) => Promise<Response>): Case {
  const leaks = shown(name, async (subject) => {
    let secrets: readonly string[] = []
    const error = await fail(subject, (input, init) => {
      secrets = secretsIn(input, init)
      return answer(secrets.join(' '))
    })
    const text = textOfError(error)
    const leaked = secrets.find((secret) => text.includes(secret))
    if (leaked !== undefined) throw new Breach(`the error holds the key that was sent: ${error.code}`)
  })
  return { ...leaks, whyNot: ({ keyless }) => keyless }
}

async function fail(subject: Subject, fetch: Fetch, stream = false): Promise<DragomanError> {
  return failWhile(subject, fetch, { stream })
}

interface Options {
  readonly stream: boolean
  readonly signal?: AbortSignal
}

/** The error that a call ends with. `meanwhile` happens at its first event. */
async function failWhile(
  subject: Subject,
  fetch: Fetch,
  options: Options,
  meanwhile: () => void = () => undefined,
): Promise<DragomanError> {
  async function consume(): Promise<void> {
    for await (const _event of subject.model(fetch).call(REQUEST, { ...options, ...ONCE })) meanwhile()
  }
  try {
    await within(consume(), 'the call')
  } catch (error) {
    if (DragomanError.is(error)) return error
    if (error instanceof Breach) throw error
    throw new Breach(`threw what is not a DragomanError: ${String(error)}`, { cause: error })
  }
  throw new Breach('expected an error, found an ending')
}

async function takeOne(events: AsyncIterable<StreamEvent>): Promise<void> {
  for await (const _event of events) return
}

interface HeldOpen {
  readonly fetch: Fetch
  readonly connection: { readonly over: Promise<void> }
}

/** A fetch whose stream begins as a fixture's does, and never ends. */
async function heldOpen(subject: Subject): Promise<HeldOpen> {
  const { framing = 'sse' } = subject
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const beginning = await beginningOf(subject)
  const fetch: Fetch = async (input, init) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(beginning)
        const signal = signalOf(input, init)
        signal?.addEventListener('abort', () => {
          resolve()
          // As a real connection does. It may be closed by then.
          controller.error(signal.reason)
        })
      },
      cancel: () => resolve(),
    })
    return new Response(body, { headers: { 'content-type': CONTENT_TYPES[framing] } })
  }
  return { fetch, connection: { over } }
}

/** What a fixture streams before its ending, some text at least. */
async function beginningOf(subject: Subject): Promise<Uint8Array<ArrayBuffer>> {
  for (const fixture of subject.fixtures) {
    const { stream, injected } = fixture
    if (stream === undefined || injected || !hasNeed(fixture, 'answer')) continue
    const cutAt =
      framesOf(stream, subject.framing ?? 'sse').find((frame) => subject.isEnding(frame))?.from ?? 0
    const { events } = await observeStream(subject, fixture, { cutAt })
    if (!events.some(({ type }) => type === 'text-delta')) continue
    return new TextEncoder().encode(stream).slice(0, cutAt)
  }
  throw new Breach(`${subject.name} has no fixture that streams a text: give one.`)
}

function signalOf(...[input, init]: Parameters<Fetch>): AbortSignal | null | undefined {
  return init?.signal ?? (input instanceof Request ? input.signal : undefined)
}

function expectOnce(sent: number): void {
  if (sent !== 1) throw new Breach(`expected one request, found ${sent}`)
}

function expectAborted({ code }: DragomanError): void {
  if (code !== 'aborted') throw new Breach(`expected aborted, found ${code}`)
}

/** Everything that an error says, its causes included. */
function textOfError(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error)
  const { message, stack = '', cause } = error
  return [message, stack, JSON.stringify(error), cause === undefined ? '' : textOfError(cause)].join('\n')
}
