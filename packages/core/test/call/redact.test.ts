import { inspect } from 'node:util'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { DragomanError, run, type Fetch } from '@dragoman/core'
import { acme, ASKED, HELLO, streamOf, type AcmeParts } from '../acme.ts'
import { collect, failureOf } from '../collect.ts'

const KEY = 'acme-key-0123456789'

// No attempt waits for the next.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

describe('a key that a server echoes', () => {
  test.each<{ where: string; echo: (key: string) => unknown }>([
    { where: 'the message', echo: (key) => new Error(`Wrong key ${key}.`) },
    {
      where: 'the message of a cause',
      echo: (key) => new Error('no', { cause: new Error(`Wrong key ${key}.`) }),
    },
    {
      where: 'a cause of a cause',
      echo: (key) => new Error('no', { cause: new Error('no', { cause: `key ${key}` }) }),
    },
    { where: 'a cause that is no error', echo: (key) => new Error('no', { cause: { key } }) },
    {
      where: 'the stack',
      echo: (key) => Object.assign(new Error('no'), { stack: `Error: no\n    at send (${key}.js)` }),
    },
    {
      where: 'the body',
      echo: (key) => Object.assign(new Error('no'), { status: 401, error: { detail: [key] } }),
    },
    {
      where: 'the headers',
      echo: (key) => Object.assign(new Error('no'), { headers: new Headers({ echo: key }) }),
    },
    { where: 'the request', echo: (key) => Object.assign(new Error('no'), { request: { apiKey: key } }) },
    { where: 'base64', echo: (key) => new Error(`Wrong authorization: ${btoa(key)}`) },
    { where: 'a thrown text', echo: (key) => `Wrong key ${key}.` },
    {
      where: 'a DragomanError',
      echo: (key) => new DragomanError('auth', `Wrong key ${key}.`, { cause: new Error(key) }),
    },
    { where: 'a cause that is its own cause', echo: (key) => ownCause(key) },
    {
      where: 'a body that JSON cannot carry',
      echo: (key) => Object.assign(new Error(key), { error: ownCause(key) }),
    },
  ])('in $where survives nowhere', async ({ echo }) => {
    const error = echo(KEY) as Error // anything can be thrown
    const send = () => Promise.reject(error)
    const open = () => Promise.resolve(streamOf(HELLO.slice(0, 1), error))
    for (const stream of [false, true]) {
      const model = acme({ send, open })('large', { apiKey: KEY })
      const ofCall = await failureOf(collect(model.call(ASKED, { stream })))
      const ofRun = await failureOf(run({ model, stream, messages: 'go' }))
      for (const thrown of [ofCall, ofRun]) {
        expect(DragomanError.is(thrown)).toBe(true)
        expect(leaks(thrown, KEY)).toEqual([])
      }
    }
  })

  test.each<{ where: string; headers: Record<string, string>; key?: string }>([
    { where: 'authorization', headers: { authorization: `Bearer ${KEY}` } },
    { where: 'authorization', headers: { Authorization: `token ${KEY}` } },
    { where: 'authorization', headers: { authorization: KEY } },
    { where: 'x-api-key', headers: { 'x-api-key': KEY } },
    { where: 'api-key', headers: { 'api-key': KEY } },
    { where: 'cookie', headers: { cookie: KEY } },
  ])('is known from the header $where of whatever client sends it', async ({ headers }) => {
    for (const input of ['https://acme.example/', new Request('https://acme.example/', { headers })]) {
      const model = acme({}, { transport: transportOver(echoing, input, headers) })('large')
      const error = await failureOf(collect(model.call(ASKED)))
      expect(error).toMatchObject({ code: 'auth', message: 'Acme said: You are [redacted].', status: 401 })
      expect(leaks(error, KEY)).toEqual([])
    }
  })

  test('is replaced whole, where a shorter key is its beginning', async () => {
    const send = () => Promise.reject(new Error(`Wrong key ${KEY}.`))
    const headers = { 'api-key': KEY }
    const [short] = KEY.split('-0')
    const transport: AcmeParts['transport'] = (_, watch) => ({
      async send() {
        await watch(() => Promise.resolve(new Response()))('https://acme.example/', { headers })
        return send()
      },
      open: () => Promise.reject(new Error('never')),
    })
    const model = acme({}, { transport })('large', { apiKey: `${short}` })
    expect(await failureOf(collect(model.call(ASKED)))).toMatchObject({
      message: 'Acme said: Wrong key [redacted].',
    })
  })
})

