// Each example runs unchanged on every wire: the same program, the same script of the model, the same assertion.
import { readFile } from 'node:fs/promises'
import { judge } from '@dragoman/conformance/judge'
import type { Answer, SpokenWire } from '@dragoman/conformance/speak'
import { afterEach, describe, expect, it } from 'vitest'
import { spawnExample } from './spawn-example.ts'
import { calls, says, startSpeakingServer, type SpeakingServer } from './speaking-server.ts'

interface Example {
  readonly file: string
  /** What the model says, turn by turn. */
  readonly script: readonly Answer[]
  readonly prints: string
  /** What stands in the last request: what the tools gave back. */
  readonly told?: readonly string[]
}

const NAMES: Readonly<Record<SpokenWire, string>> = {
  'openai.chat': 'openai:gpt-5.4-mini',
  'openai.responses': 'responses:gpt-5.4-mini',
  'anthropic.messages': 'anthropic:claude-haiku-5-5',
}

const FORECAST: Pick<Example, 'script' | 'prints'> = {
  script: [
    calls('get_forecast', { city: 'Lisbon', days: 9 }, 'call_1'),
    calls('get_forecast', { city: 'Lisbon' }, 'call_2'),
    says('Sun for three days.'),
  ],
  prints: 'Sun for three days.\n',
}

const CORRECTED = ['- /days: must be <= 7 (found 9)', 'Sun in Lisbon for 3 days.']

const EXAMPLES: readonly Example[] = [
  { file: 'schemas/zod.ts', ...FORECAST, told: CORRECTED },
  { file: 'schemas/valibot.ts', ...FORECAST, told: CORRECTED },
  { file: 'schemas/arktype.ts', ...FORECAST, told: CORRECTED },
  { file: 'schemas/typebox.ts', ...FORECAST, told: CORRECTED },
  {
    file: 'schemas/mcp.ts',
    ...FORECAST,
    // JSON Schema only describes a default: the server fills it in.
    told: ['- /days: must be <= 7 (found 9)', 'get_forecast was called with {"city":"Lisbon"}: sun.'],
  },
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

const servers: SpeakingServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())))

describe.each(EXAMPLES)('the example $file', ({ file, script, prints, told = [] }) => {
  it.each(Object.entries(NAMES))('runs on %s', async (wire, name) => {
    const server = await startSpeakingServer(script)
    servers.push(server)
    const environment = { ...server.environment, DRAGOMAN_MODEL: name }
    expect(await spawnExample(file, environment)).toEqual({ code: 0, stdout: prints, stderr: '' })
    const { asked } = server
    expect(asked.map((question) => question.wire)).toEqual(script.map(() => wire))
    expect(asked.flatMap((question) => judge(question.wire, question.body))).toEqual([])
    const texts = [...textsIn(asked.at(-1)?.body)]
    expect(told.filter((text) => !texts.some((found) => found.includes(text)))).toEqual([])
  })

  it('has at most 30 lines', async () => {
    const source = await readFile(new URL(file, import.meta.url), 'utf8')
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(30)
  })
})

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  if (typeof value !== 'object' || value === null) return
  for (const inner of Object.values(value)) yield* textsIn(inner)
}
