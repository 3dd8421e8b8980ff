import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fallback, type ErrorCode, type Model, type Reply } from '@dragoman/core'
import { ASKED, HELLO } from './acme.ts'
import { collect, failureOf } from './collect.ts'
import { broken, changed, ended, failure, gated, halting, inTurn, named } from './fallback-models.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

const DOWN = failure('server')
const STREAMED = { stream: true }

describe('a model that failed', () => {
  test.each<{ code: ErrorCode; retryAfterMs?: number; cooldownMs?: number; restMs: number }>([
    { code: 'rate-limit', restMs: 30_000 },
    { code: 'overloaded', restMs: 30_000 },
    { code: 'server', restMs: 30_000 },
    { code: 'bad-response', restMs: 30_000 },
    { code: 'network', restMs: 30_000 },
    { code: 'cut-stream', restMs: 30_000 },
    { code: 'timeout', restMs: 30_000 },
    { code: 'quota', restMs: 30_000 },
    { code: 'server', cooldownMs: 5, restMs: 5 },
    { code: 'rate-limit', retryAfterMs: 7_000, restMs: 7_000 },
    { code: 'rate-limit', retryAfterMs: 90_000, cooldownMs: 5, restMs: 90_000 },
    { code: 'rate-limit', retryAfterMs: 1e12, restMs: 3_600_000 },
    { code: 'overloaded', retryAfterMs: 0, restMs: 0 },
    { code: 'server', cooldownMs: 0, restMs: 0 },
    { code: 'context-full', restMs: 0 },
    { code: 'content-policy', restMs: 0 },
  ])('with $code ($retryAfterMs ms asked, cooldown $cooldownMs) rests for $restMs ms', async (row) => {
    const { code, retryAfterMs, restMs, ...options } = row
    const [a, b] = [named('a', [failure(code, { retryAfterMs }), 'Hi']), named('b', ['Hi', 'Hi'])]
    const model = fallback([a.model, b.model], { ...options, on: { refusal: true } })
    await collect(model.call(ASKED))
    if (restMs > 0) {
      vi.advanceTimersByTime(restMs - 1)
      expect(await collect(model.call(ASKED))).toContainEqual(changed('a', 'b'))
      vi.advanceTimersByTime(1)
    }
    expect(await collect(model.call(ASKED))).not.toContainEqual(changed('a', 'b'))
    expect([a.requests.length, b.requests.length]).toEqual([2, restMs > 0 ? 2 : 1])
  })

  test('does not rest where its reason is off, or its answer is a refusal', async () => {
    const a = named('a', [failure('quota'), ended('refusal'), 'Hi'])
    const model = fallback([a.model, named('b', ['Hi']).model], { on: { quota: false, refusal: true } })
    await failureOf(collect(model.call(ASKED)))
    await collect(model.call(ASKED))
    await collect(model.call(ASKED))
    expect(a.requests).toHaveLength(3)
  })

  test('is skipped with a notice and nothing else', async () => {
    const model = fallback([named('a', [DOWN]).model, named('b', ['Hi', 'Hi']).model])
    await collect(model.call(ASKED))
    const events = await collect(model.call(ASKED))
    expect(events.slice(0, 2)).toEqual([
      changed('a', 'b'),
      expect.objectContaining({ type: 'message-start' }),
    ])
  })

  test('rests in its own fallback only', async () => {
    const a = named('a', [DOWN, 'Hi'])
    await collect(fallback([a.model, named('b', ['Hi']).model]).call(ASKED))
    await collect(fallback([a.model]).call(ASKED))
    expect(a.requests).toHaveLength(2)
  })

  test('rests until the latest time that one of its calls was told', async () => {
    const [a, b] = [gated('a'), named('b', ['Hi', 'Hi', 'Hi'])]
    const model = fallback([a.model, b.model])
    const calls = [collect(model.call(ASKED)), collect(model.call(ASKED))]
    await turn()
    a.gates[0]?.resolve(failure('rate-limit', { retryAfterMs: 60_000 }))
    a.gates[1]?.resolve(failure('server'))
    await Promise.all(calls)
    vi.advanceTimersByTime(59_999)
    await collect(model.call(ASKED))
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 2, b: 3 })
  })
})

