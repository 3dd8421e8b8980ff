import type { JsonSchema, JsonValue } from '@dragoman/core'
import { describe, expect, test } from 'vitest'
import { readCases } from '../src/bfcl/cases.ts'
import type { BfclCall, BfclCase, BfclTool, Verdict } from '../src/corpora.ts'
import type { Figure, Pace } from '../src/figure.ts'
import { measureArgumentTexts } from '../src/measures/argument-texts.ts'
import { countKinds, measureCalls, measureMisfits, measureNoCalls } from '../src/measures/bfcl-calls.ts'
import { measureBfclEncoding } from '../src/measures/bfcl-encoding.ts'
import { measureFeeds } from '../src/measures/feeds.ts'
import { measureJsonTexts } from '../src/measures/json-texts.ts'
import { measureMcpEncoding } from '../src/measures/mcp-encoding.ts'
import { measureSchemaSuite } from '../src/measures/schema-suite.ts'
import { measureRoundTrip } from '../src/measures/strict-round-trip.ts'
import { measureStrictSplit } from '../src/measures/strict-split.ts'
import { measureAccepted, measureKeptStrict, measureRejected } from '../src/measures/verdicts.ts'
import { declareTool, takenOf } from '../src/schemas/tools.ts'
import { dialectOf } from '../src/wires.ts'

const pace: Pace = { every: 1, advance: () => undefined }

const CITY: JsonSchema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city'],
}
const WEATHER: BfclTool = { name: 'get.weather', description: 'Tells the weather.', parameters: CITY }

function single(id: string, calls: readonly BfclCall[] | null, tool: BfclTool = WEATHER): BfclCase {
  return {
    id,
    category: id,
    tools: [tool],
    messages: [{ role: 'user', content: 'Hi' }],
    expected_calls: calls,
  }
}

function call(input: BfclCall['arguments'], name = WEATHER.name): BfclCall {
  return { name, arguments: input }
}

const MULTI: BfclCase = {
  id: 'multi',
  category: 'multi',
  tool_sets: ['sky'],
  turns: [[{ role: 'user', content: 'Hi' }], []],
  expected_turns: [
    [call({ city: 'Oslo' })],
    [call({ city: 'Rome' }, 'later'), call({ city: 'Rome', days: 2 })],
  ],
  missed_function: { 1: ['later'] },
}
const SETS = { sky: [WEATHER, { ...WEATHER, name: 'later' }] }

describe('cases', () => {
  const cases = readCases(
    [
      single('calls', [call({ city: 'Oslo' }), call({ city: 'Rome', days: 3 })]),
      single('none', []),
      single('misfit', [call({ city: 1 }), call({ city: 'Oslo' })]),
      single('unknown', [call({}, 'nowhere')]),
      single('simple_java', [call({ city: 'Oslo' })]),
      single('unstated', null),
      MULTI,
    ],
    SETS,
  )

  test('are fed back, or not, by what they expect', () => {
    expect(cases.map(({ kind }) => kind)).toEqual([
      'called',
      'uncalled',
      'misfit',
      'misfit',
      'literals',
      'unstated',
      'called',
    ])
    expect(countKinds(cases)).toMatchObject({ right: 3, of: 7 })
  })

  test('have calls that reach the tools, and misfits that do not', async () => {
    const found = [
      await measureCalls(cases, pace),
      await measureNoCalls(cases, pace),
      await measureMisfits(cases, pace),
    ]
    expect(found.map(outline)).toEqual([
      { right: 2, of: 2, wrong: [] },
      { right: 1, of: 1, wrong: [] },
      { right: 2, of: 2, wrong: [] },
    ])
  })

  test('whose numbers cannot arrive as they are expected are wrong in every form', async () => {
    const rounded = readCases([single('rounded', [call({ city: 'Oslo', days: 2 ** 60 })])], {})
    const { right, of, wrong } = await measureCalls(rounded, pace)
    expect([right, of, wrong.filter((line) => line.includes('the calls: found []')).length]).toEqual([
      0, 1, 12,
    ])
  })

  test('with a tool that a wire does not take are wrong there', async () => {
    const accented = { ...CITY, properties: { año: { type: 'string' } }, required: [] }
    const odd = { ...WEATHER, parameters: { ...accented, anyOf: [], type: 'object' } }
    const figure = await measureBfclEncoding(
      readCases([single('odd', [], odd), single('fine', [])], {}),
      pace,
    )
    expect([figure.right, figure.of, figure.wrong.length > 0]).toEqual([1, 2, true])
  })
})

