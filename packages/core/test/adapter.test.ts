import { describe, expect, test, vi } from 'vitest'
import {
  ADAPTER_OPTIONS,
  assemble,
  CAPABILITIES_SCHEMA,
  DragomanError,
  run,
  type Capabilities,
  type EncodeTarget,
  type Notice,
  type StreamEvent,
} from '@dragoman/core'
import {
  acme,
  ASKED,
  CAPABLE,
  HELLO,
  streamOf,
  type AcmeOptions,
  type AcmeParts,
  type AcmeRequest,
} from './acme.ts'
import { collect, failureOf } from './collect.ts'
import { freeze } from './freeze.ts'
import { call, text } from './recording.ts'

/** Of every answer: who was asked, what the wire reported, and the digest of what was asked. */
const ORIGIN = {
  provider: 'acme',
  wire: 'acme.chat',
  model: 'large',
  servedModel: 'large-1',
  responseId: 'r1',
  prefix: expect.any(String) as string,
}

describe('an adapter', () => {
  test('is a provider that tells what it takes, also of what core takes for it', () => {
    const adapter = acme({})
    expect({ version: adapter.specVersion, options: adapter.options }).toEqual({
      version: 1,
      options: {
        type: 'object',
        properties: {
          apiKey: { type: 'string' },
          region: { enum: ['eu', 'us'] },
          maxResponseBytes: { type: 'number', exclusiveMinimum: 0 },
          provider: { type: 'string', pattern: '^[^:/\\s]+$' },
          capabilities: CAPABILITIES_SCHEMA,
          extra: { type: 'object' },
        },
      },
    })
    expect(adapter('large')).toEqual({
      provider: 'acme',
      wire: 'acme.chat',
      id: 'large',
      capabilities: CAPABLE,
      call: expect.any(Function),
    })
  })

  test('takes the options of every adapter where it names none', () => {
    const none = { options: undefined } as unknown as Partial<AcmeParts> // a program without types
    const adapter = acme({}, none)
    expect(adapter.options).toEqual(ADAPTER_OPTIONS)
    expect(adapter('large', { apiKey: 'secret-key', maxResponseBytes: 10 }).id).toBe('large')
    expect(() => adapter('large', { provider: 'a:b' })).toThrow('Option provider of acme("large") must match')
  })

  test('of another specVersion is a config error that names the wire', () => {
    const later = { specVersion: 2 } as unknown as Partial<AcmeParts> // an adapter of a later release
    expect(() => acme({}, later)).toThrow(
      new DragomanError(
        'config',
        'The adapter for acme.chat was written for specVersion 2; this core has 1: install versions that fit.',
      ),
    )
  })

  test.each<{ id: unknown; options?: unknown; message: string }>([
    { id: '', message: 'A model of acme needs an id: found "". Give the id that the provider documents.' },
    { id: ' ', message: 'A model of acme needs an id: found " ". Give the id that the provider documents.' },
    {
      id: undefined,
      message: 'A model of acme needs an id: found undefined. Give the id that the provider documents.',
    },
    {
      id: 'large',
      options: { region: 'mars' },
      message: 'Option region of acme("large") must be one of "eu", "us".',
    },
    { id: 'large', options: { apiKey: 12345678 }, message: 'Option apiKey of acme("large") must be string.' },
    {
      id: 'large',
      options: { capabilities: { pdf: 'yes' } },
      message: 'Option capabilities.pdf of acme("large") must be boolean.',
    },
    {
      id: 'large',
      options: { capabilities: { toolName: { pattern: '^a$', max: 9, min: 1 } } },
      message:
        'Option capabilities.toolName.min of acme("large") must not be there: the properties are pattern, max.',
    },
  ])('refuses $id with $options: $message', ({ id, options, message }) => {
    const given = options as AcmeOptions | undefined // a caller without types
    expect(() => acme({})(id as string, given)).toThrow(new DragomanError('config', message))
  })

  test('needs Node.js 22 or newer, where it is Node.js', () => {
    const on = (process: unknown) => {
      vi.stubGlobal('process', process)
      try {
        return acme({})('large').id
      } finally {
        vi.unstubAllGlobals()
      }
    }
    expect(() => on({ versions: { node: '20.20.2' } })).toThrow(
      new DragomanError(
        'config',
        'Dragoman needs Node.js 22 or newer, found 20.20.2: the official SDKs no longer run on it. Install a newer Node.js.',
      ),
    )
    const others = [
      { versions: { node: '22.0.0' } },
      { versions: { node: '104.1.0' } },
      { versions: {} },
      undefined,
    ]
    expect(others.map(on)).toEqual(others.map(() => 'large'))
  })

  test('names an option that its schema requires', () => {
    const options = { type: 'object', properties: { region: {} }, required: ['region'] }
    expect(() => acme({}, { options })('large')).toThrow(
      new DragomanError('config', 'The options of acme("large") must have required properties region.'),
    )
  })

  test('takes options that are no data, and those that are left undefined', () => {
    const options = { fetch: globalThis.fetch, region: undefined } as unknown as AcmeOptions // a caller without exact optional types
    expect(acme({})('large', options).id).toBe('large')
  })

  test('names the origin of its answers, also under another provider name', async () => {
    const answer = async (options: AcmeOptions) =>
      assemble(await collect(acme({})('large', options).call(ASKED)))
    expect((await answer({})).origin).toEqual(ORIGIN)
    expect((await answer({ provider: 'local' })).origin).toEqual({ ...ORIGIN, provider: 'local' })
    expect(acme({})('large', { provider: 'local' }).provider).toBe('local')
  })

  test('lets options replace rows of its capabilities, which the codec sees', async () => {
    const targets: EncodeTarget[] = []
    const encode = (asked: AcmeRequest['asked'], target: EncodeTarget) => (
      targets.push(target),
      requestOf(asked)
    )
    const { codec } = partsOf(encode)
    const capabilities: Partial<Capabilities> = { maxOutputTokens: 10, sampling: [] }
    const model = acme({}, { codec })('large', { capabilities })
    await collect(model.call(ASKED, { stream: true }))
    expect(model.capabilities).toEqual({ ...CAPABLE, ...capabilities })
    expect(targets).toEqual([{ id: 'large', capabilities: model.capabilities, stream: true }])
  })

  test('merges extra last, shallowly, into the request of the wire', async () => {
    const sent: AcmeRequest[] = []
    const adapter = acme({ send: (request) => (sent.push(request), Promise.resolve(HELLO)) })
    await collect(adapter('large', { extra: { tag: 'mine', model: 'larger' } }).call(ASKED))
    expect(sent).toEqual([{ model: 'larger', stream: false, asked: ASKED, tag: 'mine' }])
  })

  test('makes its transport at the first call, once for a model', async () => {
    const transport = vi.fn<AcmeParts['transport']>(() => ({
      send: () => Promise.resolve(HELLO),
      open: () => Promise.resolve(streamOf(HELLO)),
    }))
    const adapter = acme({}, { transport })
    const options = { apiKey: 'acme-key-1' }
    const model = adapter('large', options)
    expect(transport).not.toHaveBeenCalled()
    await collect(model.call(ASKED))
    await collect(model.call(ASKED, { stream: true }))
    expect(transport).toHaveBeenCalledExactlyOnceWith(options, expect.any(Function))
  })
})

