import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { assemble, DragomanError, run, type Fetch, type StreamEvent } from '@dragoman/core'
import { acme, ASKED, HELLO, streamOf, type AcmeOptions, type AcmeParts } from '../acme.ts'
import { collect, failureOf } from '../collect.ts'

/** With letters that every encoding writes in another way. */
const KEY = 'sk-canary/+"\\é:0123456789abcdef'

/** Where a secret comes to be known. */
const CARRIERS: Readonly<
  Record<
    string,
    { readonly options?: AcmeOptions; readonly address?: string; readonly headers?: HeadersInit }
  >
> = {
  'the option apiKey': { options: { apiKey: KEY } },
  'the option headers': { options: { headers: { 'x-acme-token': headerOf(KEY) } } },
  'the password in baseURL': { options: { baseURL: `https://me:${encodeURIComponent(KEY)}@acme.example` } },
  'the user in baseURL': { options: { baseURL: `https://${encodeURIComponent(KEY)}@acme.example` } },
  'a query of baseURL': { options: { baseURL: `https://acme.example/?api_key=${encodeURIComponent(KEY)}` } },
  'the header authorization': { headers: { authorization: `Bearer ${headerOf(KEY)}` } },
  'a basic authorization': { headers: { authorization: `Basic ${base64(`me:${KEY}`)}` } },
  'the header proxy-authorization': { headers: { 'proxy-authorization': `Bearer ${headerOf(KEY)}` } },
  'the header x-api-key': { headers: { 'x-api-key': headerOf(KEY) } },
  'the header x-goog-api-key': { headers: { 'x-goog-api-key': headerOf(KEY) } },
  'a security token': { headers: { 'x-amz-security-token': headerOf(KEY) } },
  'a cookie': { headers: { cookie: `theme=dark; session=${headerOf(KEY)}` } },
  'the password in an address': { address: `https://me:${encodeURIComponent(KEY)}@acme.example/` },
  'a query of an address': { address: `https://acme.example/?key=${encodeURIComponent(KEY)}` },
}

/** How a server, a proxy or a library may repeat it. */
const ECHOES: Readonly<Record<string, (key: string) => string>> = {
  'as it is': (key) => key,
  'escaped in JSON': (key) => JSON.stringify({ key }),
  'escaped in JSON within JSON': (key) => JSON.stringify(JSON.stringify({ key })),
  'percent-encoded': (key) => `https://acme.example/?key=${encodeURIComponent(key)}`,
  'percent-encoded in small letters': (key) =>
    encodeURIComponent(key).replaceAll(/%../g, (code) => code.toLowerCase()),
  'as a form': (key) => new URLSearchParams({ key }).toString(),
  'in base64': base64,
  'in base64 behind one letter': (key) => base64(`:${key}`),
  'in base64 behind two letters': (key) => base64(`a:${key}`),
  'in base64 for addresses': (key) => base64(key).replaceAll('+', '-').replaceAll('/', '_'),
  'cut off': (key) => `Expected JSON: ${key.slice(0, 20)}…`,
}

/** Where it may come out. */
const SINKS: Readonly<Record<string, (error: DragomanError) => string>> = {
  message: ({ message }) => message,
  stack: ({ stack }) => String(stack),
  text: String,
  inspect: (error) => inspect(error, { depth: null, showHidden: true }),
  json: (error) => JSON.stringify(error),
  properties: (error) => JSON.stringify(error, Object.getOwnPropertyNames(error)),
  cause: ({ cause }) => inspect(cause, { depth: null, showHidden: true }) + causesOf(cause).join('\n'),
  requestId: ({ requestId = '' }) => requestId,
  partial: ({ partial = {} }) => JSON.stringify(partial),
}