describe('behind the rest', () => {
  test('one call is the probe, and its first content ends the rest', async () => {
    const { model, a, b } = await rested()
    const probe = collect(model.call(ASKED))
    await collect(model.call(ASKED))
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 2, b: 2 })
    a.gates[1]?.resolve('Hi')
    await probe
    const later = [collect(model.call(ASKED)), collect(model.call(ASKED))]
    await turn()
    for (const gate of a.gates) gate.resolve('Hi')
    await Promise.all(later)
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 4, b: 2 })
  })

  test('a probe that fails begins another rest, and is answered by the next model', async () => {
    const { model, a, b } = await rested()
    const probe = collect(model.call(ASKED))
    await turn()
    a.gates[1]?.resolve(DOWN)
    expect((await probe)[0]).toMatchObject({ type: 'retry' })
    vi.advanceTimersByTime(29_999)
    await collect(model.call(ASKED))
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 2, b: 3 })
    vi.advanceTimersByTime(1)
    const other = collect(model.call(ASKED))
    await turn()
    a.gates[2]?.resolve('Hi')
    await other
    expect(a.gates).toHaveLength(3)
  })

  test.each(['aborted', 'left', 'refused for what it asks'])(
    'a probe that is %s frees the next call to be one',
    async (how) => {
      const { model, a, b } = await rested()
      const aborter = new AbortController()
      const events = model.call(ASKED, { signal: aborter.signal })[Symbol.asyncIterator]()
      const pending = events.next().then(undefined, () => undefined)
      await turn()
      if (how === 'aborted') aborter.abort()
      else if (how === 'left') await events.return?.()
      else a.gates[1]?.resolve(failure('invalid-request'))
      await pending
      const probe = collect(model.call(ASKED))
      await turn()
      a.gates[2]?.resolve('Hi')
      await probe
      expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 3, b: 1 })
    },
  )

  test('a probe that takes longer than the cooldown is no longer waited for', async () => {
    const { model, a, b } = await rested()
    const slow = collect(model.call(ASKED))
    vi.advanceTimersByTime(29_999)
    await collect(model.call(ASKED))
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 2, b: 2 })
    vi.advanceTimersByTime(1)
    const other = collect(model.call(ASKED))
    await turn()
    for (const gate of a.gates) gate.resolve('Hi')
    await Promise.all([slow, other])
    expect(a.gates).toHaveLength(3)
  })

  test('the first content ends the rest, no start of a message and no end', async () => {
    for (const { said, asked } of [
      { said: HELLO.slice(0, 1), asked: 'b' },
      { said: HELLO.slice(0, 2), asked: 'a' },
    ]) {
      const a = inTurn(named('a', [DOWN]).model, halting('a', said), named('a', ['Hi']).model)
      const model = fallback([a, named('b', ['Hi', 'Hi']).model])
      await collect(model.call(ASKED, STREAMED))
      vi.advanceTimersByTime(30_000)
      const probe = model.call(ASKED, STREAMED)[Symbol.asyncIterator]()
      const pending = probe.next()
      await turn()
      expect(await answered(model, 0)).toBe(asked)
      await probe.return?.()
      await pending
    }
  })

  test('a probe that fails behind its first content begins another rest', async () => {
    const a = inTurn(named('a', [DOWN]).model, broken('a', HELLO.slice(0, 2), DOWN))
    const model = fallback([a, named('b', ['Hi', 'Hi']).model])
    await collect(model.call(ASKED, STREAMED))
    vi.advanceTimersByTime(30_000)
    await failureOf(collect(model.call(ASKED, STREAMED)))
    expect(await answered(model, 29_999)).toBe('b')
  })

  test('a slow probe that fails once another one succeeded does not make the model rest', async () => {
    const { model, a, b } = await rested()
    const slow = collect(model.call(ASKED))
    vi.advanceTimersByTime(30_000)
    const other = collect(model.call(ASKED))
    await turn()
    a.gates[2]?.resolve('Hi')
    await other
    a.gates[1]?.resolve(failure('timeout'))
    await slow
    const later = collect(model.call(ASKED))
    await turn()
    a.gates[3]?.resolve('Hi')
    await later
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 4, b: 2 })
  })

  test('a call from before the rest is no probe, and none ends with it', async () => {
    const [a, b] = [gated('a'), named('b', ['Hi', 'Hi', 'Hi'])]
    const model = fallback([a.model, b.model])
    const calls = [collect(model.call(ASKED)), collect(model.call(ASKED))]
    await turn()
    a.gates[0]?.resolve(failure('overloaded', { retryAfterMs: 10 }))
    await calls[0]
    vi.advanceTimersByTime(10)
    const probe = collect(model.call(ASKED))
    await turn()
    expect(a.gates).toHaveLength(3)
    a.gates[1]?.resolve(failure('invalid-request'))
    await failureOf(calls[1] ?? probe)
    await collect(model.call(ASKED))
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 3, b: 2 })
    a.gates[2]?.resolve('Hi')
    await probe
  })

  test('a rest that ended early is not taken up again', async () => {
    const a = named('a', [failure('rate-limit', { retryAfterMs: 60_000 }), 'Hi', DOWN, 'Hi'])
    const model = fallback([
      a.model,
      named('b', [failure('rate-limit', { retryAfterMs: 90_000 }), 'Hi']).model,
    ])
    await failureOf(collect(model.call(ASKED)))
    expect(await answered(model, 0)).toBe('a')
    expect(await answered(model, 0)).toBe('b')
    expect(await answered(model, 30_000)).toBe('a')
  })

  test('a call from before the rest does not end it', async () => {
    const [a, b] = [gated('a'), named('b', ['Hi', 'Hi'])]
    const model = fallback([a.model, b.model])
    const calls = [collect(model.call(ASKED)), collect(model.call(ASKED))]
    await turn()
    a.gates[0]?.resolve(DOWN)
    await calls[0]
    a.gates[1]?.resolve('Hi')
    await calls[1]
    await collect(model.call(ASKED))
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 2, b: 2 })
  })

  test('a call from before the rest that fails once the model is back does not make it rest', async () => {
    const [a, b] = [gated('a'), named('b', ['Hi', 'Hi'])]
    const model = fallback([a.model, b.model])
    const calls = [collect(model.call(ASKED)), collect(model.call(ASKED))]
    await turn()
    a.gates[0]?.resolve(DOWN)
    await calls[0]
    vi.advanceTimersByTime(30_000)
    const probe = collect(model.call(ASKED))
    await turn()
    a.gates[2]?.resolve('Hi')
    await probe
    a.gates[1]?.resolve(failure('timeout'))
    await calls[1]
    const later = collect(model.call(ASKED))
    await turn()
    a.gates[3]?.resolve('Hi')
    await later
    expect({ a: a.gates.length, b: b.requests.length }).toEqual({ a: 4, b: 2 })
  })
})

