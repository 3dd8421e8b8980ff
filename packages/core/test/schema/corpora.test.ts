import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  checkValue,
  isJsonObject,
  parseInput,
  rewriteStrict,
  tool,
  type Dialect,
  type JsonSchema,
} from '@dragoman/core'
import { MESSAGES, OPENAI } from './dialects.ts'
import { instancesOf, withNulls } from './instances.ts'

const ROOT =
  process.env['DRAGOMAN_CORPORA'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url))
const CORPORA = `${ROOT}/corpora`
const MISSING = existsSync(CORPORA)
  ? undefined
  : 'the corpora are absent beside the repository and in $DRAGOMAN_CORPORA'
const DIALECTS: Readonly<Record<string, Dialect>> = { openai: OPENAI, anthropic: MESSAGES }

interface Named {
  readonly name: string
  readonly schema: JsonSchema
}

interface SuiteGroup {
  readonly description: string
  readonly schema: JsonSchema
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[]
}

interface Verdict {
  readonly provider: string
  readonly accepted: boolean
  readonly requested: readonly { readonly strict: boolean | null; readonly schema: JsonSchema }[]
}

describe.skipIf(MISSING)('on real data', () => {
  // As measured; a change that moves a tool from one column to another must say so here.
  test.each([
    { set: 'mcp', wire: 'openai', split: { lossless: 1186, downgraded: 21, 'non-strict': 44, refused: 29 } },
    {
      set: 'mcp',
      wire: 'anthropic',
      split: { lossless: 1123, downgraded: 79, 'non-strict': 49, refused: 29 },
    },
    { set: 'bfcl', wire: 'openai', split: { lossless: 5131, 'non-strict': 108 } },
    { set: 'bfcl', wire: 'anthropic', split: { lossless: 5130, downgraded: 1, 'non-strict': 108 } },
  ])('the tools of $set split on $wire as stated', ({ set, wire, split }) => {
    const dialect = DIALECTS[wire] ?? {}
    const counts = Map.groupBy(toolsOf(set), ({ schema }) => outcome(schema, dialect))
    expect(Object.fromEntries([...counts].map(([name, tools]) => [name, tools.length]))).toEqual(split)
  })

  test.each(['openai', 'anthropic'])(
    'a rewrite for %s takes what the original takes, gives it back, and takes no more',
    (wire) => {
      const dialect = DIALECTS[wire] ?? {}
      const trials = [...toolsOf('mcp'), ...toolsOf('bfcl')].map(({ schema }) => trialOf(schema, dialect))
      expect(trials.flatMap(({ faults }) => faults)).toEqual([])
      expect(trials.reduce((sum, { drawn }) => sum + drawn, 0)).toBeGreaterThan(90_000)
    },
    120_000,
  )

  test('every strict schema that a provider accepted goes out strict', () => {
    const refused = linesOf<Verdict>('provider-verdicts/verdicts.jsonl').flatMap(
      ({ provider, accepted, requested }) =>
        requested.flatMap(({ strict, schema }) => {
          if (!accepted || strict !== true) return []
          const rewritten = rewriteStrict(schema, provider === 'anthropic' ? MESSAGES : OPENAI)
          return rewritten.ok ? [] : [[provider, rewritten.reason, schema]]
        }),
    )
    expect(refused).toEqual([])
  })

  test.each([
    { draft: 'draft2020-12', cases: 1105, but: [] },
    {
      draft: 'draft7',
      cases: 792,
      but: ['ref.json: ref overrides any sibling keywords: ref valid, maxItems ignored'],
    },
  ])('the check agrees with the official suite of $draft', ({ draft, cases, but }) => {
    const results = suiteOf(draft)
    const wrong = results.filter(({ isRight }) => !isRight).map(({ name }) => name)
    expect({ cases: results.length, wrong }).toEqual({ cases, wrong: but })
  })

  test('arguments parse as JSON does, or are refused by a stated rule', () => {
    const folder = `${CORPORA}/json-test-suite/test_parsing`
    const wrong = readdirSync(folder).filter((file) => {
      const parsed = parseInput(new TextDecoder().decode(readFileSync(`${folder}/${file}`)))
      const isRefused = !parsed.ok && parsed.problem.startsWith('The arguments were refused')
      // No text at all means no arguments.
      if (file.startsWith('n_')) return parsed.ok && !BLANK.includes(file)
      return file.startsWith('y_') && !parsed.ok && !isRefused
    })
    expect(wrong).toEqual([])
  })
})

