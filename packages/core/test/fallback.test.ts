import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assemble,
  DragomanError,
  ERROR_CODES,
  fallback,
  scripted,
  textOf,
  type ErrorCode,
  type FallbackOptions,
  type FallbackReason,
  type Model,
  type Reply,
  type StreamEvent,
  type WireEvent,
} from '@dragoman/core'
import { acme, ASKED, CAPABLE, HELLO, streamOf, type AcmeEvent } from './acme.ts'
import { collect, failureOf } from './collect.ts'
import { broken, changed, ended, failure, gated, inTurn, named } from './fallback-models.ts'

const REASON_OF: Partial<Record<ErrorCode, FallbackReason>> = {
  'rate-limit': 'rate-limit',
  overloaded: 'overloaded',
  server: 'server',
  'bad-response': 'server',
  network: 'network',
  'cut-stream': 'network',
  timeout: 'timeout',
  quota: 'quota',
  'context-full': 'context-full',
  'content-policy': 'refusal',
}
const CODES = Object.keys(ERROR_CODES) as ErrorCode[] // its keys are the codes
const SWITCHING = CODES.flatMap((code) => {
  const reason = REASON_OF[code]
  return reason ? [{ code, reason }] : []
})

describe('a fallback', () => {
  test('is its first model to whoever looks at it', () => {
    const own = { provider: 'acme', wire: 'acme.chat', id: 'a', defaults: { limits: { steps: 2 } } }
    const { call: _, ...first } = { ...scripted([]), ...own }
    expect(fallback([{ ...scripted([]), ...first }, scripted([])])).toEqual({
      ...first,
      call: expect.any(Function),
    })
  })

  test('is answered by its first model, and nothing tells it from that', async () => {
    for (const stream of [false, true]) {
      const [bare, b] = [named('a', ['Hi', 'Hi']), named('b', [])]
      const events = await collect(bare.model.call(ASKED, { stream }))
      expect(await collect(fallback([bare.model, b.model]).call(ASKED, { stream }))).toEqual(events)
      expect(b.requests).toEqual([])
    }
  })

  test('tells two wires of one provider apart in its notice', async () => {
    const [a, b] = [named('a', [failure('server')]), named('a', ['Hi'])]
    const models = [
      { ...a.model, wire: 'acme.responses' },
      { ...b.model, wire: 'acme.chat' },
    ]
    const notices = (await collect(fallback(models).call(ASKED))).filter(({ type }) => type === 'notice')
    expect(notices).toEqual([
      {
        type: 'notice',
        notice: {
          code: 'fallback',
          path: 'model',
          action: 'downgraded',
          from: 'acme:a on acme.responses',
          to: 'acme:a on acme.chat',
        },
      },
    ])
  })

  test.each(SWITCHING)('asks the next model on $code, unless $reason is off', async ({ code, reason }) => {
    for (const stream of [false, true]) {
      const error = failure(code)
      const on = await collect(
        fallback([named('a', [error]).model, named('b', ['Hi']).model], { on: { [reason]: true } }).call(
          ASKED,
          { stream },
        ),
      )
      expect(on.slice(0, 2)).toEqual([{ type: 'retry', attempt: 1, delayMs: 0, code }, changed('a', 'b')])
      expect(textOf(assemble(on))).toBe('Hi')
      const b = named('b', ['Hi'])
      const off = fallback([named('a', [error]).model, b.model], { on: { [reason]: false } })
      expect(await failureOf(collect(off.call(ASKED, { stream })))).toBe(error)
      expect(b.requests).toEqual([])
    }
  })

  test.each(CODES.filter((code) => !(code in REASON_OF)))('never asks the next model on %s', async (code) => {
    const error = failure(code)
    const on = Object.fromEntries(Object.values(REASON_OF).map((reason) => [reason, true]))
    const b = named('b', ['Hi'])
    const model = fallback([named('a', [error]).model, b.model], { on })
    expect(await failureOf(collect(model.call(ASKED)))).toBe(error)
    expect(b.requests).toEqual([])
  })

  test('switches on everything but a refusal by default', async () => {
    const switched: string[] = []
    for (const { code, reason } of SWITCHING) {
      const b = named('b', ['Hi'])
      await collect(fallback([named('a', [failure(code)]).model, b.model]).call(ASKED)).catch(() => undefined)
      if (b.requests.length > 0) switched.push(reason)
    }
    expect(new Set(switched)).toEqual(
      new Set(Object.values(REASON_OF).filter((reason) => reason !== 'refusal')),
    )
  })

  test('throws what is no DragomanError as it is', async () => {
    const error = new RangeError('A bug.')
    expect(await failureOf(collect(fallback([scripted([error]), scripted(['Hi'])]).call(ASKED)))).toBe(error)
  })

  test('of fallbacks is one', async () => {
    const overloaded = failure('overloaded')
    const [a, b, c] = [named('a', [overloaded]), named('b', [overloaded]), named('c', ['Hi'])]
    const events = await collect(fallback([fallback([a.model, b.model]), c.model]).call(ASKED))
    expect(events.slice(0, 4)).toEqual([
      { type: 'retry', attempt: 1, delayMs: 0, code: 'overloaded' },
      { type: 'retry', attempt: 2, delayMs: 0, code: 'overloaded' },
      changed('a', 'c'),
      { type: 'message-start', origin: expect.objectContaining({ model: 'c' }) },
    ])
  })
})