test('what an error tells beside the key is kept', async () => {
  const cause = Object.assign(new TypeError('fetch failed', { cause: new Error('ECONNRESET') }), {
    status: 500,
    error: { type: 'server_error' },
  })
  const model = acme({ send: () => Promise.reject(cause) })('large', { apiKey: KEY })
  const error = await failureOf(collect(model.call(ASKED)))
  expect(error).toMatchObject({
    name: 'DragomanError',
    code: 'server',
    status: 500,
    cause: {
      name: 'TypeError',
      message: 'fetch failed',
      status: 500,
      body: '{"type":"server_error"}',
      cause: { name: 'Error', message: 'ECONNRESET' },
    },
  })
})

test('a body that stands as the cause is told as its JSON', async () => {
  const cause = { error: { type: 'server_error', message: `Not ${KEY}.` } }
  const model = acme({ send: () => Promise.reject(new DragomanError('server', 'No.', { cause })) })('large', {
    apiKey: KEY,
  })
  expect(await failureOf(collect(model.call(ASKED)))).toMatchObject({
    cause: '{"error":{"type":"server_error","message":"Not [redacted]."}}',
  })
})

test('a watched fetch is given what it was given, and gives what it gives', async () => {
  const seen: unknown[] = []
  const answer = new Response('ok', { status: 201, headers: { 'x-acme': 'yes' } })
  const fetch: Fetch = (...given) => (seen.push(given), Promise.resolve(answer))
  const given = ['https://acme.example/', { method: 'POST', headers: { authorization: 'Bearer x' } }] as const
  let returned: Response | undefined
  const transport: AcmeParts['transport'] = (_, watch) => ({
    async send() {
      returned = await watch(fetch)(...given)
      return HELLO
    },
    open: () => Promise.reject(new Error('never')),
  })
  await collect(acme({}, { transport })('large').call(ASKED))
  expect(seen).toEqual([given])
  expect(returned?.status).toBe(201)
  expect(returned?.headers.get('x-acme')).toBe('yes')
  expect(await returned?.text()).toBe('ok')
})

/** Answers with the authorization that it was sent. */
const echoing: Fetch = (input, init) => {
  const headers = [...new Headers(init?.headers ?? (input instanceof Request ? input.headers : {})).values()]
  return Promise.resolve(
    new Response(`You are ${headers.join().replace(/^(bearer|token) /i, '')}.`, { status: 401 }),
  )
}

function transportOver(
  fetch: Fetch,
  input: string | Request,
  headers: Record<string, string>,
): AcmeParts['transport'] {
  return (_, watch) => ({
    async send() {
      const response = await watch(fetch)(input, typeof input === 'string' ? { headers } : undefined)
      throw Object.assign(new Error(await response.text()), { status: response.status })
    },
    open: () => Promise.reject(new Error('never')),
  })
}

function ownCause(key: string): Error {
  const error: Error & { cause?: unknown } = new Error(`Wrong key ${key}.`)
  error.cause = error
  return error
}

/** Where the key, or its base64, can be read in an error. */
function leaks(error: unknown, key: string): string[] {
  const sinks = {
    inspect: inspect(error, { depth: null, showHidden: true }),
    json: JSON.stringify(error),
    text: String(error),
    stack: String(error instanceof Error && error.stack),
    properties: JSON.stringify(error, error instanceof Error ? Object.getOwnPropertyNames(error) : []),
  }
  return Object.entries(sinks).flatMap(([sink, text]) =>
    text.includes(key) || text.includes(btoa(key)) ? [sink] : [],
  )
}
