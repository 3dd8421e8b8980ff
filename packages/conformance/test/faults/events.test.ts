import { SCRIPT } from '@dragoman/conformance/faults'
import { speakerOf } from '@dragoman/conformance/speak'
import { describe, expect, it } from 'vitest'
import { CELLS, goodBody, meet } from './cells.ts'

const OPENING = { 'openai.chat': 1, 'openai.responses': 2, 'anthropic.messages': 2 } as const
const CLOSING = { 'openai.chat': 3, 'openai.responses': 1, 'anthropic.messages': 2 } as const

describe.each(CELLS.filter(({ stream }) => stream))('in a stream on $wire', (cell) => {
  const speaker = speakerOf(cell.wire)
  const frames = speaker.frames({ id: 'answer_1', parts: [], ...SCRIPT[0] })
  const [opening, closing] = [OPENING[cell.wire], CLOSING[cell.wire]]
  const error = speaker.inBandError(speaker.errorType(503), 'The fault server is overloaded.')

  it.each([
    { fault: { kind: 'in-band-error' }, expected: [...frames.slice(0, opening), error] },
    {
      fault: { kind: 'in-band-error', variant: 'after-content', at: 2 },
      expected: [...frames.slice(0, opening + 3), error],
    },
    {
      fault: { kind: 'in-band-error', variant: 'before-stop' },
      expected: [...frames.slice(0, -closing), error],
    },
    { fault: { kind: 'no-terminal' }, expected: frames.slice(0, -1) },
    { fault: { kind: 'no-terminal', variant: 'stop' }, expected: frames.slice(0, -closing) },
    { fault: { kind: 'terminal-twice' }, expected: [...frames, ...frames.slice(-1)] },
    {
      fault: { kind: 'terminal-twice', variant: 'closing' },
      expected: [...frames, ...frames.slice(-closing)],
    },
    {
      fault: { kind: 'terminal-twice', variant: 'content' },
      expected: [...frames, ...frames.slice(-closing - 1, -closing)],
    },
    {
      fault: { kind: 'terminal-twice', variant: 'all' },
      expected: [...frames, ...frames.slice(opening)],
    },
  ] as const)(
    '$fault.kind $fault.variant changes the events and nothing else',
    async ({ fault, expected }) => {
      const { body, ...rest } = await meet(cell, fault)
      expect(body.toString()).toBe(expected.join(''))
      expect(rest).toMatchObject({ status: 200, isComplete: true, ending: 'fin' })
    },
  )
})

describe.each(CELLS.filter(({ stream }) => !stream))('in a whole answer on $wire', (cell) => {
  it('an error is the body of a good response', async () => {
    const { status, body } = await meet(cell, { kind: 'in-band-error' })
    expect([status, JSON.parse(body.toString())]).toEqual([
      200,
      expect.objectContaining({
        error: expect.objectContaining({ message: 'The fault server is overloaded.' }),
      }),
    ])
  })

  it('without an end there is half of it, and with two ends there is all of it twice', async () => {
    const half = await meet(cell, { kind: 'no-terminal' })
    const twice = await meet(cell, { kind: 'terminal-twice' })
    const good = goodBody(cell)
    expect(half).toMatchObject({
      isComplete: true,
      body: Buffer.from(good).subarray(0, Buffer.byteLength(good) / 2),
    })
    expect(twice).toMatchObject({ isComplete: true, body: Buffer.from(good + good) })
  })
})
