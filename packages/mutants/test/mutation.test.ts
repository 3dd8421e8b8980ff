import { describe, expect, test } from 'vitest'
import { applyMutation, findMutations, insertProbes } from '../src/mutation.ts'

const TEXT = `const WORDS = { end: 'stop', full: 'length' }
function read(event: Event, index: number) {
  switch (event.type) {
    case 'a':
    case 'b':
      return { type: 'start', index }
    default:
      return { ...event, ...(event.text && { text: event.text }), none: undefined, push() {} }
  }
}
`

function withoutIts(what: string): string {
  const found = findMutations('read.ts', TEXT).find((one) => one.what === what)
  return found ? applyMutation(TEXT, found) : ''
}

describe('mutations', () => {
  test('are the cases, the fields that are made, and the rows of tables', () => {
    expect(
      findMutations('read.ts', TEXT).map(({ kind, place, what, line }) => [kind, place, what, line]),
    ).toEqual([
      ['row', 'WORDS', "end: 'stop'", 1],
      ['row', 'WORDS', "full: 'length'", 1],
      ['case', 'read', "case 'a'", 4],
      ['case', 'read', "case 'b'", 5],
      ['case', 'read', 'default', 7],
      ['field', 'read', "type: 'start'", 6],
      ['field', 'read', 'index', 6],
      ['field', 'read', '...event', 8],
      ['field', 'read', 'text: event.text', 8],
    ])
  })

  test('take a field out with its comma', () => {
    expect(withoutIts("end: 'stop'")).toContain("const WORDS = {  full: 'length' }")
    expect(withoutIts('index')).toContain("return { type: 'start',  }")
  })

  test('leave the body of a case to those that share it', () => {
    expect(withoutIts("case 'b'")).toContain("case 'a':\n    \n      return { type: 'start', index }")
  })

  test('take a body along with the only case that it has', () => {
    expect(withoutIts('default')).not.toContain('...event')
  })

  test('tell by probes where they matter', () => {
    const probes = findMutations('read.ts', TEXT).flatMap(({ probe }) => (probe ? [probe] : []))
    const probed = insertProbes(TEXT, new Map(probes.map((probe, at) => [probe, `reach(${at})`])))
    expect(probed.split('\n').slice(2, 8)).toEqual([
      '  switch ((reach(2), (reach(1), (reach(0), event.type)))) {',
      "    case 'a':",
      "    case 'b':",
      "      return { type: (reach(3), 'start'), index: (reach(4), index) }",
      '    default:',
      '      return { ...(reach(5), event), ...(event.text && { text: (reach(6), event.text) }), none: undefined, push() {} }',
    ])
  })
})