describe('a call', () => {
  test('yields the same message whole and streamed', async () => {
    const deltas: StreamEvent[] = [
      { type: 'part-start', index: 0, part: text('') },
      { type: 'text-delta', index: 0, text: 'Hel' },
      { type: 'text-delta', index: 0, text: 'lo' },
    ]
    const [start, , ...rest] = HELLO
    const streamed = [start, ...deltas, ...rest].filter((event) => event !== undefined)
    const model = acme({ open: () => Promise.resolve(streamOf(streamed as typeof HELLO)) })('large') // no event of the call's own
    expect(assemble(await collect(model.call(ASKED, { stream: true })))).toEqual(
      assemble(await collect(model.call(ASKED))),
    )
  })

  test('changes nothing of its request', async () => {
    const request = freeze({
      ...ASKED,
      messages: [{ role: 'user', parts: [text('Hi')] }],
      settings: { seed: 1 },
    } as const)
    const model = acme({})('large', { capabilities: { sampling: [] } })
    expect(assemble(await collect(model.call(request))).parts).toEqual([text('Hello')])
  })

  test('tells what was fitted before the message starts', async () => {
    const model = acme({})('large', { capabilities: { sampling: [], effort: ['low'] } })
    const events = await collect(model.call({ ...ASKED, settings: { seed: 1, effort: 'max' } }))
    const notices: Notice[] = [
      { code: 'unsupported-setting', path: 'settings.seed', action: 'dropped', from: 'seed' },
      { code: 'nearest-effort', path: 'settings.effort', action: 'downgraded', from: 'max', to: 'low' },
    ]
    expect(events.slice(0, 3)).toEqual([
      ...notices.map((notice) => ({ type: 'notice', notice })),
      { type: 'message-start', origin: ORIGIN },
    ])
  })

  test("that cannot fit is an unsupported error under fit: 'strict', and nothing is sent", async () => {
    const send = vi.fn(() => Promise.resolve(HELLO))
    const model = acme({ send })('large', { capabilities: { sampling: [], effort: [] } })
    const request = { ...ASKED, settings: { seed: 1, effort: 'max' } } as const
    expect(await failureOf(collect(model.call(request, { fit: 'strict' })))).toEqual(
      new DragomanError(
        'unsupported',
        "acme:large does not take this request as it is, and fit is 'strict': settings.seed would be dropped " +
          '(unsupported-setting); settings.effort would be dropped (unsupported-setting).',
        { provider: 'acme', wire: 'acme.chat' },
      ),
    )
    expect(send).not.toHaveBeenCalled()
  })
})

