import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { showRun } from '../../src/cli/ask/show-run.ts'
import { fakeTerminal, leftOf } from './fake-terminal.ts'
import { breaksOff, calls, fallsSilent, refuses, says, turns, type Said } from './speaking-server.ts'
import { TOOLS, workbench } from './workbench.ts'

const WEATHER: Said = {
  kind: 'answer',
  answer: {
    parts: [
      { type: 'text', text: 'I look it up.' },
      ...answerOf(calls(['get_weather', { city: 'Lisbon' }], ['get_time', { city: 'Lisbon' }])),
    ],
  },
}
const SUNNY = says('It is sunny in Lisbon.')
const SUMMARY = 'chat:small · 0.0 s · 1 step · 96 tokens in, 40 out\n'
const LONGER = 'chat:small · 0.0 s · 2 steps · 192 tokens in, 80 out\n'

describe('a prompt', () => {
  test('is answered on the standard output, with nothing beside the answer', async () => {
    await using bench = await workbench(turns(says('Hello, 世界.')))
    expect(await bench.run(['Hello?'])).toEqual({ code: 0, out: 'Hello, 世界.\n', aside: SUMMARY })
  })

  test.each([['responses:small'], ['claude:small'], ['chat/small'], ['brief']])(
    'is answered by %s',
    async (name) => {
      await using bench = await workbench(turns(says('Hello.')))
      expect(await bench.run(['Hello?', '-m', name])).toMatchObject({ code: 0, out: 'Hello.\n' })
    },
  )

  test('goes to the model that DRAGOMAN_MODEL names, and with instructions', async () => {
    await using bench = await workbench(turns(says('Hello.')))
    await bench.run(['Hello?', '-s', 'Be brief.'], { environment: { DRAGOMAN_MODEL: 'chat:other' } })
    expect(bench.server.asked.map(({ body }) => body)).toMatchObject([
      {
        model: 'other',
        stream: true,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hello?' },
        ],
      },
    ])
  })

  test('may ask for a whole answer', async () => {
    await using bench = await workbench(turns(WEATHER, SUNNY))
    const ended = await bench.run(['Weather?', '--no-stream', '-t', TOOLS])
    expect(ended).toMatchObject({ code: 0, out: 'It is sunny in Lisbon.\n' })
    expect(bench.server.asked.map(({ body }) => body['stream'] ?? false)).toEqual([false, false])
  })

  test.each([
    ['a word', ['Hello?'], undefined, 'Hello?'],
    ['what comes in', [], { text: 'Hello?\n' }, 'Hello?'],
    ['what comes in, for "-"', ['-'], { text: 'Hello?\n', isGiven: false }, 'Hello?'],
    ['what is piped in, then the word', ['Sum up.'], { text: 'A long text.\n' }, 'A long text.\n\nSum up.'],
    ['the word, where nothing is piped', ['Hello?'], { text: '' }, 'Hello?'],
    ['the word, where nobody knows who writes', ['Hello?'], { text: 'x', isGiven: false }, 'Hello?'],
    ['a word behind "--"', ['--', 'doctor'], undefined, 'doctor'],
    ['a word that begins with "-", behind "--"', ['--', '-m'], undefined, '-m'],
  ])('is %s', async (_what, line, input, prompt) => {
    await using bench = await workbench(turns(says('Hello.')))
    const { code } = await bench.run(line, input && { input })
    expect([code, bench.server.asked[0]?.body['messages']]).toEqual([0, [{ role: 'user', content: prompt }]])
  })
})

