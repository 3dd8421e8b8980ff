import { readFile } from 'node:fs/promises'
import { inject, laws, LAWS } from '@dragoman/conformance'
import { describe, expect, test } from 'vitest'
import { FIXTURES, tinyCodec, tinySubject } from './tiny.ts'

describe('the kit', () => {
  test('a wire without a judge says so, and is not judged', () => {
    const unjudged = laws(tinySubject(tinyCodec(), { judge: { none: 'nobody knows what tiny takes' } }))
    const skipped = unjudged.filter(({ skip }) => skip === 'nobody knows what tiny takes')
    expect(new Set(skipped.map(({ law }) => law.name))).toEqual(new Set(['judged']))
    expect(unjudged.filter(({ law }) => law.name === 'judged')).toEqual(skipped)
  })

  test('a model without a key says so, and no error of it is searched for one', () => {
    const keyless = "a server of one's own asks for none"
    const skipped = laws(tinySubject(tinyCodec(), { keyless })).filter(({ skip }) => skip === keyless)
    expect(skipped.map(({ fixture }) => fixture.name)).toEqual([
      'no key: a refusal that repeats what was sent',
      'no key: a connection that fails and tells what was sent',
    ])
  })

  test('a wire without anything that is broken, or anything that is new, is an error', () => {
    const fixtures = FIXTURES.filter(({ injected }) => injected?.becomes !== 'bad-response')
    expect(() => laws(tinySubject(tinyCodec(), { fixtures }))).toThrow(
      'tiny needs fixtures for the law "forward": give inject() one that is carried or skipped, and one that is bad-response.',
    )
  })

  test('an injection that changes nothing is an error', () => {
    expect(() =>
      inject(FIXTURES, [
        { name: 'nothing', into: 'greeting', becomes: 'skipped', stream: ['no such text', ''] },
      ]),
    ).toThrow('The injection "nothing" replaces no such text, which the stream of "greeting" does not hold.')
  })

  test('the README names every law, with what it says', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const rows = LAWS.map(({ name, says }) => `| ${name} | ${says} |`)
    expect(readme.split('\n').filter((line) => /^\| (?!law |-)/.test(line))).toEqual(rows)
  })

  test('a law that no fixture can show is an error, not a silent pass', () => {
    const fixtures = FIXTURES.map(({ stream: _stream, ...whole }) => whole)
    expect(() => laws(tinySubject(tinyCodec(), { fixtures }))).toThrow(
      'tiny has no fixture for the law "agreement": give one with response and stream and answer.',
    )
  })

  test('a stop reason that is neither shown nor said to be impossible is an error', () => {
    const cannotStopFor = ['context-full', 'refusal', 'filtered'] as const
    expect(() => laws(tinySubject(tinyCodec(), { cannotStopFor }))).toThrow(
      'tiny has no fixture that stops for "pause": give one, or name it in cannotStopFor.',
    )
  })

  test('a stop reason that is shown and said to be impossible is an error', () => {
    const cannotStopFor = ['length', 'context-full', 'pause', 'refusal', 'filtered'] as const
    expect(() => laws(tinySubject(tinyCodec(), { cannotStopFor }))).toThrow(
      'tiny has a fixture that stops for "length": take it out of cannotStopFor.',
    )
  })
})
