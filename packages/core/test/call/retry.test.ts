import { describe, expect, test, vi } from 'vitest'
import {
  assemble,
  DragomanError,
  type ErrorCode,
  type ErrorDetails,
  type RetryPolicy,
  type StreamEvent,
} from '@dragoman/core'
import { acme, ASKED, HELLO, streamOf, type AcmeAnswer, type AcmeEvent, type AcmeRequest } from '../acme.ts'
import { collect, failureOf } from '../collect.ts'
import { settle, useFakeClock } from './clock.ts'

useFakeClock()

const OVERLOADED = new DragomanError('overloaded', 'Come back later.')
const NOTICE = {
  type: 'notice',
  notice: { code: 'odd', path: 'parts[0]', action: 'dropped' },
} as const

/** A model whose attempts fail one after the other, and then answer; and when each began. */
function failing(failures: readonly Error[]) {
  const sent: { readonly at: number; readonly request: AcmeRequest }[] = []
  const began = performance.now()
  function attempt<Answer>(request: AcmeRequest, answer: Answer): Promise<Answer> {
    sent.push({ at: performance.now() - began, request })
    const failure = failures[sent.length - 1]
    return failure ? Promise.reject(failure) : Promise.resolve(answer)
  }
  const adapter = acme({
    send: (request) => attempt(request, HELLO),
    open: (request) => attempt(request, streamOf(HELLO)),
  })
  // A place of its own: the budget is the process's.
  const model = adapter('large', { baseURL: `https://${failing.name}-${places++}.example` })
  return { model, sent }
}
let places = 0

const failure = (code: ErrorCode, details?: ErrorDetails) => new DragomanError(code, 'No.', details)

describe('a call whose attempt fails before it has content', () => {
  test.each([true, false])('is made again, and says so before it waits (streamed: %s)', async (stream) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const { model, sent } = failing([OVERLOADED, failure('server')])
    const events: StreamEvent[] = []
    const seen: number[] = []
    const call = (async () => {
      for await (const event of model.call(ASKED, { stream })) {
        events.push(event)
        if (event.type === 'retry') seen.push(sent.length)
      }
    })()
    await settle(call)
    expect(events.slice(0, 2)).toEqual([
      { type: 'retry', attempt: 1, delayMs: 250, code: 'overloaded' },
      { type: 'retry', attempt: 2, delayMs: 500, code: 'server' },
    ])
    expect(assemble(events).parts).toEqual([{ type: 'text', text: 'Hello' }])
    expect(seen).toEqual([1, 2])
    expect(sent.map(({ at }) => at)).toEqual([0, 250, 750])
  })

  test('sends the same request each time', async () => {
    const { model, sent } = failing([OVERLOADED, OVERLOADED])
    await settle(collect(model.call(ASKED)))
    expect(new Set(sent.map(({ request }) => request)).size).toBe(1)
    expect(sent).toHaveLength(3)
  })

  test('gives up after the last attempt, with their number', async () => {
    const { model } = failing([OVERLOADED, OVERLOADED, failure('server'), OVERLOADED])
    expect((await settle(collect(model.call(ASKED)))).error).toMatchObject({ code: 'server', attempts: 3 })
  })

  test.each<{ what: string; failures: readonly Error[]; retry: Partial<RetryPolicy>; attempts: number }>([
    { what: 'maxAttempts is 1', failures: [OVERLOADED], retry: { maxAttempts: 1 }, attempts: 1 },
    { what: 'the code is not retryable', failures: [failure('auth')], retry: {}, attempts: 1 },
    { what: 'the quota is gone', failures: [failure('quota', { status: 429 })], retry: {}, attempts: 1 },
    {
      what: 'the server says so',
      failures: [failure('server', { retryable: false })],
      retry: {},
      attempts: 1,
    },
    {
      what: 'the server asks for too long a wait',
      failures: [failure('rate-limit', { retryAfterMs: 60_001 })],
      retry: {},
      attempts: 1,
    },
    {
      what: 'the second failure is final',
      failures: [OVERLOADED, failure('not-found')],
      retry: {},
      attempts: 2,
    },
  ])('fails at once where $what', async ({ failures, retry, attempts }) => {
    const { model, sent } = failing(failures)
    const { error } = await settle(collect(model.call(ASKED, { retry })))
    expect(error).toMatchObject({ code: (failures.at(-1) as DragomanError).code, attempts })
    expect(sent).toHaveLength(attempts)
  })

  test('says how long the server asked to wait, where that is too long', async () => {
    const { model } = failing([failure('rate-limit', { retryAfterMs: 3_600_000 })])
    expect(await settle(collect(model.call(ASKED)))).toMatchObject({
      afterMs: 0,
      error: { code: 'rate-limit', retryAfterMs: 3_600_000, attempts: 1 },
    })
  })

  test.each<{ retryAfterMs?: number; retry?: Partial<RetryPolicy>; least: number; most: number }>([
    { least: 0, most: 500 },
    { retry: { minDelayMs: 40 }, least: 0, most: 40 },
    { retry: { minDelayMs: 5_000, maxDelayMs: 1_000 }, least: 0, most: 1_000 },
    { retryAfterMs: 0, least: 0, most: 0 },
    { retryAfterMs: 1_000, least: 1_000, most: 1_200 },
    { retryAfterMs: 60_000, least: 60_000, most: 72_000 },
    { retryAfterMs: 90_000, retry: { maxRetryAfterMs: 100_000 }, least: 90_000, most: 108_000 },
  ])(
    'waits from $least to $most ms where the server asks for $retryAfterMs and the policy is $retry',
    async ({ retryAfterMs, retry = {}, least, most }) => {
      for (const random of [0, 0.3, 0.999_999]) {
        vi.spyOn(Math, 'random').mockReturnValue(random)
        const { model, sent } = failing([failure('rate-limit', { retryAfterMs })])
        await settle(collect(model.call(ASKED, { retry })))
        const waited = sent[1]?.at ?? Number.NaN
        expect(waited).toBeGreaterThanOrEqual(least + random * (most - least) * 0.999)
        // A timer ends on a whole millisecond.
        expect(waited).toBeLessThanOrEqual(Math.ceil(least + random * (most - least)))
      }
    },
  )

  test('shows nothing of it: neither its start nor its notices', async () => {
    const attempts: AcmeAnswer[] = [[NOTICE, { type: 'message-start', servedModel: 'broken' }], HELLO]
    const open = () => {
      const [answer = HELLO] = attempts.splice(0, 1)
      return Promise.resolve(streamOf(answer, attempts.length > 0 ? OVERLOADED : undefined))
    }
    const model = acme({ open })('large', { baseURL: 'https://unseen.example' })
    const { value } = await settle(collect(model.call(ASKED, { stream: true })))
    const types = (value as StreamEvent[]).map(({ type }) => type)
    expect(types).toEqual(['retry', 'message-start', 'part-start', 'part-end', 'message-end'])
  })

  test('counts a cut before any content as such, and an empty delta as none', async () => {
    const empty: AcmeEvent[] = [{ type: 'message-start' }, NOTICE, { type: 'text-delta', index: 0, text: '' }]
    const open = vi.fn(() => Promise.resolve(streamOf(empty)))
    const model = acme({ open })('large', { baseURL: 'https://empty.example' })
    expect((await settle(collect(model.call(ASKED, { stream: true })))).error).toMatchObject({
      code: 'cut-stream',
      attempts: 3,
    })
    expect(open).toHaveBeenCalledTimes(3)
  })

  test.each<{ given: Partial<RetryPolicy>; message: string }>([
    { given: { maxAttempts: 0 }, message: 'retry.maxAttempts is 0: give a number from 1 up.' },
    { given: { minDelayMs: -1 }, message: 'retry.minDelayMs is -1: give a number from 0 up.' },
    {
      given: { maxRetryAfterMs: Number.NaN },
      message: 'retry.maxRetryAfterMs is NaN: give a number from 0 up.',
    },
  ])('refuses the policy $given', async ({ given, message }) => {
    const { model, sent } = failing([])
    expect(await failureOf(collect(model.call(ASKED, { retry: given })))).toMatchObject({
      code: 'config',
      message,
    })
    expect(sent).toEqual([])
  })
})

