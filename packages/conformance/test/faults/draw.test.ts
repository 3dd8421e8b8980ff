import {
  ALWAYS,
  describeFault,
  drawFault,
  FAULT_KINDS,
  reproduceFault,
  SCOREBOARD,
  SCRIPT,
} from '@dragoman/conformance/faults'
import { describe, expect, it } from 'vitest'
import { CELLS, goodBody, meet, serving, WIRES } from './cells.ts'
import { ask } from './socket-client.ts'

const SEEDS = Array.from({ length: 1_000 }, (_, seed) => seed)

it('there are 24 kinds, each with its own number and name', () => {
  expect(FAULT_KINDS.map(({ number }) => number)).toEqual(Array.from({ length: 24 }, (_, at) => at + 1))
  expect(new Set(FAULT_KINDS.map(({ name }) => name)).size).toBe(24)
})

describe.each(WIRES)('on $wire', ({ wire }) => {
  it('a seed draws the same fault each time', () => {
    const draw = () => SEEDS.map((seed) => drawFault(seed, wire))
    expect(draw()).toEqual(draw())
  })

  it('1,000 seeds draw every kind, and every variant of it', () => {
    const drawn = new Set(
      SEEDS.map((seed) => drawFault(seed, wire)).flatMap(({ kind, variant }) => [kind, `${kind} ${variant}`]),
    )
    const missing = FAULT_KINDS.flatMap(({ name, variants }) => [
      name,
      ...variants.map((variant) => `${name} ${variant}`),
    ])
    expect(missing.filter((name) => !drawn.has(name))).toEqual([])
  })

  it('a drawn byte is one of the answer', () => {
    for (const stream of [true, false]) {
      for (const seed of SEEDS) {
        const { at = 0, turn = 0 } = drawFault(seed, wire, { stream })
        expect(at).toBeLessThan(Buffer.byteLength(goodBody({ wire, stream }, turn)))
      }
    }
  })

  it('what only a call can show breaks a turn with calls', () => {
    const needy = FAULT_KINDS.filter(({ needsCall }) => needsCall).map(({ name }) => name)
    const turns = SEEDS.map((seed) => drawFault(seed, wire)).flatMap(({ kind, turn }) =>
      needy.includes(kind) ? [turn] : [],
    )
    expect(turns).not.toContain(SCRIPT.length - 1)
  })

  it('a server takes its fault from a seed', async () => {
    await serving({ wire, seed: 4711 }, async (server) => {
      expect(server.fault).toEqual(drawFault(4711, wire))
    })
  })
})

it('a fault is told in one line', () => {
  const wire = 'anthropic.messages'
  expect([
    describeFault({ kind: 'rst', at: 812, turn: 1 }, wire, 4711),
    describeFault({ kind: 'fin', variant: 'clean', at: 'mid-arguments', attempts: ALWAYS }, wire),
    describeFault({ kind: 'status', variant: '503', attempts: 2 }, wire, 1),
    describeFault({ kind: 'dns-failure' }, wire, 2),
  ]).toEqual([
    'seed 4711: an RST (body) at byte 812 of turn 2 on anthropic.messages',
    'a FIN (clean) mid-arguments of turn 1, each time, on anthropic.messages',
    'seed 1: an error status (503) of turn 1, 2 times, on anthropic.messages',
    'seed 2: a name that does not resolve on anthropic.messages',
  ])
})

it('a seed is met again with one command', () => {
  expect(reproduceFault(4711, 'anthropic.messages')).toBe(
    'npm run faults -- --seed 4711 --wire anthropic.messages',
  )
})

it('only a server that waits stands still', async () => {
  const cell = { wire: 'anthropic.messages', stream: true } as const
  const quick = FAULT_KINDS.filter(({ waits, layer }) => !waits && layer === 'answer')
  for (const { name } of quick) {
    const { status } = await serving({ wire: cell.wire, fault: { kind: name, at: 1 } }, (server) =>
      ask(server, cell),
    )
    expect([name, status]).toEqual([name, expect.any(Number)])
  }
  expect(FAULT_KINDS.flatMap(({ number, waits }) => (waits ? [number] : []))).toEqual([4, 5, 6, 7, 8])
})

it('the scoreboard has 16 rows', () => {
  expect(SCOREBOARD).toHaveLength(16)
})

describe.each(CELLS)('on $wire, streamed: $stream', (cell) => {
  it('every fault of the scoreboard but the bomb ends once it is released', async () => {
    for (const { title, fault } of SCOREBOARD.slice(0, -1)) {
      const { status } = await meet(cell, fault)
      expect([title, status]).toEqual([title, expect.any(Number)])
    }
  })
})
