import { describe, expect, test } from 'vitest'
import { tableLines } from '../../src/cli/screen/table.ts'
import { truncate, widthOf, wrapText } from '../../src/cli/screen/width.ts'

describe('the width of a text', () => {
  test.each([
    ['abc', 3],
    ['世界', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['🇵🇹', 2],
    ['', 0],
  ])('of %j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })
})

describe('a text that is cut', () => {
  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['世界世界', 6, '世界…'],
    ['世界世界', 5, '世界…'],
    ['a 👩‍👩‍👧👩‍👩‍👧', 5, 'a 👩‍👩‍👧…'],
    ['word and more', 6, 'word…'],
    ['x'.repeat(100_000), 4, 'xxx…'],
    ['abc', 0, '…'],
  ])('%j at %i is %j', (text, width, cut) => {
    expect(truncate(text, width)).toBe(cut)
  })
})

describe('a text that is wrapped', () => {
  test.each([
    ['one two three', 7, ['one two', 'three']],
    ['one\n\ntwo', 7, ['one', '', 'two']],
    ['abcdefghij kl', 4, ['abcd', 'efgh', 'ij', 'kl']],
    ['世界世界', 5, ['世界', '世界']],
    ['\tx', 8, ['    x']],
    ['  indented text', 10, ['  indented', 'text']],
  ])('%j at %i has these lines', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines)
  })
})

describe('a table', () => {
  const columns = [
    { title: 'name', shrinks: true },
    { title: 'size', align: 'right' },
  ] as const

  test('has columns as wide as they need', () => {
    expect(
      tableLines(
        columns,
        [
          ['世界', '1'],
          ['hello', '1,000'],
        ],
        80,
      ),
    ).toEqual(['name    size', '世界       1', 'hello  1,000'])
  })

  test('cuts the columns that may be cut where it is too wide', () => {
    expect(tableLines(columns, [['a name that is much too long', '1,000']], 23)).toEqual([
      'name               size',
      'a name that is…   1,000',
    ])
  })
})
