import { describe, expect, it } from 'vitest'
import type { Fault, Place } from '@dragoman/conformance/faults'
import { CELLS, goodBody, meet, serving, type Cell } from './cells.ts'
import { exchange } from './socket-client.ts'

const ENDINGS = [
  { kind: 'fin', ending: 'fin' },
  { kind: 'rst', ending: 'rst' },
] as const

describe.each(CELLS)('on $wire, streamed: $stream', (cell) => {
  const body = Buffer.from(goodBody(cell))

  describe.each(ENDINGS)('the kind $kind', ({ kind, ending }) => {
    it('comes right behind its byte of the body', async () => {
      for (const at of [0, 1, 57, 113, body.length - 1, body.length]) {
        const { body: had, ...rest } = await meet(cell, { kind, at })
        expect({ at, had, ...rest }).toMatchObject({ had: body.subarray(0, at), ending, isComplete: false })
      }
    })

    it('comes right behind its byte of the response', async () => {
      const whole = await raw(cell, { kind: 'usage', turn: 3 })
      for (const at of [0, 1, 30, 200, whole.bytes.length - 1]) {
        expect({ at, ...(await raw(cell, { kind, variant: 'response', at })) }).toEqual({
          at,
          bytes: whole.bytes.subarray(0, at),
          ending,
        })
      }
    })
  })

  it('a clean end is one that HTTP takes for the end', async () => {
    for (const at of [0, 57, body.length - 1]) {
      expect(await meet(cell, { kind: 'fin', variant: 'clean', at })).toMatchObject({
        body: body.subarray(0, at),
        isComplete: true,
        ending: 'fin',
      })
    }
  })

  it('places have names', async () => {
    const places: Place[] = ['start', 'mid-event', 'mid-arguments', 'before-stop', 'before-last', 'end']
    const had: string[] = []
    for (const at of places) had.push((await meet(cell, { kind: 'fin', at })).body.toString())
    const sizes = had.map(({ length }) => length)
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other))
    expect(had[0]).toBe('')
    expect(had[5]).toBe(goodBody(cell))
    expect(had.map((text) => hasStop(cell, text))).toEqual(
      cell.stream && cell.wire !== 'openai.responses'
        ? [false, false, false, false, true, true]
        : [false, false, false, false, false, true],
    )
  })
})

it.each(CELLS.filter(({ stream }) => stream))(
  'the place in the arguments of $wire is between two of its events',
  async (cell) => {
    const { body } = await meet(cell, { kind: 'fin', at: 'mid-arguments' })
    expect(body.toString().endsWith('\n\n')).toBe(true)
    expect(body.toString()).toContain(String.raw`,\"zone\"`)
    expect(body.toString()).not.toContain('Europe/Oslo')
  },
)

async function raw(cell: Cell, fault: Fault): ReturnType<typeof exchange> {
  return serving({ wire: cell.wire, fault }, (server) => exchange(server, cell))
}

function hasStop({ stream }: Cell, text: string): boolean {
  if (!stream) {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  return /"finish_reason":"|"stop_reason":"|response\.completed/.test(text)
}