describe('an answer that ends by', () => {
  const endings = [
    { stop: 'refusal', reason: 'refusal', code: 'content-policy' },
    { stop: 'filtered', reason: 'refusal', code: 'content-policy' },
    { stop: 'context-full', reason: 'context-full', code: 'context-full' },
  ] as const

  test.each(endings)(
    '$stop goes to the next model, where nothing went out',
    async ({ stop, reason, code }) => {
      const models = [named('a', [ended(stop), ended(stop)]).model, named('b', ['Hi']).model]
      const model = fallback(models, { on: { [reason]: true } })
      const whole = await collect(model.call(ASKED))
      expect(whole.slice(0, 2)).toEqual([{ type: 'retry', attempt: 1, delayMs: 0, code }, changed('a', 'b')])
      expect(textOf(assemble(whole))).toBe('Hi')
      const streamed = assemble(await collect(model.call(ASKED, { stream: true })))
      expect({ text: textOf(streamed), stop: streamed.stop?.reason }).toEqual({ text: 'Partly.', stop })
    },
  )

  test.each(endings)('$stop stands, where $reason is off', async ({ stop, reason }) => {
    const b = named('b', ['Hi'])
    const model = fallback([named('a', [ended(stop)]).model, b.model], { on: { [reason]: false } })
    expect(assemble(await collect(model.call(ASKED))).stop?.reason).toBe(stop)
    expect(b.requests).toEqual([])
  })

  test.each(endings)('$stop stands, where no other model is left', async ({ stop, reason }) => {
    const on = { [reason]: true }
    const model = fallback([named('a', [ended(stop)]).model, named('b', [ended(stop)]).model], { on })
    expect(assemble(await collect(model.call(ASKED))).stop?.reason).toBe(stop)
  })

  test('refusal without a word goes to the next model, streamed too', async () => {
    const end: WireEvent = { type: 'message-end', stop: { reason: 'refusal', raw: 'refusal' }, usage: {} }
    const model = fallback([named('a', [[end]]).model, named('b', ['Hi']).model], { on: { refusal: true } })
    expect(textOf(assemble(await collect(model.call(ASKED, { stream: true }))))).toBe('Hi')
  })

  test('refusal is counted by its usage and its origin', async () => {
    const usage = { inputTokens: 10, outputTokens: 2 }
    const model = fallback([named('a', [ended('refusal', usage)]).model, named('b', ['Hi']).model], {
      on: { refusal: true },
    })
    const [first, second] = await collect(model.call(ASKED))
    expect([first, second]).toEqual([
      {
        type: 'attempt-discarded',
        attempt: 1,
        code: 'content-policy',
        usage,
        origin: { provider: 'scripted', wire: 'scripted', model: 'a' },
      },
      changed('a', 'b'),
    ])
  })

  test('refusal is void, also where the others began to rest meanwhile: then they are asked all the same', async () => {
    const refusing = named('a', [ended('refusal')]).model
    const a: Model = {
      ...refusing,
      async *call(request, options) {
        try {
          yield* refusing.call(request, options)
        } finally {
          await failureOf(collect(model.call(ASKED)))
        }
      },
    }
    const down = named('a', [failure('server')]).model
    const b = named('b', [failure('server'), 'Hi'])
    const model = fallback([inTurn(a, down), b.model], { on: { refusal: true } })
    expect(textOf(assemble(await collect(model.call(ASKED))))).toBe('Hi')
  })

  test('refusal is as good as none, where every other model rests', async () => {
    const b = named('b', [failure('server'), 'Hi'])
    const models = [b.model, named('a', ['Hi', ended('refusal')]).model]
    const model = fallback(models, { on: { refusal: true } })
    await collect(model.call(ASKED))
    expect(assemble(await collect(model.call(ASKED))).stop?.reason).toBe('refusal')
    expect(b.requests).toHaveLength(1)
  })
})