describe('a failed call', () => {
  const partial = {
    role: 'assistant',
    parts: [text('Hello')],
    origin: ORIGIN,
  }
  const broken = Object.assign(new Error('broke'), { status: 500 })

  test.each<{ what: string; stream: boolean; error: Error; expected: object }>([
    {
      what: 'that the codec classifies',
      stream: false,
      error: Object.assign(new Error('who are you?'), { status: 401 }),
      expected: { code: 'auth', message: 'Acme said: who are you?', status: 401, retryable: false },
    },
    {
      what: 'that the codec classifies, while the stream opens',
      stream: true,
      error: new TypeError('fetch failed'),
      expected: { code: 'network', message: 'Acme said: fetch failed', retryable: true },
    },
    {
      what: 'that is a DragomanError',
      stream: false,
      error: new DragomanError('quota', 'No money left.', { provider: 'bank' }),
      expected: { code: 'quota', message: 'No money left.', provider: 'bank' },
    },
  ])('throws what $what', async ({ stream, error, expected }) => {
    const model = acme({ send: () => Promise.reject(error), open: () => Promise.reject(error) })('large')
    const thrown = await failureOf(collect(model.call(ASKED, { stream })))
    expect(thrown).toBeInstanceOf(DragomanError)
    expect(thrown).toMatchObject({ provider: 'acme', wire: 'acme.chat', ...expected })
    expect(thrown).not.toHaveProperty('partial')
  })

  test.each([
    { what: 'the stream breaks', open: () => streamOf(HELLO.slice(0, 2), broken) },
    { what: 'the stream holds an error', open: () => streamOf([...HELLO.slice(0, 2), broken]) },
  ])('carries what had arrived when $what', async ({ open }) => {
    const model = acme({ open: () => Promise.resolve(open()) })('large')
    const events: StreamEvent[] = []
    const error = await failureOf(
      (async () => {
        for await (const event of model.call(ASKED, { stream: true })) events.push(event)
      })(),
    )
    expect(error).toMatchObject({ code: 'server', status: 500, partial })
    expect(assemble(events)).toEqual(partial)
  })

  test('is bad-response, with what had arrived, where the decoder finds another form than it trusts', async () => {
    const odd = new TypeError("Cannot read properties of null (reading 'type')")
    const model = acme({ open: () => Promise.resolve(streamOf([...HELLO.slice(0, 2), odd])) })('large')
    expect(await failureOf(collect(model.call(ASKED, { stream: true })))).toMatchObject({
      code: 'bad-response',
      message: `The answer has another form than its wire: ${odd.message}.`,
      retryable: false,
      partial,
    })
  })

  test.each([true, false])(
    'is cut-stream where the answer has no message-end (streamed: %s)',
    async (stream) => {
      const cut = HELLO.slice(0, 3)
      const model = acme({ send: () => Promise.resolve(cut), open: () => Promise.resolve(streamOf(cut)) })(
        'large',
      )
      expect(await failureOf(collect(model.call(ASKED, { stream })))).toEqual(
        new DragomanError('cut-stream', 'The answer ended without its stop reason.', {
          provider: 'acme',
          wire: 'acme.chat',
          attempts: 1,
          partial: partial as never, // literals, as wide as TypeScript sees them
        }),
      )
    },
  )

  test('never runs the tools of a cut answer', async () => {
    const cut = [...HELLO.slice(0, 1), { type: 'part-start', index: 0, part: call('1', 'ping') } as const]
    const model = acme({ send: () => Promise.resolve(cut) })('large')
    const ping = { type: 'function', name: 'ping', description: '', input: {}, execute: vi.fn() } as const
    expect(await failureOf(run({ model, tools: [ping], messages: 'go' }))).toMatchObject({
      code: 'cut-stream',
    })
    expect(ping.execute).not.toHaveBeenCalled()
  })

  test('is a config error with the reason where the transport cannot be made', async () => {
    const model = acme(
      {},
      {
        transport: () => {
          throw new Error('No key: set ACME_API_KEY.')
        },
      },
    )('large')
    expect(await failureOf(collect(model.call(ASKED)))).toMatchObject({
      code: 'config',
      message: 'No key: set ACME_API_KEY.',
      provider: 'acme',
    })
  })
})

