import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Figure } from '../src/figure.ts'
import { measureAll } from '../src/measured.ts'
import { isMet, type Measure } from '../src/measures.ts'
import { readOptions } from '../src/options.ts'
import { corporaPage } from '../src/page.ts'
import { startPart } from '../../../scripts/progress.ts'
import { formatTable } from '../src/table.ts'
import { cellsOf } from '../src/words.ts'

describe('the command', () => {
  test('says in one line that there are no corpora, and exits with 2', async () => {
    expect(await spawn()).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'There are no corpora to measure: DRAGOMAN_CORPORA names nowhere, which holds no corpora/README.md.\n',
    })
  })

  test('takes no option that it does not know', () => {
    expect(readOptions(['--json'])).toEqual({ json: true, write: false, help: false })
    expect(() => readOptions(['--fast'])).toThrow("Unknown option '--fast'")
  })

  function spawn(): Promise<{ code: unknown; stdout: string; stderr: string }> {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
    const env = { ...process.env, DRAGOMAN_CORPORA: 'nowhere' }
    return new Promise((resolve) => {
      execFile(process.execPath, ['--conditions=source', main], { env }, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, stdout, stderr })
      })
    })
  }
})

const FIGURE: Figure = { right: 99_999, of: 100_000, counts: { skipped: 1_000 }, wrong: ['one is not'] }
const MEASURE: Measure = { corpus: 'C', what: 'things', target: 1, take: async () => FIGURE }

describe('a figure', () => {
  test.each([
    { target: 1, figure: FIGURE, met: false },
    { target: 0.998, figure: FIGURE, met: true },
    { target: 1, figure: { right: 2, of: 2, wrong: [] }, met: true },
    { target: 1, figure: { right: 2, of: 2, wrong: ['x is not in the corpus'] }, met: false },
    { target: 0.5, figure: { right: 0, of: 0, wrong: [] }, met: false },
  ])(
    'of $figure.right of $figure.of is met, or not, where $target is asked for',
    ({ target, figure, met }) => {
      expect(isMet({ target }, figure)).toBe(met)
    },
  )

  test('never reads as all where one is missing', () => {
    expect(cellsOf(MEASURE, FIGURE)).toEqual({
      measured: '99,999 of 100,000 (99.99 %)',
      target: '100 %',
      met: 'no',
      beside: 'skipped: 1,000',
    })
  })

  test('stands in the table, and behind it what is wrong', () => {
    expect(formatTable([{ measure: MEASURE, figure: FIGURE }]))
      .toBe(`corpus  figure  measured                     target  met
C       things  99,999 of 100,000 (99.99 %)  100 %   no

C, things
  skipped: 1,000
  one is not`)
  })

  test('stands on the page with what is wrong', () => {
    const page = corporaPage([{ measure: MEASURE, figure: FIGURE }])
    expect(page).toContain('\n| C | things | 99,999 of 100,000 (99.99 %) | 100 % | no | skipped: 1,000 |\n')
    expect(page).toContain('\n- C, things:\n  - one is not\n')
  })
})

describe('progress', () => {
  test('is a line for each part without a terminal, and more where it takes long', async () => {
    const written: string[] = []
    let clock = 0
    const slow: Measure = {
      ...MEASURE,
      take: async ({ advance }) => {
        for (const done of [1, 2, 3, 4]) {
          clock += 3_000
          advance(done, 4)
        }
        return FIGURE
      },
    }
    const screen = { write: (text: string) => written.push(text) }
    await measureAll([slow, MEASURE], screen, () => clock)
    expect(written).toEqual([
      '[1/2] C: things: 50 %\n',
      '[1/2] C: things: 99,999 of 100,000 (99.99 %), 12.0 s\n',
      '[2/2] C: things: 99,999 of 100,000 (99.99 %), 0.0 s\n',
    ])
  })

  test('is one changing line on a terminal, without colour', () => {
    const written: string[] = []
    const part = startPart('C: things', { isTTY: true, write: (text) => written.push(text) }, () => 0)
    for (const done of [1, 2, 100]) part.advance(done, 200)
    part.end('all')
    expect(written.join('').replaceAll(/ +(?=\r)/g, '')).toBe(
      '\r.................... C: things\r##########.......... C: things\r\rC: things: all, 0.0 s\n',
    )
  })
})
