import { Ajv } from 'ajv'
import { findCorpus, readRecordings, seededRandom, type RecordedApi } from '@dragoman/conformance'
import { judge, judgeSchema, type JudgedWire } from '@dragoman/conformance/judge'
import { describe, expect, test } from 'vitest'

const corpus = findCorpus()

const WIRES: readonly { readonly api: RecordedApi; readonly wire: JudgedWire }[] = [
  { api: 'openai-chat', wire: 'openai.chat' },
  { api: 'openai-responses', wire: 'openai.responses' },
  { api: 'anthropic-messages', wire: 'anthropic.messages' },
]

/** The rules that compare a body with the schema. */
const OF_SHAPE = ['foreign-field', 'missing-field', 'wrong-value']

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const MUTANTS_OF_A_BODY = 20

/** The body with one value of it changed, taken away or put beside another. */
function mutate(body: unknown, random: () => number): unknown {
  const copy: Json = JSON.parse(JSON.stringify(body))
  const holders = holdersIn(copy)
  const holder = holders[Math.floor(random() * holders.length)]
  if (!holder) return null
  const keys = Object.keys(holder)
  const key = keys[Math.floor(random() * keys.length)] ?? 'foreign'
  const change = Math.floor(random() * 3)
  if (change === 0) Reflect.deleteProperty(holder, key)
  else if (change === 1) Reflect.set(holder, Array.isArray(holder) ? keys.length : 'foreign', 'value')
  else Reflect.set(holder, key, STRANGERS[Math.floor(random() * STRANGERS.length)])
  // A hole in a list is no JSON.
  return JSON.parse(JSON.stringify(copy))
}

const STRANGERS: readonly Json[] = [
  null,
  true,
  7,
  'text',
  [],
  {},
  ['text'],
  { type: 'text', text: 'a' },
  { role: 'user' },
]

function holdersIn(value: Json): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(holdersIn)]
}

describe.skipIf(!corpus.found).each(WIRES)('the judge of $wire', ({ api, wire }) => {
  test('finds the shape of a body wrong where its schema does, and nowhere else', () => {
    const validate = new Ajv({ strict: false }).compile(judgeSchema(wire))
    const random = seededRandom(1)
    const recorded = readRecordings(corpus, api).flatMap(({ exchanges }) =>
      exchanges.map(({ request }) => request?.body ?? null),
    )
    const bodies = recorded.flatMap((body) => [
      body,
      ...Array.from({ length: MUTANTS_OF_A_BODY }, () => mutate(body, random)),
    ])
    const verdicts = bodies.map((body) => ({
      body,
      byJudge: !judge(wire, body).some(({ rule }) => OF_SHAPE.includes(rule)),
      bySchema: validate(body),
    }))
    expect(verdicts.filter(({ byJudge, bySchema }) => byJudge !== bySchema)).toEqual([])
    expect(new Set(verdicts.map(({ bySchema }) => bySchema))).toEqual(new Set([true, false]))
  })
})
