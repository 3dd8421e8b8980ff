import { expect, test } from 'vitest'
import {
  assistant,
  capabilityRows,
  fit,
  LEAST_CAPABLE,
  toolResult,
  user,
  type ModelRequest,
} from '@dragoman/core'
import { CAPABLE } from './acme.ts'
import { freeze } from './freeze.ts'
import { call } from './recording.ts'

test('every row that matches applies, later rows win, and quirks of the wire are merged', () => {
  const rows = capabilityRows(
    freeze({ ...CAPABLE, wire: { a: 1 } }),
    freeze([
      [/^large/, { strict: false, wire: { b: 1 } }],
      [/-mini$/, { strict: {}, maxOutputTokens: 10, wire: { b: 2, c: 3 } }],
    ] as const),
  )
  expect([rows('small'), rows('large'), rows('large-mini')]).toEqual([
    { ...CAPABLE, wire: { a: 1 } },
    { ...CAPABLE, strict: false, wire: { a: 1, b: 1 } },
    { ...CAPABLE, strict: {}, maxOutputTokens: 10, wire: { a: 1, b: 2, c: 3 } },
  ])
})

test('what the base leaves out is as in LEAST_CAPABLE', () => {
  const rows = capabilityRows(freeze({ images: true }), [[/^large/, { pdf: true, wire: { a: 1 } }]])
  expect([rows('small'), rows('large')]).toEqual([
    { ...LEAST_CAPABLE, images: true },
    { ...LEAST_CAPABLE, images: true, pdf: true, wire: { a: 1 } },
  ])
})

test('the least capable model takes texts and tools, one call at a time', () => {
  const request: ModelRequest = {
    messages: [
      user('Hello'),
      assistant([call('1', 'ping')]),
      { role: 'tool', parts: [toolResult({ id: '1', name: 'ping' }, 'pong')] },
    ],
    tools: [{ type: 'function', name: 'ping', description: 'Pings.', input: { type: 'object' } }],
    toolChoice: 'auto',
    settings: { maxOutputTokens: 100 },
  }
  const target = { provider: 'acme', wire: 'acme.chat', model: 'small', capabilities: LEAST_CAPABLE }
  expect(fit(freeze(request), target)).toMatchObject({ request, notices: [] })
})
