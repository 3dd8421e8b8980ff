import { describe, expect, test } from 'vitest'
import { calls, fallsSilent, refuses, says, type Said, type Script } from './speaking-server.ts'
import { TOOLS, workbench } from './workbench.ts'

const MODELS = ['-m', 'fast', '-m', 'claude:big']

describe('a comparison', () => {
  test('shows what each model took and said, and in a pipe one below the other', async () => {
    await using bench = await workbench(byModel({ small: says('It is sunny.'), big: says('Sun.') }))
    const { code, out, aside } = await bench.run(['compare', 'Weather?', ...MODELS])
    expect([code, out]).toEqual([
      0,
      `model       end    time  steps  tokens in  out  cost
fast        done  0.0 s      1         96   40     ?
claude:big  done  0.0 s      1         96   40     ?

── fast
It is sunny.

── claude:big
Sun.
`,
    ])
    expect(aside.trimEnd().split('\n').toSorted()).toEqual([
      'claude:big  done, 0.0 s',
      'fast        done, 0.0 s',
    ])
  })

  test('shows answers side by side where a terminal is wide enough', async () => {
    await using bench = await workbench(
      byModel({ small: says('It is sunny in Lisbon, as it should be.'), big: says('晴れ') }),
    )
    const { out } = await bench.run(['compare', 'Weather?', ...MODELS], { isTerminal: true, columns: 65 })
    expect(out.split('\n\n')[1]).toBe(
      `fast                            │ claude:big
It is sunny in Lisbon, as it    │ 晴れ
should be.                      │
`,
    )
    const narrow = await bench.run(['compare', 'Weather?', ...MODELS], { isTerminal: true, columns: 60 })
    expect(narrow.out).toContain('── fast\nIt is sunny in Lisbon, as it should be.\n')
  })

  test('gives every model the same tools', async () => {
    const lookUp = calls(['get_weather', { city: 'Lisbon' }])
    await using bench = await workbench(({ turn }) => (turn === 0 ? lookUp : says('It is sunny.')))
    const { code, out } = await bench.run(['compare', 'Weather?', ...MODELS, '-t', TOOLS, '--json'])
    expect([code, linesIn(out)]).toEqual([
      0,
      ['fast', 'claude:big'].map((model) =>
        expect.objectContaining({
          model,
          end: 'done',
          steps: 2,
          text: 'It is sunny.',
          ms: expect.any(Number),
        }),
      ),
    ])
  })

  test('goes on where one model fails, and says what it failed with', async () => {
    await using bench = await workbench(byModel({ small: refuses(401, 'Wrong key.'), big: says('Sun.') }))
    const { code, out } = await bench.run(['compare', 'Weather?', ...MODELS])
    expect([code, out]).toEqual([
      1,
      `model       end    time  steps  tokens in  out  cost
fast        auth  0.0 s      0          ?    ?     ?
claude:big  done  0.0 s      1         96   40     ?

── fast
401 Wrong key.

── claude:big
Sun.
`,
    ])
  })

  test('asks nobody for a yes', async () => {
    await using bench = await workbench(() => calls(['book_hotel', { city: 'Lisbon' }]))
    const { code, out } = await bench.run(['compare', 'Book!', ...MODELS, '-t', TOOLS], { typed: ['y', 'y'] })
    expect([code, out]).toEqual([3, expect.stringContaining('Give --yes')])
  })

  test('that is interrupted keeps what was said', async () => {
    await using bench = await workbench(
      byModel({ small: says('Sun.'), big: fallsSilent('One two three four five.') }),
    )
    const { code, out } = await bench.run(['compare', 'Weather?', ...MODELS], {
      isTerminal: true,
      onAside: (text, terminal) => /big +step 1, 16/.test(text) && terminal.interrupt(),
    })
    expect([code, out]).toEqual([130, expect.stringContaining('One two three fo')])
  })
})

function byModel(said: Readonly<Record<string, Said>>): Script {
  return ({ body }) =>
    said[JSON.stringify(body['model']).slice(1, -1)] ?? refuses(404, 'There is no such model.')
}

function linesIn(text: string): readonly unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}