describe('where all models rest', () => {
  test('the one that is back first is asked all the same, and its answer ends its rest', async () => {
    const a = named('a', [failure('rate-limit', { retryAfterMs: 60_000 })])
    const b = named('b', [DOWN, 'Hi', 'Hi'])
    const model = fallback([a.model, b.model])
    await failureOf(collect(model.call(ASKED)))
    expect((await collect(model.call(ASKED)))[0]).toEqual(changed('a', 'b'))
    await collect(model.call(ASKED))
    expect([a.requests.length, b.requests.length]).toEqual([1, 3])
  })

  test('each is asked before the call fails, the last with the attempts of the caller', async () => {
    const [a, b] = [named('a', [DOWN, DOWN]), named('b', [DOWN, DOWN])]
    const model = fallback([a.model, b.model])
    await failureOf(collect(model.call(ASKED)))
    vi.advanceTimersByTime(1)
    expect(await failureOf(collect(model.call(ASKED)))).toMatchObject({ code: 'server', attempts: 2 })
    expect([a, b].map(({ options }) => options.map(({ retry }) => retry?.maxAttempts))).toEqual([
      [1, 1],
      [undefined, undefined],
    ])
  })

  test('also the model that failed a moment ago is asked, where the others fail behind it', async () => {
    const [a, b] = [named('a', [DOWN, 'Hi']), named('b', ['Hi', DOWN])]
    const model = fallback([a.model, b.model])
    await collect(model.call(ASKED))
    const events = await collect(model.call(ASKED))
    expect(events.slice(0, 3)).toEqual([
      changed('a', 'b'),
      { type: 'retry', attempt: 1, delayMs: 0, code: 'server' },
      changed('b', 'a'),
    ])
  })

  test('a request that is refused for itself wakes none', async () => {
    const [a, b] = [named('a', [DOWN]), named('b', ['Hi', failure('context-full')])]
    const model = fallback([a.model, b.model])
    await collect(model.call(ASKED))
    expect(await failureOf(collect(model.call(ASKED)))).toMatchObject({ message: 'Said context-full.' })
    expect(a.requests).toHaveLength(1)
  })

  test('a fallback of one model asks it each time', async () => {
    const a = named('a', [DOWN, DOWN, 'Hi'])
    const model = fallback([a.model])
    await failureOf(collect(model.call(ASKED)))
    await failureOf(collect(model.call(ASKED)))
    expect(await collect(model.call(ASKED))).not.toEqual([])
  })
})