describe('tools of servers', () => {
  const declared = [
    { name: 'plain', description: '', inputSchema: CITY },
    { name: 'free', description: '', inputSchema: { type: 'object', additionalProperties: true } },
    {
      name: 'told',
      description: '',
      inputSchema: { type: 'object', properties: { city: { type: 'string', minLength: 3 } } },
    },
    { name: 'shouted', description: '', inputSchema: { type: 'OBJECT' } },
  ].map(declareTool)

  test('are encoded, or refused by name', async () => {
    expect(outline(await measureMcpEncoding(declared, pace))).toEqual({ right: 4, of: 4, wrong: [] })
    const nameless = await measureMcpEncoding([{ ok: false, name: 'x', problem: 'No.' }], pace)
    expect(outline(nameless)).toEqual({ right: 0, of: 1, wrong: ['x: No.'] })
  })

  test('split by what strictness costs them', async () => {
    expect(await measureStrictSplit(takenOf(declared), 1, 'openai.chat', pace)).toEqual({
      right: 2,
      of: 4,
      counts: { lossless: 1, downgraded: 1, 'non-strict': 1, refused: 1 },
      wrong: [],
    })
  })

  test('keep what they take through a rewrite and back', () => {
    const dialect = dialectOf('openai.responses')
    expect(outline(measureRoundTrip([CITY], dialect, pace))).toEqual({ right: 16, of: 16, wrong: [] })
  })
})

describe('verdicts', () => {
  const closed = { ...CITY, additionalProperties: false }
  const taken = verdict(true, closed)

  test('agree with the judge, or are told', async () => {
    expect(outline(await measureAccepted([taken], pace))).toEqual({ right: 1, of: 1, wrong: [] })
    expect(outline(await measureAccepted([verdict(true, CITY)], pace))).toEqual({
      right: 0,
      of: 1,
      wrong: ['anthropic, some.yaml: strict-open-object at tools[0].input_schema'],
    })
    expect(outline(await measureRejected([verdict(false, CITY), verdict(false, closed)], pace))).toEqual({
      right: 1,
      of: 2,
      wrong: ['anthropic, some.yaml: the judge sees nothing'],
    })
  })

  test('hold schemas that stay strict, or are told', async () => {
    const open = verdict(true, { type: 'object', additionalProperties: true })
    expect(outline(await measureKeptStrict([taken, open], pace))).toEqual({
      right: 1,
      of: 2,
      wrong: ['anthropic, some.yaml: open-object at the root'],
    })
  })

  function verdict(accepted: boolean, schema: JsonValue): Verdict {
    const requested = [{ kind: 'tool' as const, name: 'weather', strict: true, schema }]
    return { provider: 'anthropic', path: 'some.yaml', accepted, requested }
  }
})

describe('texts', () => {
  test('of the schema suite are decided as it says, or told', async () => {
    const tests = [
      { description: 'a text', data: 'x', valid: true },
      { description: 'a number', data: 1, valid: true },
    ]
    const group = { description: 'texts', schema: { type: 'string' }, tests }
    const remote = { ...group, schema: { $ref: 'http://localhost:1234/x.json' } }
    const figure = await measureSchemaSuite(
      [
        { name: 'type.json', groups: [group, remote] },
        { name: 'format.json', groups: [group] },
      ],
      pace,
    )
    expect(figure).toEqual({
      right: 1,
      of: 2,
      all: 2,
      counts: { 'left out: format': 2, 'left out: another document': 2 },
      wrong: ['type.json: texts: a number'],
    })
  })

  test('of the JSON suite are taken or refused by their names, or told', async () => {
    const texts = [
      { name: 'y_fine.json', text: '[1]' },
      { name: 'y_broken.json', text: '[1' },
      { name: 'n_broken.json', text: '{' },
      { name: 'n_fine.json', text: '{}' },
      { name: 'i_big.json', text: '[1e999]' },
    ]
    expect(await measureJsonTexts(texts, pace)).toEqual({
      right: 3,
      of: 5,
      all: 5,
      counts: { 'left to the parser': 1, 'of them taken': 0, 'of them JSON, and refused by a rule': 1 },
      wrong: ['y_broken.json is not taken', 'n_fine.json is taken'],
    })
  })

  test('of arguments are taken or refused by the rules, or told', async () => {
    const { right, wrong } = await measureArgumentTexts(
      [
        { name: 'fine', text: '{"a":1}', valid: true },
        { name: 'proto-object', text: '{"__proto__":{}}', valid: true },
        { name: 'snowflake', text: '{"id":"1"}', valid: true },
      ],
      pace,
    )
    expect([right, wrong.slice(0, 2)]).toEqual([
      2,
      ['snowflake is taken', 'proto-scalar is not in the corpus'],
    ])
  })

  test('of event streams are read as expected, or told', async () => {
    const feed = { name: 'one', bytes: btoa('data: x\n\n'), expected: [{ type: 'message', data: 'x' }] }
    const { right, wrong } = await measureFeeds([feed, { ...feed, name: 'other', expected: [] }], pace)
    expect([right, wrong[0]]).toEqual([1, 'other, cut at 0'])
  })
})

function outline({ right, of, wrong }: Figure): Pick<Figure, 'right' | 'of' | 'wrong'> {
  return { right, of, wrong }
}
