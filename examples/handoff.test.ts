import { judge } from '@dragoman/conformance/judge'
import { system, user, type Message } from '@dragoman/core'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { handoffPage, PAGE } from '../scripts/handoff.ts'
import { readPage } from '../scripts/readme.ts'
import { startMock, type Mock } from './demo/mock.ts'
import { results } from './handoff/case.ts'
import { CASES } from './handoff/cases.ts'
import { FINE, handOver, type Sent } from './handoff/hand-over.ts'
import { handBack, RETURNS } from './handoff/way-back.ts'
import { WIRE_KEYS, WIRES, type WireKey } from './handoff/wires.ts'
import { NOTICE_WORDS } from './handoff/words.ts'
import { spawnExample } from './spawn-example.ts'

test('the table answers the twelve questions', () => {
  expect(CASES.flatMap(({ asked = [] }) => asked)).toEqual([
    'id functions.search:0 → Anthropic',
    'id of 80 characters → OpenAI',
    'orphan call, then a user turn',
    'orphan result',
    'OpenAI reasoning → Anthropic',
    'Anthropic thinking → Responses',
    'Anthropic thinking → Chat',
    'signature of another Claude model',
    'image in a tool result → Chat',
    'image in a tool result → Anthropic',
    'tool error flag → Anthropic',
    'empty assistant text → Anthropic',
  ])
})

describe.each(CASES)('$title', (conversation) => {
  const { from: sources, onto, answers } = conversation

  it.each(pairsFrom(sources))('goes from $names as the table says', async ({ from, to }) => {
    const sent = await handOver(conversation, from, to)
    expect({ history: sent.history, ...judged(sent, to) }).toEqual({
      history: readLines(onto[to].sends),
      notices: [...answers[from].loses, ...onto[to].notices].toSorted(),
      findings: [],
    })
  })
})

interface Edit {
  readonly what: string
  readonly turn: 'same' | 'edited'
  readonly edit: (messages: readonly Message[]) => readonly Message[]
}

const OTHER_RESULT = results({ parts: [{ type: 'text', text: 'Nothing.' }] })

const EDITS: readonly Edit[] = [
  { what: 'nothing', turn: 'same', edit: (messages) => messages },
  { what: 'a result behind it', turn: 'same', edit: (messages) => messages.with(2, OTHER_RESULT) },
  { what: 'the question before it', turn: 'edited', edit: (messages) => messages.with(0, user('Hello')) },
  { what: 'the instructions', turn: 'edited', edit: (messages) => [system('Be brief.'), ...messages] },
]

describe.each(EDITS)('a model that gets its conversation back, with $what edited,', ({ turn, edit }) => {
  const sees = turn === 'same' ? 'sees its own turn as it said it' : 'sees of its own turn what is left'

  it.each(pairsFrom())(`${sees}, from $names and back`, async ({ from, to }) => {
    const sent = await handBack(from, to, edit)
    const { [turn]: lines, loses, fields } = RETURNS[from]
    const own = readLines(lines)
    const start = 1 + sent.history.findIndex(({ role }) => role === 'user')
    expect({ turn: sent.history.slice(start, start + own.length), ...judged(sent, from) }).toEqual({
      turn: own,
      notices: [...FINE[to].loses, ...(turn === 'edited' ? loses : [])].toSorted(),
      findings: turn === 'same' ? fields.map((path) => `foreign-field at ${path}`) : [],
    })
  })
})

describe('the example', () => {
  const file = 'handoff/change-provider.ts'
  let mock: Mock
  beforeAll(async () => void (mock = await startMock()))
  afterAll(() => mock.stop())

  it('begins on one provider, ends on the other, and says what was left out', async () => {
    const environment = {
      OPENAI_API_KEY: mock.responses.apiKey,
      OPENAI_BASE_URL: mock.responses.baseURL,
      ANTHROPIC_API_KEY: mock.anthropic.apiKey,
      ANTHROPIC_BASE_URL: mock.anthropic.baseURL,
    }
    expect(await spawnExample(file, environment)).toEqual({
      code: 0,
      stdout: `It is sunny in Lisbon, at 21 °C.
messages[1].parts[0] was dropped: foreign-reasoning
messages[1].parts[1] was dropped: foreign-replay
`,
      stderr: '',
    })
  })

  it('has at most 20 lines', async () => {
    const lines = (await readPage(`examples/${file}`)).trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(20)
  })
})

test('every notice of the table has its words', () => {
  const codes = [
    ...CASES.flatMap(({ onto, answers }) => [
      ...Object.values(onto).flatMap(({ notices }) => notices),
      ...Object.values(answers).flatMap(({ loses }) => loses),
    ]),
    ...Object.values(RETURNS).flatMap(({ loses }) => loses),
  ]
  expect(Object.keys(NOTICE_WORDS).toSorted()).toEqual([...new Set(codes)].toSorted())
})

test(`${PAGE} says what the table says`, async () => {
  expect(await readPage(PAGE)).toBe(handoffPage())
})

interface Pair {
  readonly from: WireKey
  readonly to: WireKey
  readonly names: string
}

/** Every ordered pair of wires; a wire with itself is another of its models. */
function pairsFrom(sources: readonly WireKey[] = WIRE_KEYS): readonly Pair[] {
  return sources.flatMap((from) =>
    WIRE_KEYS.map((to) => ({ from, to, names: `${WIRES[from].name} to ${WIRES[to].name}` })),
  )
}

function judged({ notices, body }: Sent, wire: WireKey): object {
  return {
    notices: notices.map(({ code }) => code).toSorted(),
    findings: judge(WIRES[wire].name, body).map(({ rule, path }) => `${rule} at ${path}`),
  }
}

function readLines(text: string): readonly unknown[] {
  const lines = text.trim().split('\n')
  return lines.map((line): unknown => JSON.parse(line))
}