describe('a failure behind the first content', () => {
  const half: readonly WireEvent[] = HELLO.slice(0, 2)
  const cut = (): Model =>
    broken('broken', half, failure('network', { partial: { role: 'assistant', parts: [] } }))

  test('is thrown as it is', async () => {
    const error = await failureOf(collect(fallback([cut(), scripted(['Hi'])]).call(ASKED, { stream: true })))
    expect(error).toMatchObject({ code: 'network', message: 'Said network.', partial: { role: 'assistant' } })
  })

  test('asks the next model, where the answer is not streamed', async () => {
    const events = await collect(fallback([cut(), named('b', ['Hi']).model]).call(ASKED))
    expect(events.map(({ type }) => type)).toEqual([
      'retry',
      'notice',
      'message-start',
      'part-start',
      'part-end',
      'message-end',
    ])
  })

  test.each<{ what: string; before: readonly WireEvent[] }>([
    { what: 'a text', before: half },
    {
      what: 'a call',
      before: [
        { type: 'message-start' },
        { type: 'part-start', index: 0, part: { type: 'tool-call', id: '1', name: 'pay', inputText: '' } },
        { type: 'input-delta', index: 0, text: '{"euro' },
      ],
    },
  ])('asks the next model with restart, and $what that was begun is void', async ({ before }) => {
    const model = fallback([broken('broken', before, failure('network')), named('b', ['Hi']).model], {
      restart: true,
    })
    const events = await collect(model.call(ASKED, { stream: true }))
    expect(events.slice(before.length, before.length + 2)).toEqual([
      { type: 'attempt-discarded', attempt: 1, code: 'network', origin: expect.any(Object) },
      changed('broken', 'b'),
    ])
    expect(assemble(events).parts).toEqual([{ type: 'text', text: 'Hi' }])
  })

  test('asks the next model with restart on a refusal whose words are out', async () => {
    const a = named('a', [ended('refusal', { inputTokens: 3 })])
    const model = fallback([a.model, named('b', ['Hi']).model], { restart: true, on: { refusal: true } })
    const events = await collect(model.call(ASKED, { stream: true }))
    expect(events.find(({ type }) => type === 'attempt-discarded')).toMatchObject({
      usage: { inputTokens: 3 },
    })
    expect(assemble(events)).toMatchObject({ parts: [{ text: 'Hi' }], stop: { reason: 'stop' } })
  })

  test('makes the model rest', async () => {
    const b = named('b', ['Hi'])
    const model = fallback([cut(), b.model])
    await failureOf(collect(model.call(ASKED, { stream: true })))
    await collect(model.call(ASKED, { stream: true }))
    expect(b.requests).toHaveLength(1)
  })

  test('of a fallback inside, which has discarded what was out, still has a next model', async () => {
    const inner = fallback([cut(), named('b', [failure('server')]).model], { restart: true })
    const events = await collect(fallback([inner, named('c', ['Hi']).model]).call(ASKED, { stream: true }))
    expect(events.map(({ type }) => type).slice(2, 6)).toEqual([
      'attempt-discarded',
      'retry',
      'notice',
      'message-start',
    ])
    expect(textOf(assemble(events))).toBe('Hi')
  })

  test('of a model that discards by itself leaves nothing that was held', async () => {
    const begun = broken('a', half)
    const a: Model = {
      ...begun,
      async *call(request, options) {
        yield* begun.call(request, options)
        yield { type: 'attempt-discarded', attempt: 1, code: 'network' }
        yield* named('a', ['Hi']).model.call(request, options)
      },
    }
    const events = await collect(fallback([a]).call(ASKED))
    expect(events.map(({ type }) => type)).toEqual([
      'attempt-discarded',
      'message-start',
      'part-start',
      'part-end',
      'message-end',
    ])
  })

  test('and behind the end of the answer is thrown as it is, and means nothing', async () => {
    const a = broken('a', HELLO, failure('network'))
    const b = named('b', ['Hi'])
    const model = fallback([a, b.model], { restart: true })
    for (let calls = 0; calls < 2; calls++) {
      expect(await failureOf(collect(model.call(ASKED)))).toEqual(failure('network'))
    }
    expect(b.requests).toEqual([])
  })

  test('is one too, where the answer ends without an end', async () => {
    const events = await collect(fallback([broken('broken', half), named('b', ['Hi']).model]).call(ASKED))
    expect(events[0]).toEqual({ type: 'retry', attempt: 1, delayMs: 0, code: 'cut-stream' })
  })
})