const BLANK = ['n_structure_no_data.json', 'n_single_space.json', 'n_structure_UTF8_BOM_no_data.json']

interface Trial {
  readonly drawn: number
  readonly faults: readonly unknown[]
}

function trialOf(schema: JsonSchema, dialect: Dialect): Trial {
  const input = acceptedInput(schema)
  if (!input) return { drawn: 0, faults: [] }
  const rewritten = rewriteStrict(input, dialect)
  if (!rewritten.ok) return { drawn: 0, faults: [] }
  const { restore, moved } = rewritten
  const given = instancesOf(input, 8)
  const lost = given.filter((value) => {
    const shape = dialect.allRequired ? withNulls(value, rewritten.schema, rewritten.schema) : value
    const isTaken = checkValue(rewritten.schema, shape).length === 0
    const restored = restore(shape)
    const isSame = JSON.stringify(plain(restored)) === JSON.stringify(plain(value))
    return !isTaken || !isSame || checkValue(input, restored).length > 0
  })
  // What was moved to the description is checked here, so the provider may let more pass.
  const produced = moved.length > 0 ? [] : instancesOf(rewritten.schema, 8)
  const gained = produced.filter((value) => checkValue(input, restore(value)).length > 0)
  const faults = [
    ...lost.map((value) => ({ schema, lost: value })),
    ...gained.map((value) => ({ schema, gained: value })),
  ]
  return { drawn: given.length + produced.length, faults }
}

// Where a property may be left out and null alike, either says that there is none.
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== null)
  const inOrder = entries.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(inOrder.map(([name, inner]) => [name, plain(inner)]))
}

function outcome(schema: JsonSchema, dialect: Dialect): string {
  const input = acceptedInput(schema)
  if (!input) return 'refused'
  const rewritten = rewriteStrict(input, dialect)
  if (!rewritten.ok) return 'non-strict'
  return rewritten.moved.length > 0 ? 'downgraded' : 'lossless'
}

function acceptedInput(input: JsonSchema): JsonSchema | undefined {
  try {
    return tool({ name: 'x', description: '', input }).input
  } catch {
    return undefined
  }
}

function toolsOf(set: string): readonly Named[] {
  if (set === 'mcp') {
    const tools = linesOf<{ name: string; inputSchema: JsonSchema }>('mcp-tools/tools.jsonl')
    return tools.map(({ name, inputSchema }) => ({ name, schema: inputSchema }))
  }
  const cases = linesOf<{ tools?: readonly { name: string; parameters: JsonSchema }[] }>('bfcl/cases.jsonl')
  return cases.flatMap(({ tools = [] }) =>
    tools.map(({ name, parameters }) => ({ name, schema: parameters })),
  )
}

function suiteOf(draft: string): readonly { readonly name: string; readonly isRight: boolean }[] {
  const folder = `${CORPORA}/json-schema-test-suite/tests/${draft}`
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'format.json')
  return files.flatMap((file) =>
    jsonOf<readonly SuiteGroup[]>(`${folder}/${file}`).flatMap((group) => {
      // Schemas that need another document are refused before they are checked against.
      if (/localhost:1234|"\$ref":"https?:\/\/json-schema\.org/.test(JSON.stringify(group.schema))) return []
      return group.tests.map(({ description, data, valid }) => ({
        name: `${file}: ${group.description}: ${description}`,
        isRight: isValid(group.schema, data) === valid,
      }))
    }),
  )
}

function isValid(schema: JsonSchema, data: unknown): boolean | undefined {
  try {
    return checkValue(isJsonObject(schema) ? schema : { allOf: [schema] }, data).length === 0
  } catch {
    return undefined
  }
}

function linesOf<Line>(path: string): readonly Line[] {
  const lines = readFileSync(`${CORPORA}/${path}`, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Line) // the shape that corpora/README.md states
}

function jsonOf<Content>(file: string): Content {
  return JSON.parse(readFileSync(file, 'utf8')) as Content // the shape that the suite publishes
}
