import { describe, expect, test } from 'vitest'
import { DragomanError, ERROR_CODES, type ErrorCode, type ErrorDetails } from '@dragoman/core'

const CODES = Object.entries(ERROR_CODES) as [ErrorCode, boolean][] // Object.entries widens keys to string

describe('a DragomanError', () => {
  test.each(CODES)('%s is retryable: %s, unless it is told otherwise', (code, retryable) => {
    expect(new DragomanError(code, 'x').retryable).toBe(retryable)
    expect(new DragomanError(code, 'x', { retryable: !retryable }).retryable).toBe(!retryable)
  })

  test('has the properties that are known, and no others', () => {
    const cause = new Error('why')
    const details: ErrorDetails = { status: 503, retryAfterMs: 0, requestId: undefined, cause }
    const error = new DragomanError('overloaded', 'Busy.', details)
    expect(error).toBeInstanceOf(Error)
    expect({ ...error, message: error.message, cause: error.cause }).toStrictEqual({
      name: 'DragomanError',
      code: 'overloaded',
      message: 'Busy.',
      retryable: true,
      status: 503,
      retryAfterMs: 0,
      cause,
    })
    expect(String(error)).toBe('DragomanError: Busy.')
    expect(new DragomanError('config', 'x')).not.toHaveProperty('cause')
  })

  test('is recognised across copies of the package, and nothing else is', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('dragoman.error')]: true, code: 'server' })
    expect([new DragomanError('server', 'x'), foreign].every(DragomanError.is)).toBe(true)
    const others = [new Error('x'), { code: 'server' }, 'server', undefined, null, 1]
    expect(others.some(DragomanError.is)).toBe(false)
  })

  test('gets further details in a copy: what it knows stays, also its stack and that it may not be retried', () => {
    const cause = new Error('why')
    const error = new DragomanError('rate-limit', 'Slow down.', { status: 429, retryable: false })
    const copy = error.with({ status: 500, provider: 'acme', retryable: true, cause })
    expect({ ...copy, message: copy.message, stack: copy.stack, cause: copy.cause }).toStrictEqual({
      name: 'DragomanError',
      code: 'rate-limit',
      message: 'Slow down.',
      stack: error.stack,
      retryable: false,
      status: 429,
      provider: 'acme',
      cause,
    })
    expect(error).not.toHaveProperty('provider')
    expect(copy.with({ cause: new Error('other') }).cause).toBe(cause)
    expect(DragomanError.is(copy)).toBe(true)
  })
})