describe('the attempts of a fallback', () => {
  test('are one for each model while another one is left, and the last has those of the caller', async () => {
    const [a, b] = [named('a', [failure('server')]), named('b', ['Hi'])]
    await collect(fallback([a.model, b.model]).call(ASKED, { retry: { maxAttempts: 5, minDelayMs: 1 } }))
    expect([a, b].map(({ options }) => options[0]?.retry)).toEqual([
      { maxAttempts: 1, minDelayMs: 1 },
      { maxAttempts: 5, minDelayMs: 1 },
    ])
  })

  test.each([
    { attempts: 3, maxAttempts: undefined, given: 3 },
    { attempts: 3, maxAttempts: 2, given: 2 },
    { attempts: 1, maxAttempts: 2, given: 1 },
  ])(
    'are $given of $attempts, where the caller wants $maxAttempts',
    async ({ attempts, maxAttempts, given }) => {
      const a = named('a', ['Hi'])
      const model = fallback([a.model, scripted([])], { attempts })
      await collect(model.call(ASKED, maxAttempts === undefined ? {} : { retry: { maxAttempts } }))
      expect(a.options[0]?.retry).toEqual({ maxAttempts: given })
    },
  )

  test('are those of the caller, where all the others rest', async () => {
    const a = named('a', ['Hi', 'Hi'])
    const model = fallback([named('b', [failure('server')]).model, a.model])
    await collect(model.call(ASKED))
    await collect(model.call(ASKED))
    expect(a.options.map(({ retry }) => retry)).toEqual([undefined, undefined])
  })

  test('are counted over all models, in events and in the error', async () => {
    const send = (): Promise<never> => Promise.reject(failure('server'))
    const model = fallback([acme({ send })('a'), acme({ send })('b')], { attempts: 2 })
    const events: StreamEvent[] = []
    const retry = { maxAttempts: 3, minDelayMs: 0 }
    const error = await failureOf(
      (async () => {
        for await (const event of model.call(ASKED, { retry })) events.push(event)
      })(),
    )
    const attempts = events.flatMap((event) => (event.type === 'retry' ? [event.attempt] : []))
    expect(attempts).toEqual([1, 2, 3, 4])
    expect(error).toMatchObject({ attempts: 5 })
  })

  test('have the other options of the call each', async () => {
    const [a, b] = [named('a', [failure('server')]), named('b', ['Hi'])]
    const options = { stream: true, fit: 'strict', deadlines: { idleMs: 5 } } as const
    await collect(fallback([a.model, b.model]).call(ASKED, options))
    expect([a.options[0], b.options[0]]).toMatchObject([options, options])
  })
})

