import { describe, expect, test } from 'vitest'
import { readOptions } from '../src/options.ts'
import { tellProgress } from '../src/progress.ts'

describe('the command', () => {
  test('judges all wires in two processes, where nothing else is said', () => {
    expect(readOptions([])).toEqual({ processes: 2, write: false, json: false, help: false })
  })

  test('judges one wire', () => {
    expect(readOptions(['--wire', 'openai.chat', '--processes', '1', '--json'])).toEqual({
      wire: 'openai.chat',
      processes: 1,
      write: false,
      json: true,
      help: false,
    })
  })

  test.each([
    [['--wire', 'smoke'], '--wire smoke is none of the wires.'],
    [['--processes', 'all'], '--processes all is no count.'],
    [['--wire', 'openai.chat', '--write'], '--write needs all wires: leave out --wire.'],
  ])('refuses %s', (args, message) => {
    expect(() => readOptions(args)).toThrow(message)
  })

  test('tells how far it is in few lines where nobody watches', () => {
    const told: string[] = []
    let time = 0
    const advance = tellProgress('openai.chat', { write: (text) => told.push(text) }, () => (time += 4_000))
    for (const done of [1, 2, 3, 4]) advance(done, 4)
    expect(told).toEqual(['openai.chat: 3 of 4 mutants, 16 s\n', 'openai.chat: 4 of 4 mutants, 20 s\n'])
  })
})
