// Each example runs unchanged on every wire: the same program, the same script of the model, the same assertion.
import { readFile } from 'node:fs/promises'
import { judge } from '@dragoman/conformance/judge'
import type { Answer, SpokenWire } from '@dragoman/conformance/speak'
import { afterEach, describe, expect, it } from 'vitest'
import { spawnExample } from './spawn-example.ts'
import { calls, says, startSpeakingServer, type Script, type SpeakingServer } from './speaking-server.ts'

interface Example {
  readonly file: string
  /** What sets this case apart from the others of its file. */
  readonly when?: string
  /** What the model says, turn by turn. */
  readonly script: readonly Answer[]
  readonly typed?: string
  readonly prints: string | ((model: NamedModel) => string)
  /** What the tools gave back, in the order in which it stands in the last request. */
  readonly told?: readonly string[]
}

interface NamedModel {
  readonly wire: SpokenWire
  readonly provider: string
  readonly id: string
}

const MODELS: readonly NamedModel[] = [
  { wire: 'openai.chat', provider: 'openai', id: 'gpt-5.4-mini' },
  { wire: 'openai.responses', provider: 'openai-responses', id: 'gpt-5.4-mini' },
  { wire: 'anthropic.messages', provider: 'anthropic', id: 'claude-haiku-5-5' },
]

const FORECAST: Pick<Example, 'script' | 'prints'> = {
  script: [
    calls('get_forecast', { city: 'Lisbon', days: 9 }, 'call_1'),
    calls('get_forecast', { city: 'Lisbon' }, 'call_2'),
    says('Sun for three days.'),
  ],
  prints: 'Sun for three days.\n',
}

const CORRECTED = ['- /days: must be <= 7 (found 9)', 'Sun in Lisbon for 3 days.']

const QUESTION = 'delete_files {"folder":"drafts"}: may it run? (y/n)\n'
const DENIED: Omit<Example, 'file'> = {
  script: [calls('delete_files', { folder: 'drafts' }), says('I left everything as it is.')],
  prints: `${QUESTION}I left everything as it is.\n`,
  told: ['Not run: this call was not approved.'],
}

const EXAMPLES: readonly Example[] = [
  {
    file: 'basics/weather.ts',
    script: [calls('get_weather', { city: 'Lisbon' }), says('No, it is sunny in Lisbon.')],
    prints: 'No, it is sunny in Lisbon.\n',
    told: ['{"city":"Lisbon","sky":"sunny","celsius":21}'],
  },
  {
    file: 'basics/parallel.ts',
    script: [
      allAtOnce(
        calls('get_temperature', { city: 'Lisbon' }, 'call_1'),
        calls('get_temperature', { city: 'Tokyo' }, 'call_2'),
        calls('get_temperature', { city: 'Bern' }, 'call_3'),
      ),
      says('In Lisbon.'),
    ],
    prints: `Lisbon: measuring
Tokyo: measuring
Bern: measuring
Lisbon: measured
Tokyo: measured
Bern: measured
In Lisbon.
`,
    told: ['{"city":"Lisbon","celsius":21}', '{"city":"Tokyo","celsius":17}', '{"city":"Bern","celsius":9}'],
  },
  {
    file: 'basics/approval.ts',
    when: 'answered with y',
    script: [calls('delete_files', { folder: 'drafts' }), says('The folder is empty.')],
    typed: 'y\n',
    prints: `${QUESTION}The folder is empty.\n`,
    told: ['The 3 files in drafts are deleted.'],
  },
  { file: 'basics/approval.ts', when: 'answered with n', typed: 'n\n', ...DENIED },
  { file: 'basics/approval.ts', when: 'where nobody answers', typed: '', ...DENIED },
  {
    file: 'basics/extraction.ts',
    script: [
      says(
        '{"number":"2026-117","due":"2026-11-01","items":[{"name":"desk lamp","cents":4550},{"name":"bulb","cents":450}]}',
      ),
    ],
    prints: 'Invoice 2026-117: 2 items, 50.00 euros, due on 2026-11-01.\n',
  },
  {
    file: 'basics/swap.ts',
    script: [calls('get_rate', { from: 'EUR', to: 'USD' }), says('62.50 dollars.')],
    prints: ({ id, wire }) => `${id} on ${wire}: 62.50 dollars.\n2 steps, 192 tokens in, 80 out\n`,
    told: ['1 EUR is 1.25 USD.'],
  },
  {
    file: 'basics/streaming.ts',
    script: [calls('find_trains', { from: 'Lisbon', to: 'Porto' }), says('At 8:30.')],
    prints: `
> find_trains {"from":"Lisbon","to":"Porto"}
At 8:30.
(done after 2 steps, 80 tokens written)
`,
    told: ['[{"leaves":"08:30","arrives":"11:25"}]'],
  },
  {
    file: 'basics/mcp-tools.ts',
    ...FORECAST,
    // JSON Schema only describes a default: the server fills it in.
    told: ['- /days: must be <= 7 (found 9)', 'get_forecast was called with {"city":"Lisbon"}: sun.'],
  },
  { file: 'schemas/zod.ts', ...FORECAST, told: CORRECTED },
  { file: 'schemas/valibot.ts', ...FORECAST, told: CORRECTED },
  { file: 'schemas/arktype.ts', ...FORECAST, told: CORRECTED },
  { file: 'schemas/typebox.ts', ...FORECAST, told: CORRECTED },
  {
    file: 'booking-by-tools.ts',
    script: [
      calls('free_tables', { guests: 4 }, 'call_1'),
      calls('book_table', { guests: 4, time: '20:15' }, 'call_2'),
      says('Your table is booked for 20:15.'),
    ],
    prints: 'Your table is booked for 20:15.\n',
    told: ['["18:30","20:15"]', 'Booked: 4 guests at 20:15.'],
  },
  {
    file: 'booking-as-output.ts',
    script: [says('{"guests":4,"time":"20:00","wishes":["room for a stroller"]}')],
    prints: '4 guests at 20:00. Wishes: room for a stroller.\n',
  },
]