describe('where no model is left', () => {
  test('the error of the only one that was asked is thrown as it is', async () => {
    const error = failure('rate-limit')
    expect(await failureOf(collect(fallback([scripted([error])]).call(ASKED)))).toBe(error)
  })

  test('the error says what each of them said, and is else the last', async () => {
    const errors = [
      failure('overloaded', { status: 529 }),
      failure('rate-limit', { status: 429, retryAfterMs: 5_000, requestId: 'r2', provider: 'acme' }),
    ] as const
    const model = fallback(
      [named('a', [errors[0]]).model, named('b', [ended('refusal')]).model, named('c', [errors[1]]).model],
      { on: { refusal: true } },
    )
    const error = await failureOf(collect(model.call(ASKED)))
    expect(error).toEqual(
      new DragomanError(
        'rate-limit',
        'None of 3 models answered:\n- acme:a: overloaded, Said overloaded.\n- acme:b: its answer ended with "refusal".\n- acme:c: rate-limit, Said rate-limit.',
        { status: 429, retryAfterMs: 5_000, requestId: 'r2', provider: 'acme', attempts: 3 },
      ),
    )
    expect(error).toMatchObject({ cause: { errors } })
  })

  test('the error of the last one has its own reason not to go on', async () => {
    const models = [named('a', [failure('server')]), named('b', [failure('auth')]), named('c', ['Hi'])]
    const error = await failureOf(collect(fallback(models.map(({ model }) => model)).call(ASKED)))
    expect(error).toMatchObject({
      code: 'auth',
      message: 'None of 2 models answered:\n- acme:a: server, Said server.\n- acme:b: auth, Said auth.',
    })
  })
})

describe('the next model', () => {
  test('gets the request as it was given, fitted anew, and says so', async () => {
    const [sent, down] = [Promise.withResolvers<unknown>(), () => Promise.reject(failure('server'))]
    const blind = acme(
      { send: async ({ asked }) => (sent.resolve(asked.messages), HELLO) },
      { capabilities: () => ({ ...CAPABLE, images: false }) },
    )
    const model = fallback([acme({ send: down })('sees'), blind('reads')])
    const image = {
      type: 'file',
      mediaType: 'image/png',
      source: { type: 'base64', base64: 'AA==' },
    } as const
    const reasoning = { type: 'reasoning', text: 'Hm', replay: 'signed' } as const
    const origin = { provider: 'acme', wire: 'acme.chat', model: 'sees' }
    const messages = [
      { role: 'user', parts: [{ type: 'text', text: 'What is it?' }, image] },
      {
        role: 'assistant',
        parts: [reasoning, { type: 'text', text: 'A cat.' }],
        origin,
        stop: { reason: 'stop', raw: '' },
      },
      { role: 'user', parts: [{ type: 'text', text: 'Sure?' }] },
    ] as const
    const events = await collect(model.call({ ...ASKED, messages }))
    const codes = events.flatMap((event) => (event.type === 'notice' ? [event.notice.code] : []))
    expect(codes.toSorted()).toEqual(['fallback', 'foreign-reasoning', 'unsupported-file'])
    expect(JSON.stringify(await sent.promise)).not.toMatch(/signed|AA==/)
  })

  test('is the one whose notices and start go out, and not those of the answer before', async () => {
    const notice = { type: 'notice', notice: { code: 'odd', path: 'x', action: 'advice' } } as const
    const a = broken('broken', [notice, { type: 'message-start' }], failure('server'))
    const events = await collect(fallback([a, named('b', ['Hi']).model]).call(ASKED, { stream: true }))
    expect(events.map(({ type }) => type).slice(0, 3)).toEqual(['retry', 'notice', 'message-start'])
    expect(events).not.toContainEqual(notice)
  })
})

