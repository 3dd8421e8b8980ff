import { DragomanError } from '@dragoman/core'
import { expect, test } from 'vitest'
import { showFailure } from '../../src/cli/failure.ts'
import { fakeTerminal } from './fake-terminal.ts'

test('a server that was not reached is told with its provider and its address', () => {
  const terminal = fakeTerminal({ directory: '.' })
  const refused = new Error('connect ECONNREFUSED 127.0.0.1:45999')
  const cause = new Error('Connection error.', { cause: new TypeError('fetch failed', { cause: refused }) })
  const error = new DragomanError('network', 'Connection error.: fetch failed', { provider: 'local', cause })
  expect(showFailure(error, terminal)).toBe(1)
  expect(terminal.written.aside).toBe(
    [
      'error network (local) Connection error.: fetch failed',
      'Because: connect ECONNREFUSED 127.0.0.1:45999',
      'More: docs/errors.md#network',
      '',
    ].join('\n'),
  )
})

test('causes in a circle end', () => {
  const terminal = fakeTerminal({ directory: '.' })
  const one = new Error('one')
  const other = new Error('other', { cause: one })
  one.cause = other
  showFailure(new DragomanError('network', 'Lost.', { cause: one }), terminal)
  expect(terminal.written.aside).toContain('Because: one')
})
