import { FAULT_KINDS, SCRIPT, type FaultName } from '@dragoman/conformance/faults'
import type { Answer } from '@dragoman/conformance/speak'
import type { ToolCallPart } from '@dragoman/core'
import { describe, expect, it } from 'vitest'
import { bodyOf, CELLS, meet } from './cells.ts'

const [FIRST = { parts: [] }, SECOND = { parts: [] }] = SCRIPT
const WORDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']

const IDS: Readonly<Record<string, Answer>> = {
  duplicate: { ...SECOND, parts: SECOND.parts.flatMap((part, at) => (at === 1 ? [part, part] : [part])) },
  shared: changed(SECOND, (call) => ({ ...call, id: 'call_4' })),
  empty: changed(SECOND, (call) => ({ ...call, id: '' })),
  colliding: changed(SECOND, (call, at) => ({ ...call, id: `call_${at + 1}` })),
  hostile: changed(SECOND, (call, at) => ({ ...call, id: WORDS[at] ?? '' })),
  long: changed(SECOND, (call, at) => ({ ...call, id: `${'x'.repeat(600)}${at}` })),
}

const NAMES: Readonly<Record<string, Answer>> = {
  'key __proto__': withKey('"__proto__":{"polluted":true}'),
  'key escaped': withKey(String.raw`"\u005f\u005fproto\u005f\u005f":{"polluted":true}`),
  'key nested': withKey('"nested":{"__proto__":{"polluted":true}}'),
  'key constructor': withKey('"constructor":{"prototype":{"polluted":true}}'),
  'key twice': withKey('"__proto__":null,"__proto__":{"polluted":true}'),
  ...Object.fromEntries(
    WORDS.map((name) => [`name ${name}`, changed(SECOND, (call) => ({ ...call, name }))]),
  ),
  'name empty': changed(SECOND, (call) => ({ ...call, name: '' })),
  'name unknown': changed(SECOND, (call) => ({ ...call, name: `functions.${call.name}` })),
}

const TRUNCATED = changed(SECOND, (call, at) => (at === 2 ? { ...call, inputText: '{"city":' } : call))

const TRUNCATIONS: Readonly<Record<string, Answer>> = {
  length: { ...TRUNCATED, stop: 'length' },
  completed: { ...TRUNCATED, stop: 'tool-calls' },
  'whole-length': { ...SECOND, stop: 'length' },
  empty: changed(SECOND, (call, at) => (at === 2 ? { ...call, inputText: '' } : call)),
}

const FIELDS = { prompt_tokens: '12', input_tokens: '12', completion_tokens: {}, output_tokens: null }

const USAGES: Readonly<Record<string, Answer>> = {
  missing: { ...SECOND, usage: {} },
  null: { ...SECOND, usage: { raw: null } },
  negative: { ...SECOND, usage: { inputTokens: -5, cacheReadTokens: 0, outputTokens: -1 } },
  huge: { ...SECOND, usage: { inputTokens: 1e21, outputTokens: 1e300 } },
  fraction: { ...SECOND, usage: { inputTokens: 0.5, outputTokens: 1e-7 } },
  text: { ...SECOND, usage: { raw: 'many' } },
  list: { ...SECOND, usage: { raw: [1, 2] } },
  'text-fields': { ...SECOND, usage: { raw: FIELDS } },
}

const LIES: readonly { readonly kind: FaultName; readonly said: Readonly<Record<string, Answer>> }[] = [
  { kind: 'call-ids', said: IDS },
  { kind: 'hostile-names', said: NAMES },
  { kind: 'truncated-arguments', said: TRUNCATIONS },
  { kind: 'usage', said: USAGES },
]

describe.each(LIES)('the kind $kind', ({ kind, said }) => {
  it('has these variants', () => {
    expect(FAULT_KINDS.find(({ name }) => name === kind)?.variants).toEqual(Object.keys(said))
  })

  it.each(CELLS)('says what each variant says, on $wire, streamed: $stream', async (cell) => {
    for (const [variant, answer] of Object.entries(said)) {
      const { status, body } = await meet(cell, { kind, variant, turn: 1 }, { turn: 1 })
      expect([variant, status, body.toString()]).toEqual([variant, 200, bodyOf(cell, answer, 1)])
    }
  })
})

it('arguments without members take the key too', async () => {
  const call = { type: 'tool-call', id: 'call_1', name: 'weather', inputText: '{}' } as const
  const cell = { wire: 'openai.chat', stream: false } as const
  const { body } = await meet(cell, { kind: 'hostile-names' }, { script: [{ parts: [call] }] })
  expect(body.toString()).toContain(JSON.stringify('{"__proto__":{"polluted":true}}'))
})

it('ids collide with those of earlier turns only', async () => {
  const cell = { wire: 'openai.chat', stream: false } as const
  const { body } = await meet(cell, { kind: 'call-ids', variant: 'colliding' })
  expect(body.toString()).toBe(
    bodyOf(
      cell,
      changed(FIRST, (called) => ({ ...called, id: 'call' })),
    ),
  )
})

function changed(answer: Answer, change: (call: ToolCallPart, at: number) => ToolCallPart): Answer {
  const calls = answer.parts.filter((part) => part.type === 'tool-call')
  const parts = answer.parts.map((part) =>
    part.type === 'tool-call' ? change(part, calls.indexOf(part)) : part,
  )
  return { ...answer, parts }
}

function withKey(member: string): Answer {
  return changed(SECOND, (call) => ({ ...call, inputText: `{${member},${call.inputText.slice(1)}` }))
}
