import { describe, expect, test } from 'vitest'
import {
  assemble,
  DragomanError,
  fallback,
  scripted,
  textOf,
  wrap,
  type Middleware,
  type Model,
  type StreamEvent,
} from '@dragoman/core'
import { acme, ASKED, HELLO, streamOf, type AcmeEvent } from './acme.ts'
import { collect, failureOf } from './collect.ts'
import { failure, named } from './fallback-models.ts'

describe('a wrapped model', () => {
  test('is the same model to whoever looks at it, with whatever else it holds', () => {
    const model = { ...scripted([]), provider: 'acme', id: 'large', price: 3 }
    expect(wrap(model, pass)).toEqual({ ...model, call: expect.any(Function) })
  })

  test('keeps what a model of another make inherits', () => {
    const { call, ...known } = scripted([])
    const model: Model = Object.create({ ...known, call })
    expect(wrap(model, pass)).toMatchObject(known)
  })

  test('whose middleware passes everything on is not told from the model', async () => {
    for (const stream of [false, true]) {
      const events = await collect(scripted(['Hi']).call(ASKED, { stream }))
      expect(await collect(wrap(scripted(['Hi']), pass).call(ASKED, { stream }))).toEqual(events)
    }
  })

  test('hands on the very events of a middleware that returns what next gave', () => {
    let given: AsyncIterable<StreamEvent> | undefined
    const model = wrap(scripted(['Hi']), (request, _, next) => (given = next(request)))
    expect(model.call(ASKED)).toBe(given)
  })

  test('is called with what the middleware makes of request and options', async () => {
    const a = named('a', ['Hi', 'Hi'])
    const settings = { temperature: 0 }
    const model = wrap(a.model, async function* (request, options, next) {
      yield* next({ ...request, settings })
      yield* next(request, { ...options, stream: true })
    })
    await collect(model.call(ASKED, { fit: 'strict' }))
    expect(a.requests).toEqual([{ ...ASKED, settings }, ASKED])
    expect(a.options).toEqual([{ fit: 'strict' }, { fit: 'strict', stream: true }])
  })

  test('need not be called at all', async () => {
    const a = named('a', [])
    const model = wrap(a.model, () => scripted(['From the cache.']).call(ASKED))
    expect(textOf(assemble(await collect(model.call(ASKED))))).toBe('From the cache.')
    expect(a.requests).toEqual([])
  })

  test('can be asked again by its middleware', async () => {
    const stubborn: Middleware = async function* (request, _, next) {
      try {
        yield* next(request)
      } catch {
        yield* next(request)
      }
    }
    const model = wrap(named('a', [failure('auth'), 'Hi']).model, stubborn)
    expect(textOf(assemble(await collect(model.call(ASKED))))).toBe('Hi')
  })

  test('is wrapped again, the last middleware outside', async () => {
    const order: string[] = []
    const noting =
      (name: string): Middleware =>
      (request, _, next) => (order.push(name), next(request))
    await collect(wrap(wrap(scripted(['Hi']), noting('inner')), noting('outer')).call(ASKED))
    expect(order).toEqual(['outer', 'inner'])
  })

  test('is left where its call is left', async () => {
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
    const looking: Middleware = async function* (request, _, next) {
      yield* next(request)
    }
    for await (const _ of wrap(acme({ open })('large'), looking).call(ASKED, { stream: true })) break
    await new Promise(setImmediate)
    expect(closed).toBe(1)
  })

  test('is one of the models of a fallback, and a fallback is wrapped', async () => {
    const failing = wrap(scripted([]), () => {
      throw new DragomanError('overloaded', 'Later.')
    })
    const model = wrap(fallback([failing, scripted(['Hi'])]), pass)
    expect(textOf(assemble(await collect(model.call(ASKED))))).toBe('Hi')
  })
})

test.each([
  { model: 'acme:large', middleware: pass, found: 'string and function' },
  { model: scripted([]), middleware: undefined, found: 'object and undefined' },
])('wrap() refuses $found', async ({ model, middleware, found }) => {
  const make = async (): Promise<Model> => wrap(model as Model, middleware as Middleware) // a caller without types
  expect(await failureOf(make())).toEqual(
    new DragomanError(
      'config',
      `wrap() takes a model and a function; found ${found}: wrap(model, (request, options, next) => next(request)).`,
    ),
  )
})

function pass(...[request, , next]: Parameters<Middleware>): ReturnType<Middleware> {
  return next(request)
}
