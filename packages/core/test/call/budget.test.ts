import { expect, test, vi } from 'vitest'
import { DragomanError } from '@dragoman/core'
import { acme, ASKED, HELLO } from '../acme.ts'
import { collect } from '../collect.ts'
import { settle, useFakeClock } from './clock.ts'

useFakeClock()

const OVERLOADED = new DragomanError('overloaded', 'Come back later.')

/** A server that is down until it is said to be up again, and how often it was asked. */
function server() {
  const state = { isDown: true, requests: 0 }
  const send = () => {
    state.requests += 1
    return state.isDown ? Promise.reject(OVERLOADED) : Promise.resolve(HELLO)
  }
  return { state, adapter: acme({ send }) }
}

test('an outage costs at most 1.004 requests a call over 10,000 calls', async () => {
  const { state, adapter } = server()
  const model = adapter('large', { baseURL: 'https://outage.example' })
  const call = () => collect(model.call(ASKED)).catch((error: unknown) => error)
  const { value } = await settle(Promise.all(Array.from({ length: 10_000 }, call)))
  expect(state.requests).toBe(10_035)
  const attempts = (value as DragomanError[]).map((error) => error.attempts)
  expect(Math.max(...attempts.map(Number))).toBeLessThanOrEqual(3)
})

test('the budget belongs to a provider at one address, whatever the model', async () => {
  const { state, adapter } = server()
  const exhaust = async (baseURL: string, provider = 'acme') => {
    state.requests = 0
    for (const id of ['large', 'small']) {
      const model = adapter(id, { baseURL, provider })
      for (let calls = 0; calls < 50; calls++) await settle(collect(model.call(ASKED)).catch(() => undefined))
    }
    return state.requests
  }
  expect(await exhaust('https://one.example')).toBe(135)
  expect(await exhaust('https://one.example')).toBe(100)
  expect(await exhaust('https://two.example')).toBe(135)
  expect(await exhaust('https://one.example', 'other')).toBe(135)
})

test('the address is the one that the transport tells', async () => {
  const send = vi.fn(() => Promise.reject(OVERLOADED))
  const adapter = acme({ send, baseURL: 'https://told.example' })
  for (let calls = 0; calls < 100; calls++) {
    const model = adapter('large', { baseURL: `https://given-${calls}.example` })
    await settle(collect(model.call(ASKED)).catch(() => undefined))
  }
  expect(send).toHaveBeenCalledTimes(135)
})

test('each answer gives a token back, and one that took a retry what that cost', async () => {
  const { state, adapter } = server()
  const model = adapter('large', { baseURL: 'https://recovering.example' })
  const call = () => settle(collect(model.call(ASKED)).catch(() => undefined))
  for (let calls = 0; calls < 50; calls++) await call()
  state.isDown = false
  // 500 tokens less 35 retries leave 10.
  for (let calls = 0; calls < 4; calls++) await call()
  state.isDown = true
  state.requests = 0
  await call()
  expect(state.requests).toBe(2)
  await call()
  expect(state.requests).toBe(3)
})