describe('a run with tools', () => {
  test('gives a pipe the answer alone, and tells the rest on the standard error', async () => {
    await using bench = await workbench(turns(WEATHER, SUNNY))
    expect(await bench.run(['Weather?', '-t', TOOLS])).toEqual({
      code: 0,
      out: 'It is sunny in Lisbon.\n',
      aside: [
        '· I look it up.',
        '→ get_weather {"city":"Lisbon"}',
        '→ get_time {"city":"Lisbon"}',
        '✓ get_weather 0 ms {"sky":"sunny","celsius":21}',
        '✗ get_time 0 ms no clock',
        LONGER,
      ].join('\n'),
    })
  })

  test('shows a terminal all of it as it comes, and leaves nothing of what was drawn over', async () => {
    await using bench = await workbench(turns(WEATHER, SUNNY))
    const ended = await bench.run(['Weather?', '-t', TOOLS], { isTerminal: true, columns: 30 })
    expect(ended).toMatchObject({ code: 0, out: 'I look it up.\nIt is sunny in Lisbon.\n' })
    expect(leftOf(ended.aside)).toEqual([
      '→ get_weather {"city":"Lisbo…',
      '→ get_time {"city":"Lisbon"}',
      '✓ get_weather 0 ms {"sky":"s…',
      '✗ get_time 0 ms no clock',
      LONGER.trimEnd(),
      '',
    ])
  })

  test.each([
    ['without colours, moves no cursor in a pipe', false, false, false],
    ['without colours, draws over a terminal', true, false, true],
    ['with colours', true, true, true],
  ])('%s', async (_what, isTerminal, hasColour, isDrawn) => {
    await using bench = await workbench(turns(WEATHER, SUNNY))
    const { out, aside } = await bench.run(['Weather?', '-t', TOOLS], { isTerminal, hasColour })
    const written = out + aside
    expect([written.includes('\u001b[3'), written.includes('\u001b[J')]).toEqual([hasColour, isDrawn])
  })

  test.each([
    ['y', 0, '✓ book_hotel 0 ms booked'],
    ['YES ', 0, '✓ book_hotel 0 ms booked'],
    ['', 0, '✗ book_hotel denied'],
    ['n', 0, '✗ book_hotel denied'],
  ])('asks about a call that needs a yes, and takes %j', async (typed, code, told) => {
    await using bench = await workbench(turns(calls(['book_hotel', { city: 'A\u202eB' }]), SUNNY))
    const ended = await bench.run(['Book!', '-t', TOOLS], { typed: [typed] })
    expect(ended.code).toBe(code)
    expect(ended.aside).toContain('book_hotel {"city":"A\\u{202e}B"}\nRun it? [y/N] ')
    expect(ended.aside).toContain(told)
  })

  test('runs such a call with --yes, and else waits where nobody is there', async () => {
    await using bench = await workbench(turns(calls(['book_hotel', { city: 'Lisbon' }]), SUNNY))
    expect(await bench.run(['Book!', '-t', TOOLS, '--yes'])).toMatchObject({ code: 0 })
    expect(await bench.run(['Book!', '-t', TOOLS])).toEqual({
      code: 3,
      out: '',
      aside: `→ book_hotel {"city":"Lisbon"}
These calls wait for a yes, and nobody is there to say it:
  book_hotel {"city":"Lisbon"}
Give --yes to let all of them run.
${SUMMARY}`,
    })
  })
})

describe('a run that has no answer', () => {
  const loop = calls(['get_weather', { city: 'Lisbon' }])

  test.each([
    ['refusal', turns(says('No.', { stop: 'refusal' })), 'The model refused to answer.'],
    ['length', turns(says('It is', { stop: 'length' })), 'The answer was cut'],
    ['results', turns(calls(['ask_user', { city: 'x' }])), 'ask_user {"city":"x"}'],
    ['a limit', () => loop, 'The run ended at its limit of'],
  ])('for %s says why, and exits with 3', async (_what, script, why) => {
    await using bench = await workbench(script)
    const { code, aside } = await bench.run(['Go.', '-t', TOOLS])
    expect([code, aside]).toEqual([3, expect.stringContaining(why)])
  })

  test('because it failed says the code and the message, without a stack, and exits with 1', async () => {
    await using bench = await workbench(turns(refuses(401, 'That key \u001b[2Jis wrong.')))
    expect(await bench.run(['Hello?'])).toEqual({
      code: 1,
      out: '',
      aside: 'error auth (chat) 401 That key ␛[2Jis wrong.\nMore: docs/errors.md#auth\n',
    })
  })

  test('because it was interrupted leaves what was said', async () => {
    await using bench = await workbench(turns(fallsSilent('One two three four five six.')))
    const ended = await bench.run(['Count.'], { onOut: (_text, terminal) => terminal.interrupt() })
    expect(ended).toEqual({
      code: 130,
      out: expect.stringMatching(/^One .*\n$/),
      aside: 'Interrupted. What was said so far stands.\n',
    })
  })

  test('because it was interrupted leaves what was said, also where it is held back', () => {
    const terminal = fakeTerminal({ directory: '.' })
    const view = showRun(terminal, true)
    view.show({ type: 'step-start', step: 1 })
    view.show({ type: 'part-start', index: 0, part: { type: 'text', text: 'One ' } })
    view.show({ type: 'text-delta', index: 0, text: 'two' })
    expect(terminal.written).toEqual({ out: '', aside: '' })
    view.end()
    expect(terminal.written).toEqual({ out: 'One two\n', aside: '' })
  })
})

