import { describe, expect, test } from 'vitest'
import { assistant, isJsonObject, json, system, textOf, user } from '@dragoman/core'
import { call, text } from './recording.ts'

describe('messages', () => {
  test('are built from texts or parts', () => {
    const image = {
      type: 'file',
      mediaType: 'image/png',
      source: { type: 'base64', base64: 'AA==' },
    } as const
    expect([
      system('Be kind.'),
      user('Hi'),
      user([text('See'), image]),
      assistant('Hello'),
      assistant([]),
    ]).toEqual([
      { role: 'system', parts: [text('Be kind.')] },
      { role: 'user', parts: [text('Hi')] },
      { role: 'user', parts: [text('See'), image] },
      { role: 'assistant', parts: [text('Hello')] },
      { role: 'assistant', parts: [] },
    ])
  })

  test('have the text of their text parts, joined', () => {
    const reasoning = { type: 'reasoning', text: 'Hm' } as const
    expect(textOf(assistant([reasoning, text('He'), call('1', 'ping'), text('llo')]))).toBe('Hello')
    expect(textOf(assistant([]))).toBe('')
  })
})

describe('JSON', () => {
  test('objects are told from other values', () => {
    expect([{}, Object.create(null), [], null, 'x', 1, undefined].map(isJsonObject)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  test('is typed, not copied', () => {
    const parsed: unknown = { a: 1 }
    expect(json(parsed)).toBe(parsed)
  })
})