describe('a stream through a fallback', () => {
  const reply: fc.Arbitrary<Reply> = fc.oneof(
    fc.constantFrom<Reply>(failure('server'), failure('network'), ended('refusal'), 'Hi'),
    fc
      .array(fc.string(), { maxLength: 3 })
      .map((texts) => texts.map((text) => ({ type: 'text', text }) as const)),
  )

  test('holds one answer, of one of its models, or fails, whatever they do and however it is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(reply, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        fc.record({ restart: fc.boolean(), on: fc.record({ refusal: fc.boolean() }) }),
        fc.boolean(),
        async (replies, options: FallbackOptions, stream) => {
          const models = replies.map((each, at) => named(`${at}`, each).model)
          const model = fallback(models, options)
          for (let calls = 0; calls < 3; calls++) {
            const events: StreamEvent[] = []
            const error = await collectInto(events, model.call(ASKED, { stream }))
            const start = events.findLastIndex(({ type }) => type === 'attempt-discarded') + 1
            const types = events.slice(start).map(({ type }) => type)
            const answers = types.filter((type) => type === 'message-end').length
            expect({ answers, ended: types.at(-1) === 'message-end' }).toEqual(
              error ? { answers: 0, ended: false } : { answers: 1, ended: true },
            )
            expect(types.filter((type) => type === 'message-start').length).toBeLessThanOrEqual(1)
            if (!options.restart) expect(events.map(({ type }) => type)).not.toContain('attempt-discarded')
          }
        },
      ),
    )
  })
})

describe('a call that is stopped', () => {
  test('asks no other model, whatever the first one says', async () => {
    const aborter = new AbortController()
    const b = named('b', ['Hi'])
    const a = named('a', [() => (aborter.abort(), failure('network'))])
    const error = await failureOf(
      collect(fallback([a.model, b.model]).call(ASKED, { signal: aborter.signal })),
    )
    expect({ error, asked: b.requests.length }).toEqual({ error: failure('network'), asked: 0 })
  })

  test('before it began is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    expect(await failureOf(collect(fallback([scripted(['Hi'])]).call(ASKED, { signal })))).toMatchObject({
      code: 'aborted',
      cause: new Error('enough'),
    })
  })

  test('between two models is aborted, and the next one is not answered', async () => {
    const aborter = new AbortController()
    const model = fallback([named('a', [failure('server')]).model, acme({})('b')])
    const error = await failureOf(
      (async () => {
        for await (const { type } of model.call(ASKED, { signal: aborter.signal })) {
          if (type === 'retry') aborter.abort()
        }
      })(),
    )
    expect(error).toMatchObject({ code: 'aborted' })
  })

  test('by leaving it while it waits settles at once, and the transport is told', async () => {
    let told: AbortSignal | undefined
    const b = named('b', ['Hi'])
    const open = (_: unknown, signal: AbortSignal): Promise<never> => {
      told = signal
      return new Promise(() => undefined)
    }
    const call = fallback([acme({ open })('a'), b.model]).call(ASKED, { stream: true })
    const events = call[Symbol.asyncIterator]()
    const pending = events.next()
    await new Promise(setImmediate)
    await events.return?.()
    expect(await pending).toEqual({ done: true, value: undefined })
    expect({ told: told?.aborted, asked: b.requests.length }).toEqual({ told: true, asked: 0 })
  })

  test('by leaving it while it waits ends quietly, also where the model fails for that', async () => {
    const { model } = gated('a')
    const events = fallback([model]).call(ASKED)[Symbol.asyncIterator]()
    const pending = events.next()
    await new Promise(setImmediate)
    await events.return?.()
    expect(await pending).toEqual({ done: true, value: undefined })
  })

  test('is aborted, also where the model just ends for that', async () => {
    const aborter = new AbortController()
    const a = named('a', [() => (aborter.abort(), HELLO.slice(0, 2))])
    const call = fallback([a.model]).call(ASKED, { signal: aborter.signal })
    expect(await failureOf(collect(call))).toMatchObject({ code: 'aborted' })
  })

  test('or ends by itself leaves no listener on its signal', async () => {
    const { signal } = new AbortController()
    const model = fallback([named('a', [failure('server'), failure('auth'), 'Hi']).model, acme({})('b')])
    await collect(model.call(ASKED, { signal }))
    for await (const _ of model.call(ASKED, { signal })) break
    await model.call(ASKED, { signal })[Symbol.asyncIterator]().return?.()
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('by leaving it midway closes the stream of the model', async () => {
    let closed = 0
    const open = async (): Promise<AsyncIterable<AcmeEvent>> => ({
      async *[Symbol.asyncIterator]() {
        try {
          yield* streamOf(HELLO)
        } finally {
          closed += 1
        }
      },
    })
    for await (const { type } of fallback([acme({ open })('a')]).call(ASKED, { stream: true })) {
      if (type === 'part-start') break
    }
    await new Promise(setImmediate)
    expect(closed).toBe(1)
  })
})