describe('an answer that is given up for another model', () => {
  const script = (): ((asked: { readonly body: object }) => Said) => (asked) =>
    JSON.stringify(asked.body).includes('"big"') ? breaksOff('One two three four.') : says('1 2 3 4')

  test('is marked void on a terminal', async () => {
    await using bench = await workbench(script())
    const { code, out, aside } = await bench.run(['Count.', '-m', 'safe'], { isTerminal: true })
    expect([code, out]).toEqual([0, expect.stringMatching(/^One .*\n1 2 3 4\n$/)])
    expect(leftOf(aside)).toEqual([
      '✗ VOID: what claude:big said above (network); another answer follows',
      '· fallback: claude:big → chat:small',
      // Nobody knows what the first answer used.
      'chat:small · 0.0 s · 1 step · ? tokens in, ? out',
      '',
    ])
  })

  test('is not in the output of a run with tools', async () => {
    await using bench = await workbench(script())
    const { code, out, aside } = await bench.run(['Count.', '-m', 'safe', '-t', TOOLS])
    expect([code, out]).toEqual([0, '1 2 3 4\n'])
    expect(aside).toContain('✗ the answer of claude:big was given up (network); another answer follows\n')
  })
})

describe('what a model says', () => {
  const evil = 'a\u001b[31mred\u001b]52;c;eA==\u0007\r\nb\u009b5m\u007f\tc'

  test.each([
    ['is harmless on a terminal', true, 'a␛[31mred␛]52;c;eA==␇\nb\ufffd5m␡\tc\n'],
    ['is as it is in a pipe', false, `${evil}\n`],
  ])('%s', async (_what, isTerminal, out) => {
    await using bench = await workbench(turns(says(evil)))
    expect(await bench.run(['Hello?'], { isTerminal })).toMatchObject({ code: 0, out })
  })

  test('is harmless in every line of JSON', async () => {
    await using bench = await workbench(turns(says(evil)))
    const { out } = await bench.run(['Hello?', '--json'], { isTerminal: true })
    expect(out).not.toMatch(/(?!\n)\p{Cc}/u)
    expect(eventsIn(out).at(-1)).toMatchObject({ type: 'run-end', result: { text: evil } })
  })
})

describe('the events', () => {
  test('are lines of JSON, with the transcript once in the last', async () => {
    await using bench = await workbench(turns(calls(['get_weather', { city: 'Lisbon' }]), SUNNY))
    const { code, out, aside } = await bench.run(['Weather?', '-t', TOOLS, '--json'])
    const events = eventsIn(out)
    expect([code, aside, new Set(events.map(({ type }) => type))]).toEqual([
      0,
      '',
      new Set([
        'step-start',
        'message-start',
        'part-start',
        'input-delta',
        'part-end',
        'message-end',
        'tool-start',
        'tool-end',
        'step-end',
        'text-delta',
        'run-end',
      ]),
    ])
    expect(Object.keys(events.find(({ type }) => type === 'input-delta') ?? {})).toEqual([
      'type',
      'index',
      'text',
    ])
    expect(events.at(-1)).toEqual({
      type: 'run-end',
      result: {
        end: 'done',
        text: 'It is sunny in Lisbon.',
        added: 3,
        usage: expect.anything(),
        steps: 2,
        notices: [],
        state: expect.objectContaining({ messages: [1, 2, 3, 4].map(() => expect.anything()) }),
      },
    })
  })

  test('end with the failure, and with the state that goes on', async () => {
    await using bench = await workbench(turns(refuses(401, 'Wrong key.')))
    const { code, out } = await bench.run(['Hello?', '--json'])
    expect([code, eventsIn(out).at(-1)]).toEqual([
      1,
      {
        type: 'run-failure',
        code: 'auth',
        message: '401 Wrong key.',
        provider: 'chat',
        wire: 'openai.chat',
        status: 401,
        retryable: false,
        attempts: 1,
        state: expect.objectContaining({
          messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello?' }] }],
        }),
      },
    ])
  })

  test('are recorded as they are printed, and no recording is written over', async () => {
    await using bench = await workbench(turns(SUNNY))
    const line = ['Weather?', '--json', '--record', 'run.jsonl']
    const { out } = await bench.run(line)
    const file = join(bench.directory, 'run.jsonl')
    expect(await readFile(file, 'utf8')).toBe(out)
    expect(await bench.run(line)).toEqual({
      code: 2,
      out: '',
      aside: `error config The recording run.jsonl cannot be written. It is already there: give another name, or remove it.
More: docs/errors.md#config
`,
    })
    expect([await readFile(file, 'utf8'), bench.server.asked.length]).toEqual([out, 1])
  })

  test('are recorded up to an interruption', async () => {
    await using bench = await workbench(turns(fallsSilent('One two three four five six.')))
    await bench.run(['Count.', '--record', 'run.jsonl'], { onOut: (_text, terminal) => terminal.interrupt() })
    const events = eventsIn(await readFile(join(bench.directory, 'run.jsonl'), 'utf8'))
    expect(events.map(({ type }) => type)).toContain('text-delta')
    expect(events.at(-1)).toMatchObject({ type: 'run-failure', code: 'aborted', state: { steps: 0 } })
  })
})

