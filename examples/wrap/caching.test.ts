import {
  assemble,
  assistant,
  DragomanError,
  run,
  scripted,
  textOf,
  tool,
  user,
  wrap,
  type Model,
  type ModelRequest,
  type Reply,
  type StreamEvent,
  type WireEvent,
} from 'dragoman'
import { describe, expect, it } from 'vitest'
import { cached } from './caching.ts'

const REQUEST: ModelRequest = {
  messages: [user('How is the weather in Lisbon?')],
  tools: [],
  toolChoice: 'auto',
  settings: { seed: 1, temperature: 0 },
}

const BEGINNING: readonly WireEvent[] = [
  { type: 'message-start' },
  { type: 'part-start', index: 0, part: { type: 'text', text: 'Su' } },
]

// A script has no answer for one call too many: whatever is asked twice here and answered twice was asked once.
describe('a cached model', () => {
  it('gives the events of the first answer again', async () => {
    const model = cached(scripted(['Sun.']))
    const first = await eventsOf(model)
    expect(await eventsOf(model)).toEqual(first)
  })

  it('knows a request whose names stand in another order', async () => {
    const model = cached(scripted(['Sun.']))
    const { messages, ...rest } = REQUEST
    const first = await eventsOf(model)
    const settings = { temperature: 0, seed: 1 }
    expect(await eventsOf(model, { ...rest, settings, messages })).toEqual(first)
  })

  it('makes no request where a run is repeated, and runs its tools', async () => {
    const cities: string[] = []
    const getWeather = tool({
      name: 'get_weather',
      description: 'Tells the weather in a city.',
      input: { type: 'object', properties: { city: { type: 'string' } } },
      execute: (input) => cities.push(JSON.stringify(input)),
    })
    const call = {
      type: 'tool-call',
      id: 'call_1',
      name: 'get_weather',
      inputText: '{"city":"Oslo"}',
    } as const
    const model = cached(scripted([[call], 'Snow.']))
    const ask = () => run({ model, tools: [getWeather], messages: 'How is the weather in Oslo?' })
    const first = await ask()
    cities.pop()
    expect(await ask()).toMatchObject({ text: 'Snow.', messages: first.messages })
    expect(cities).toEqual(['{"city":"Oslo"}'])
  })

  it('is asked for another request, and for another model in the same cache', async () => {
    const cache = new Map<string, readonly StreamEvent[]>()
    const model = cached(scripted(['Sun.', 'Snow.']), cache)
    await eventsOf(model)
    await eventsOf(model, { ...REQUEST, messages: [user('How is the weather in Oslo?')] })
    await eventsOf(cached({ ...scripted(['Rain.']), id: 'another' }, cache))
    expect(cache.size).toBe(3)
  })

  it.each<{ which: string; reply: Reply }>([
    { which: 'failed', reply: new DragomanError('overloaded', 'Later.') },
    { which: 'was cut off', reply: BEGINNING },
    { which: 'grew too long', reply: { ...assistant('Su'), stop: { reason: 'length', raw: 'length' } } },
  ])('keeps no answer that $which', async ({ reply }) => {
    const model = cached(scripted([reply, 'Sun.']))
    await eventsOf(model).catch(() => undefined)
    expect(textOf(assemble(await eventsOf(model)))).toBe('Sun.')
  })

  it('says of an answer that it gives again nothing about how often it was asked for', async () => {
    const stumbling = wrap(scripted(['Sun.']), async function* (request, options, next) {
      yield { type: 'retry', attempt: 1, delayMs: 5, code: 'overloaded' }
      yield* next(request, options)
    })
    const model = cached(stumbling)
    const [retry, ...rest] = await eventsOf(model)
    expect(retry?.type).toBe('retry')
    expect(await eventsOf(model)).toEqual(rest)
  })

  it('keeps no answer that nobody heard to its end', async () => {
    const model = cached(scripted(['Sun.', 'Snow.']))
    for await (const _ of model.call(REQUEST)) break
    expect(textOf(assemble(await eventsOf(model)))).toBe('Snow.')
  })
})

async function eventsOf(model: Model, request: ModelRequest = REQUEST): Promise<readonly StreamEvent[]> {
  const events: StreamEvent[] = []
  for await (const event of model.call(request)) events.push(event)
  return events
}