describe('at any time', () => {
  const step = fc.record({ downMs: fc.nat(400), upMs: fc.nat(400) })
  const options = fc.record({ cooldownMs: fc.integer({ min: 1, max: 200 }) })

  test('a model that is down costs one request a cooldown, no call fails while another is up, and it is used again within one cooldown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), options, async (steps, given) => {
        const a = switching('a')
        const model = fallback([a.model, switching('b').model], given)
        for (const { downMs, upMs } of steps) {
          a.set(false)
          const asked = a.asked()
          for (let at = 0; at < downMs; at += 10) await answered(model, 10)
          expect(a.asked() - asked).toBeLessThanOrEqual(1 + downMs / given.cooldownMs)
          a.set(true)
          vi.advanceTimersByTime(given.cooldownMs)
          expect(await answered(model, 0)).toBe('a')
          for (let at = 0; at < upMs; at += 10) expect(await answered(model, 10)).toBe('a')
        }
      }),
      { numRuns: 50 },
    )
  })
})

/** A fallback whose first model has failed, and whose rest is just over. */
async function rested() {
  const [a, b] = [gated('a'), named('b', ['Hi', 'Hi', 'Hi', 'Hi'])]
  const model = fallback([a.model, b.model])
  const first = collect(model.call(ASKED))
  await turn()
  a.gates[0]?.resolve(DOWN)
  await first
  vi.advanceTimersByTime(30_000)
  return { model, a, b }
}

function switching(id: string) {
  let isUp = true
  let count = 0
  const reply: Reply = () => (isUp ? 'Hi' : DOWN)
  const model: Model = {
    ...named(id, []).model,
    call: (request, options) => {
      count += 1
      return named(id, [reply]).model.call(request, options)
    },
  }
  return { model, set: (value: boolean) => void (isUp = value), asked: () => count }
}

/** Who answers one more call. */
async function answered(model: Model, afterMs: number): Promise<string | undefined> {
  vi.advanceTimersByTime(afterMs)
  const events = await collect(model.call(ASKED))
  return events.flatMap((event) => (event.type === 'message-start' ? [event.origin.model] : []))[0]
}

/** All that can go on without a gate has gone on. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
