import { Type } from '@sinclair/typebox'
import { describe, expect, test } from 'vitest'
import { run, tool, type Notice, type ToolCallPart } from '@dragoman/core'
import { call, recording } from './recording.ts'

interface Row {
  readonly what: string
  readonly calls: readonly ToolCallPart[]
  readonly executed: readonly number[]
  readonly ids: readonly string[]
  readonly notices: readonly Notice[]
}

const rows: readonly Row[] = [
  {
    what: 'ids that differ stand as they are',
    calls: [add('a', 1), add('b', 1)],
    executed: [1, 1],
    ids: ['a', 'b'],
    notices: [],
  },
  {
    what: 'the same call twice runs once and has one result',
    calls: [add('a', 1), add('a', 1)],
    executed: [1],
    ids: ['a'],
    notices: [{ code: 'repeated-call', path: 'parts[1]', action: 'dropped', from: 'a' }],
  },
  {
    what: 'another call under a used id gets a new id',
    calls: [add('a', 1), add('a', 2)],
    executed: [1, 2],
    ids: ['a', 'a_1_1'],
    notices: [{ code: 'call-id', path: 'parts[1]', action: 'renamed', from: 'a', to: 'a_1_1' }],
  },
  {
    what: 'another call under a used id that comes twice runs once',
    calls: [add('a', 1), add('a', 2), add('a', 2)],
    executed: [1, 2],
    ids: ['a', 'a_1_1'],
    notices: [
      { code: 'call-id', path: 'parts[1]', action: 'renamed', from: 'a', to: 'a_1_1' },
      { code: 'repeated-call', path: 'parts[2]', action: 'dropped', from: 'a' },
    ],
  },
  {
    what: 'a new id avoids the ids that stand before it',
    calls: [add('a_1_2', 3), add('a', 1), add('a', 2)],
    executed: [3, 1, 2],
    ids: ['a_1_2', 'a', 'a_1_2_'],
    notices: [{ code: 'call-id', path: 'parts[2]', action: 'renamed', from: 'a', to: 'a_1_2_' }],
  },
  {
    what: 'calls without an id are calls of their own',
    calls: [add('', 1), add('', 1)],
    executed: [1, 1],
    ids: ['call_1_0', 'call_1_1'],
    notices: [
      { code: 'call-id', path: 'parts[0]', action: 'synthesized', from: '', to: 'call_1_0' },
      { code: 'call-id', path: 'parts[1]', action: 'synthesized', from: '', to: 'call_1_1' },
    ],
  },
]

describe('call ids', () => {
  test.each(rows)('$what', async ({ calls, executed, ids, notices }) => {
    const seen: number[] = []
    const { model } = recording([calls, 'Done.'])
    const result = await run({ model, tools: [adder(seen)], messages: 'go' })
    expect(seen).toEqual(executed)
    expect(result.messages[1]?.parts.map((part) => part.type === 'tool-call' && part.id)).toEqual(ids)
    expect(result.messages[2]?.parts.map((part) => part.type === 'tool-result' && part.callId)).toEqual(ids)
    expect(result.notices).toEqual(notices)
  })

  test('an id that an earlier step used is free again', async () => {
    const seen: number[] = []
    const { model } = recording([[add('a', 1)], [add('a', 1)], 'Done.'])
    const result = await run({ model, tools: [adder(seen)], messages: 'go' })
    expect({ seen, notices: result.notices }).toEqual({ seen: [1, 1], notices: [] })
  })
})

function add(id: string, n: number): ToolCallPart {
  return call(id, 'add', { n })
}

function adder(seen: number[]) {
  return tool({
    name: 'add',
    description: 'Adds.',
    input: Type.Object({ n: Type.Number() }),
    execute: ({ n }) => void seen.push(n),
  })
}