describe.each(Object.entries(CARRIERS))('a key known from %s', (_, carrier) => {
  test.each(Object.entries(ECHOES))('and repeated %s comes out nowhere', async (_name, echo) => {
    const said = echo(headerSafe(carrier) ? headerOf(KEY) : KEY)
    const model = modelWith(carrier, () => {
      const inner = Object.assign(new Error(`inner ${said}`), { name: said, status: 401, error: { said } })
      const outer = new Error(`outer ${said}`, { cause: inner })
      return new DragomanError('auth', `Refused: ${said}`, { requestId: said, cause: outer })
    })
    for (const stream of [false, true]) {
      for (const error of [
        await failureOf(collect(model.call(ASKED, { stream }))),
        await failureOf(run({ model, stream, messages: 'go' })),
      ]) {
        if (!DragomanError.is(error)) throw new Error('It is no DragomanError.', { cause: error })
        const leaks = Object.entries(SINKS).filter(([, sink]) => reveals(sink(error), said))
        expect(leaks.map(([name]) => name)).toEqual([])
        expect(error.message).toContain('[redacted]')
      }
    }
  })
})

test('a key in a notice is replaced', async () => {
  const notice = { code: 'odd', path: `parts.${KEY}`, action: 'dropped', from: KEY, to: `to ${KEY}` } as const
  const model = acme({ send: async () => [{ type: 'notice', notice }, ...HELLO] })('large', { apiKey: KEY })
  const events: StreamEvent[] = await collect(model.call(ASKED))
  expect(events[0]).toEqual({
    type: 'notice',
    notice: {
      code: 'odd',
      path: 'parts.[redacted]',
      action: 'dropped',
      from: '[redacted]',
      to: 'to [redacted]',
    },
  })
})

test('what the model says is the answer, and stays as it is', async () => {
  const said = { type: 'part-start', index: 0, part: { type: 'text', text: KEY } } as const
  const answer = [HELLO[0], said, ...HELLO.slice(2)].filter((event) => event !== undefined)
  const model = acme({ send: async () => answer })('large', { apiKey: KEY })
  expect(assemble(await collect(model.call(ASKED))).parts).toEqual([{ type: 'text', text: KEY }])
})

test('what cannot be told in words is an error all the same', async () => {
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  const model = acme({ send: () => Promise.reject(new Error('no', { cause: cycle })) })('large')
  expect(await failureOf(collect(model.call(ASKED)))).toMatchObject({ cause: { cause: '(not JSON)' } })
})

test('of keys that change with each request, the last are known, and those that were given', async () => {
  let sent = 0
  const carrier = { options: { apiKey: KEY } }
  const model = modelWith(
    carrier,
    () => Object.assign(new Error(`${KEY} or signed-request-${sent}`), { status: 401 }),
    () => ({
      authorization: `Bearer signed-request-${(sent += 1)}`,
    }),
  )
  for (let calls = 0; calls < 100; calls++) {
    const error = await failureOf(collect(model.call(ASKED)))
    expect(error).toMatchObject({ message: 'Acme said: [redacted] or [redacted]' })
  }
})

type Carrier = (typeof CARRIERS)[string]

/** A model whose requests carry the key, and then fail. */
function modelWith(
  { options = {}, address = 'https://acme.example/', headers = {} }: Carrier,
  failure: () => Error,
  sent: () => HeadersInit = () => headers,
) {
  const refuse: Fetch = async () => new Response()
  const transport: AcmeParts['transport'] = (_, watch) => ({
    async send() {
      await watch(refuse)(new URL(address), { headers: sent() })
      throw failure()
    },
    async open() {
      await watch(refuse)(address, { headers: sent() })
      return streamOf(HELLO.slice(0, 2), failure())
    },
  })
  return acme({}, { transport })('large', options)
}

/** Headers take no letters beyond Latin-1. */
function headerOf(key: string): string {
  return key.replace('é', 'e')
}

function headerSafe({ headers, options }: Carrier): boolean {
  const isBasic = new Headers(headers).get('authorization')?.startsWith('Basic') ?? false
  return (headers !== undefined && !isBasic) || options?.headers !== undefined
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

/** Whether most of what was said can be read. */
function reveals(text: string, said: string): boolean {
  const middle = said.slice(Math.floor(said.length / 4), -Math.floor(said.length / 4))
  return text.includes(said) || text.includes(middle)
}

function causesOf(error: unknown): readonly string[] {
  return error instanceof Error ? [error.message, String(error.stack), ...causesOf(error.cause)] : []
}