describe('an aborted call', () => {
  const reason = new Error('enough')

  test('sends nothing when it was aborted before', async () => {
    const send = vi.fn(() => Promise.resolve(HELLO))
    const error = await failureOf(
      collect(acme({ send })('large').call(ASKED, { signal: AbortSignal.abort(reason) })),
    )
    expect(error).toMatchObject({
      code: 'aborted',
      message: 'The call was aborted.',
      provider: 'acme',
      wire: 'acme.chat',
    })
    expect(send).not.toHaveBeenCalled()
  })

  test.each(['throws', 'ends'])(
    'is aborted, with what had arrived, when its stream %s at the abort',
    async (how) => {
      const aborter = new AbortController()
      async function* open(signal: AbortSignal) {
        yield* HELLO.slice(0, 2)
        aborter.abort(reason)
        if (how === 'throws') signal.throwIfAborted()
      }
      const model = acme({ open: (_, signal) => Promise.resolve(open(signal)) })('large')
      const error = await failureOf(collect(model.call(ASKED, { stream: true, signal: aborter.signal })))
      expect(error).toMatchObject({ code: 'aborted', partial: { parts: [text('Hello')] } })
    },
  )

  test('that is left releases its stream', async () => {
    let released = false
    async function* open() {
      try {
        yield* HELLO
      } finally {
        released = true
      }
    }
    const model = acme({ open: () => Promise.resolve(open()) })('large')
    for await (const _ of model.call(ASKED, { stream: true })) break
    await vi.waitFor(() => expect(released).toBe(true))
  })
})

function requestOf(asked: AcmeRequest['asked']): AcmeRequest {
  return { model: 'large', stream: false, asked }
}

function partsOf(encode: AcmeParts['codec']['encode']): Pick<AcmeParts, 'codec'> {
  return {
    codec: {
      wire: 'acme.chat',
      encode,
      decode: (answer) => answer,
      decoder: () => ({ push: (event) => (event instanceof Error ? [] : [event]), end: () => [] }),
      decodeError: (error) => new DragomanError('network', String(error)),
    },
  }
}
