import type { Dialect, JsonSchema } from '@dragoman/core'
import { definitionsOf, readCases } from './bfcl/cases.ts'
import type { Corpora } from './corpora.ts'
import type { Figure, Pace } from './figure.ts'
import { measureArgumentTexts } from './measures/argument-texts.ts'
import { countKinds, measureCalls, measureMisfits, measureNoCalls } from './measures/bfcl-calls.ts'
import { measureBfclEncoding } from './measures/bfcl-encoding.ts'
import { measureFeeds } from './measures/feeds.ts'
import { measureJsonTexts } from './measures/json-texts.ts'
import { measureMcpEncoding } from './measures/mcp-encoding.ts'
import { measureSchemaSuite } from './measures/schema-suite.ts'
import { measureRoundTrip } from './measures/strict-round-trip.ts'
import { measureStrictSplit } from './measures/strict-split.ts'
import { isOwnService, measureAccepted, measureKeptStrict, measureRejected } from './measures/verdicts.ts'
import { declareTool, takenOf } from './schemas/tools.ts'
import { dialectOf, WIRES } from './wires.ts'

/** A figure to be had from the corpora. */
export interface Measure {
  readonly corpus: string
  readonly what: string
  /** The least share that must be right. Absent: they are counted only. */
  readonly target?: number
  /** Of so many, tests measure one, because all take long. Default 1. */
  readonly everyInTests?: number
  take(pace: Pace): Promise<Figure>
}

/** Every measure. The corpora are read when the first that needs them is taken. */
export function measuresOf(corpora: Corpora): readonly Measure[] {
  const cases = once(() => readCases(corpora.bfclCases(), corpora.bfclToolSets()))
  const mcpTools = once(() => corpora.mcpTools().map(declareTool))
  const schemas = once((): readonly JsonSchema[] => {
    return [...takenOf(mcpTools()), ...definitionsOf(cases())].map(({ input }) => input)
  })
  const verdicts = once(() => corpora.verdicts())
  return [
    {
      corpus: 'BFCL',
      what: 'cases whose tools, strict and not, pass the judge of all three wires',
      target: 1,
      everyInTests: 5,
      take: (pace) => measureBfclEncoding(cases(), pace),
    },
    {
      corpus: 'BFCL',
      what: 'cases that are fed back',
      take: async () => countKinds(cases()),
    },
    {
      corpus: 'BFCL',
      what: 'cases whose calls reach the tools with exactly the expected names and arguments',
      target: 1,
      everyInTests: 16,
      take: (pace) => measureCalls(cases(), pace),
    },
    {
      corpus: 'BFCL',
      what: 'cases without a call that end without one',
      target: 1,
      everyInTests: 4,
      take: (pace) => measureNoCalls(cases(), pace),
    },
    {
      corpus: 'BFCL',
      what: 'cases whose misfit calls, and no others, come back to the model as errors',
      target: 1,
      take: (pace) => measureMisfits(cases(), pace),
    },
    ...WIRES.map((wire): Measure => ({
      corpus: 'BFCL',
      what: `different tools that go out strict on \`${wire}\``,
      take: (pace) => measureStrictSplit(definitionsOf(cases()), 0, wire, pace),
    })),
    {
      corpus: 'MCP tools',
      what: 'tools that, strict and not, pass the judge of all three wires, or are refused by name',
      target: 1,
      everyInTests: 3,
      take: (pace) => measureMcpEncoding(mcpTools(), pace),
    },
    ...WIRES.map((wire): Measure => ({
      corpus: 'MCP tools',
      what: `tools that go out strict on \`${wire}\``,
      take: (pace) => {
        const taken = takenOf(mcpTools())
        return measureStrictSplit(taken, mcpTools().length - taken.length, wire, pace)
      },
    })),
    ...DIALECTS.map(({ provider, dialect }): Measure => ({
      corpus: 'BFCL and MCP tools',
      what: `drawn values that pass a rewrite for ${provider} and back`,
      target: 1,
      take: async (pace) => measureRoundTrip(schemas(), dialect, pace),
    })),
    {
      corpus: 'provider-verdicts',
      what: 'requests that OpenAI or Anthropic took, and the judge takes',
      target: 1,
      take: (pace) => measureAccepted(verdicts().filter(isOwnService), pace),
    },
    {
      corpus: 'provider-verdicts',
      what: 'requests that a compatible server took, and the judge takes',
      take: (pace) =>
        measureAccepted(
          verdicts().filter((verdict) => !isOwnService(verdict)),
          pace,
        ),
    },
    {
      corpus: 'provider-verdicts',
      what: 'requests that were refused, and the judge refuses',
      take: (pace) => measureRejected(verdicts(), pace),
    },
    {
      corpus: 'provider-verdicts',
      what: 'strict schemas that were taken, and stay strict here',
      target: 1,
      take: (pace) => measureKeptStrict(verdicts(), pace),
    },
    {
      corpus: 'JSON-Schema-Test-Suite',
      what: 'cases of draft 2020-12 that `checkValue` decides as the suite does',
      target: 0.998,
      take: (pace) => measureSchemaSuite(corpora.schemaSuite('draft2020-12'), pace),
    },
    {
      corpus: 'JSON-Schema-Test-Suite',
      what: 'cases of draft 7 that `checkValue` decides as the suite does',
      target: 0.998,
      take: (pace) => measureSchemaSuite(corpora.schemaSuite('draft7'), pace),
    },
    {
      corpus: 'JSONTestSuite',
      what: 'texts that `parseInput` takes or refuses as the suite asks',
      target: 1,
      take: (pace) => measureJsonTexts(corpora.jsonTexts(), pace),
    },
    {
      corpus: 'argument-nasties',
      what: 'texts that `parseInput` takes or refuses as its rules state',
      target: 1,
      take: (pace) => measureArgumentTexts(corpora.argumentTexts(), pace),
    },
    {
      corpus: 'sse',
      what: 'event streams that `sseParser` and `readSse` read as the rules say, wherever they are cut',
      target: 1,
      take: (pace) => measureFeeds(corpora.feeds(), pace),
    },
  ]
}

const DIALECTS: readonly { readonly provider: string; readonly dialect: Dialect }[] = [
  { provider: 'OpenAI', dialect: dialectOf('openai.responses') },
  { provider: 'Anthropic', dialect: dialectOf('anthropic.messages') },
]

function once<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | undefined
  return () => (known ??= { value: read() }).value
}

/** Whether a figure is what it must be. */
export function isMet({ target }: Pick<Measure, 'target'>, { right, of, wrong }: Figure): boolean {
  if (target === undefined) return true
  return of > 0 && right / of >= target && (target < 1 || wrong.length === 0)
}