const FALLBACK = 'basics/fallback.ts'

/** How the first provider fails, and at which of its turns. */
const FAILURES = [
  { how: 'is down', turn: 0, fail: () => ({ status: 503 }) },
  { how: 'hangs up after its call', turn: 1, fail: hangUp },
]

const servers: SpeakingServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())))

describe.each(EXAMPLES.map((example) => ({ title: titleOf(example), ...example })))(
  'the example $title',
  ({ file, script, typed, prints, told = [] }) => {
    it.each(MODELS)('runs on $wire', async (model) => {
      const server = await start(script)
      const environment = { ...server.environment, DRAGOMAN_MODEL: nameOf(model) }
      const stdout = typeof prints === 'string' ? prints : prints(model)
      expect(await spawnExample(file, environment, [], typed)).toEqual({ code: 0, stdout, stderr: '' })
      expect(wiresOf(server)).toEqual(script.map(() => model.wire))
      expect(faults(server)).toEqual([])
      expect(heard(server, told)).toEqual(told)
    })
  },
)

describe.each(FAILURES)(`the example ${FALLBACK}, whose first provider $how,`, ({ turn, fail }) => {
  it.each(MODELS.map((first, index) => ({ first, second: MODELS.at(index - 1) ?? first })))(
    'goes on from $first.wire to $second.wire',
    async ({ first, second }) => {
      const server = await start((asked) => {
        if (asked.wire === first.wire && asked.turn === turn) return fail()
        return asked.turn === 0 ? calls('get_tides', { harbour: 'Porto' }) : says('At 15:35.')
      })
      const names = { DRAGOMAN_MODEL: nameOf(first), BACKUP_MODEL: nameOf(second) }
      expect(await spawnExample(FALLBACK, { ...server.environment, ...names })).toEqual({
        code: 0,
        stdout: expect.stringMatching(/^\(.+ in place of .+\)\nAt 15:35\.\n$/),
        stderr: '',
      })
      expect(wiresOf(server)).toEqual([first.wire, turn === 0 ? second.wire : first.wire, second.wire])
      expect(faults(server)).toEqual([])
      expect(heard(server, ['["03:10","15:35"]'])).toEqual(['["03:10","15:35"]'])
    },
  )
})

describe.each([...new Set(EXAMPLES.map(({ file }) => file)), FALLBACK])('the example %s', (file) => {
  it('has at most 30 lines', async () => {
    expect((await read(file)).trimEnd().split('\n').length).toBeLessThanOrEqual(30)
  })

  it('imports no adapter and no SDK', async () => {
    expect(await read(file)).not.toMatch(/from '(@dragoman\/|openai|@anthropic-ai\/)/)
  })
})

function titleOf({ file, when }: Example): string {
  return when === undefined ? file : `${file}, ${when},`
}

async function start(script: Script): Promise<SpeakingServer> {
  const server = await startSpeakingServer(script)
  servers.push(server)
  return server
}

function nameOf({ provider, id }: NamedModel): string {
  return `${provider}:${id}`
}

function wiresOf({ asked }: SpeakingServer): readonly SpokenWire[] {
  return asked.map(({ wire }) => wire)
}

function faults({ asked }: SpeakingServer): readonly unknown[] {
  return asked.flatMap(({ wire, body }) => judge(wire, body))
}

/** Which of the texts stand in the last request, in their order there. */
function heard({ asked }: SpeakingServer, texts: readonly string[]): readonly string[] {
  return [...textsIn(asked.at(-1)?.body)].flatMap((found) => texts.filter((text) => found.includes(text)))
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  if (typeof value !== 'object' || value === null) return
  for (const inner of Object.values(value)) yield* textsIn(inner)
}

function allAtOnce(...answers: readonly Answer[]): Answer {
  return { parts: answers.flatMap(({ parts }) => parts) }
}

function hangUp(): never {
  throw new Error('The connection is reset.')
}

function read(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), 'utf8')
}
