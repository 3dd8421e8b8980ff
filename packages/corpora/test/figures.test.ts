import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findCorpora, readCorpora } from '../src/corpora.ts'
import { wholeOf } from '../src/figure.ts'
import { isMet, measuresOf } from '../src/measures.ts'
import { PAGE, pageRow } from '../src/page.ts'

const place = findCorpora()
const measures = place.found ? measuresOf(readCorpora(place.folder)) : []
const rows = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)

test('the corpora are there', (context) => {
  if (!place.found) context.skip(place.reason)
  expect(rows).toHaveLength(measures.length)
})

describe.skipIf(!place.found)('as docs/corpora.md states,', () => {
  test.each(measures.map((measure, at) => ({ measure, row: rows[at], ...measure })))(
    '$corpus: $what',
    async ({ measure, row, everyInTests: every = 1 }) => {
      const figure = await measure.take({ every, advance: () => undefined })
      expect({ isMet: isMet(measure, figure), row: pageRow(measure, wholeOf(figure)) }).toEqual({
        isMet: true,
        row,
      })
    },
  )
})