describe('fallback() refuses', () => {
  test.each<{ what: string; models: unknown; options?: unknown; message: string }>([
    { what: 'an empty list', models: [], message: 'found an empty list' },
    { what: 'no list', models: scripted([]), message: 'found an object' },
    {
      what: 'a name for a model',
      models: [scripted([]), 'acme:large'],
      message: 'models[1] of fallback() is no model',
    },
    { what: 'no model', models: [undefined], message: 'found undefined' },
    {
      what: 'null for options',
      models: [scripted([])],
      options: null,
      message: 'The options of fallback() are null: give an object.',
    },
    {
      what: 'a list of reasons',
      models: [scripted([])],
      options: { on: ['quota'] },
      message: 'on of fallback() is a list: give an object, such as { refusal: true }.',
    },
    {
      what: 'an unknown option',
      models: [scripted([])],
      options: { cooldown: 1 },
      message: '"cooldown" is no option of fallback(): there are on, cooldownMs, restart, attempts.',
    },
    {
      what: 'an unknown reason',
      models: [scripted([])],
      options: { on: { auth: true } },
      message: '"auth" is no reason of fallback({ on }): there are rate-limit, overloaded,',
    },
    {
      what: 'a reason that is no yes or no',
      models: [scripted([])],
      options: { on: { quota: 1 } },
      message: 'quota of fallback() is 1: give true or false.',
    },
    {
      what: 'a restart that is no yes or no',
      models: [scripted([])],
      options: { restart: 'yes' },
      message: 'restart of fallback() is "yes": give true or false.',
    },
    {
      what: 'a cooldown below 0',
      models: [scripted([])],
      options: { cooldownMs: -1 },
      message: 'cooldownMs of fallback() is -1: give a number from 0 up.',
    },
    {
      what: 'a cooldown that is no number',
      models: [scripted([])],
      options: { cooldownMs: Number.NaN },
      message: 'cooldownMs of fallback() is NaN',
    },
    {
      what: 'no attempts',
      models: [scripted([])],
      options: { attempts: 0 },
      message: 'attempts of fallback() is 0: give a number from 1 up.',
    },
    {
      what: 'attempts as a text',
      models: [scripted([])],
      options: { attempts: '2' },
      message: 'attempts of fallback() is "2"',
    },
  ])('$what', ({ models, options, message }) => {
    const make = (): Model => fallback(models as Model[], options as FallbackOptions) // a caller without types
    expect(make).toThrow(message)
    expect(make).toThrow(expect.objectContaining({ code: 'config' }))
  })

  test('nothing that is left out', () => {
    const options = { on: { quota: undefined }, restart: undefined } as unknown as FallbackOptions // a caller without strict types
    expect(fallback([scripted([])], options).id).toBe('scripted')
  })
})

async function collectInto(events: StreamEvent[], call: AsyncIterable<StreamEvent>): Promise<unknown> {
  try {
    for await (const event of call) events.push(event)
    return undefined
  } catch (error) {
    return error
  }
}