describe('a command line that is wrong', () => {
  test.each([
    ['an unknown flag', ['Hi', '--modle', 'x'], "Unknown option '--modle'"],
    ['an unknown letter', ['Hi', '-x'], "Unknown option '-x'"],
    ['a flag without its value', ['Hi', '-m'], "'-m, --model <value>' argument missing"],
    ['a value for a switch', ['Hi', '--yes=no'], "'--yes' does not take an argument"],
    ['a flag twice', ['Hi', '-m', 'a', '-m', 'b'], '--model is given twice'],
    ['a misspelled command', ['docter', '--live'], 'Did you mean: dragoman doctor?'],
    ['several words', ['What', 'is', 'this'], 'A prompt is one argument, in quotes: found 3.'],
    ['an empty prompt', [''], 'The prompt is empty'],
    ['nothing that comes in', ['-'], 'The prompt is empty'],
    ['an unknown model', ['Hi', '-m', 'smrt'], 'No model is called "smrt": give one of fast, safe, brief'],
    ['an unknown provider', ['Hi', '-m', 'opnai:x'], 'Unknown provider "opnai"'],
    ['a provider that lacks its key', ['Hi', '-m', 'cloud:x'], 'the variable CLOUD_KEY is not set'],
    ['a missing configuration', ['Hi', '-c', 'other.json'], 'other.json cannot be read'],
    [
      'a recording in no folder',
      ['Hi', '--record', 'no/run.jsonl'],
      'cannot be written. Its folder is not there',
    ],
    ['one model to compare', ['compare', 'Hi', '-m', 'fast'], 'Two models at least are compared'],
    ['nothing to compare', ['compare', '-m', 'fast', '-m', 'safe'], 'The prompt is empty'],
    ['two providers to list', ['models', 'a', 'b'], 'One provider at most: found 2.'],
    ['a word for the doctor', ['doctor', 'Hi'], 'It takes no words: found "Hi".'],
    ['an unknown flag of a command', ['models', '--all'], 'See: dragoman models --help'],
  ])('for %s says so, sends nothing, and exits with 2', async (_what, line, message) => {
    await using bench = await workbench(turns(SUNNY))
    const { code, out, aside } = await bench.run(line, { input: { text: '' } })
    expect([code, out, aside]).toEqual([2, '', expect.stringContaining(message)])
    expect(bench.server.asked).toEqual([])
  })

  test('because nothing stands there shows the help', async () => {
    await using bench = await workbench(turns())
    const { code, out, aside } = await bench.run([])
    expect([code, out, aside]).toEqual([2, '', expect.stringContaining('dragoman "prompt" [options]')])
  })

  test.each([
    [['--help']],
    [['-h']],
    [['help']],
    [['compare', '--help']],
    [['models', '-h']],
    [['doctor', '-h']],
  ])('is none for %j', async (line) => {
    await using bench = await workbench(turns())
    const { code, out } = await bench.run(line)
    expect([code, out]).toEqual([0, expect.stringContaining('Usage\n  dragoman')])
  })

  test('is none for --version', async () => {
    await using bench = await workbench(turns())
    expect(await bench.run(['-v'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+.*\n$/),
    })
  })
})

describe('a configuration that is wrong', () => {
  test('is shown with its place', async () => {
    await using bench = await workbench(turns())
    await writeFile(join(bench.directory, 'dragoman.config.json'), '{\n  "modle": "x"\n}\n')
    const { code, aside } = await bench.run(['Hi'])
    expect([code, aside]).toEqual([2, expect.stringContaining('dragoman.config.json:2:3: ')])
  })
})

function eventsIn(lines: string): readonly { readonly type: string }[] {
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function answerOf(said: Said): readonly Extract<Said, { kind: 'answer' }>['answer']['parts'][number][] {
  return said.kind === 'answer' ? said.answer.parts : []
}