describe('a call whose attempt fails after its first content', () => {
  test.each<AcmeEvent>([
    { type: 'part-start', index: 0, part: { type: 'text', text: '' } },
    { type: 'part-start', index: 0, part: { type: 'opaque', kind: 'search', replay: {} } },
    { type: 'text-delta', index: 0, text: 'H' },
    { type: 'input-delta', index: 0, text: '{' },
    { type: 'part-end', index: 0 },
  ])('is not made again, and the error carries what had arrived: $type', async (content) => {
    const open = vi.fn(() => Promise.resolve(streamOf([{ type: 'message-start' }, content], OVERLOADED)))
    const model = acme({ open })('large')
    expect((await settle(collect(model.call(ASKED, { stream: true })))).error).toMatchObject({
      code: 'overloaded',
      retryable: true,
      attempts: 1,
      partial: { role: 'assistant' },
    })
    expect(open).toHaveBeenCalledTimes(1)
  })
})

describe('a call that waits for another attempt', () => {
  const asksToWait = failure('rate-limit', { retryAfterMs: 50_000 })

  test('ends at once when it is aborted, and leaves no timer', async () => {
    const aborter = new AbortController()
    const { model, sent } = failing([asksToWait])
    const call = failureOf(collect(model.call(ASKED, { signal: aborter.signal })))
    await vi.advanceTimersByTimeAsync(1_000)
    aborter.abort()
    expect(await call).toMatchObject({ code: 'aborted', attempts: 1 })
    expect(vi.getTimerCount()).toBe(0)
    expect(sent).toHaveLength(1)
  })

  test('ends at once when it is left, and leaves no timer', async () => {
    const { model, sent } = failing([asksToWait])
    for await (const event of model.call(ASKED)) if (event.type === 'retry') break
    expect(vi.getTimerCount()).toBe(0)
    expect(sent).toHaveLength(1)
  })

  test('ends at once when it is left while it is read', async () => {
    const { model } = failing([asksToWait])
    const events = model.call(ASKED)[Symbol.asyncIterator]()
    expect(await events.next()).toMatchObject({ value: { type: 'retry' } })
    const pending = events.next()
    await events.return?.()
    expect(await pending).toEqual({ done: true, value: undefined })
    expect(vi.getTimerCount()).toBe(0)
  })
})
