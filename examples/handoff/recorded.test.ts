import {
  findCorpus,
  findUntold,
  handOver,
  readRecordings,
  recordedConversations,
} from '@dragoman/conformance'
import { judge } from '@dragoman/conformance/judge'
import type { Notice } from '@dragoman/core'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { ORIGINS, TARGETS, type Origin } from './recorded-origins.ts'

const corpus = findCorpus()

interface Outcome {
  readonly turns: number
  /** Turns with another model each. */
  readonly pairs: number
  /** What the judge finds in what the other models are sent. */
  readonly there: readonly string[]
  /** In how many turns it finds what in what the first models get back. */
  readonly back: Readonly<Record<string, number>>
  /** What was lost without a notice, on either way. */
  readonly untold: readonly string[]
  /** How many notices of each code told of what the other models were not sent. */
  readonly told: Readonly<Record<string, number>>
}

/** Hands every recorded turn over to every other model, and back with its reply. */
async function handOverAll({ api, judgedAs, sibling, ...recorded }: Origin): Promise<Outcome> {
  const origin = { ...recorded, recordings: readRecordings(corpus, api) }
  const conversations = await recordedConversations(origin)
  const there: string[] = []
  const back = new Set<string>()
  const untold: string[] = []
  const notices: Notice[] = []
  let pairs = 0
  for (const target of [...TARGETS, sibling]) {
    for (const conversation of conversations) {
      const { name, model, messages } = conversation
      if (target.judgedAs === judgedAs && target.id === model) continue
      pairs += 1
      const sent = await handOver(origin, conversation, target)
      there.push(
        ...judge(target.judgedAs, sent.there.body).map(({ rule, path }) => `${name}: ${rule} ${path}`),
      )
      for (const { rule, path } of judge(judgedAs, sent.back.body)) {
        back.add(`${name}: ${rule} ${path.replaceAll(/\d+/g, '')}`)
      }
      untold.push(...[sent.there, sent.back].flatMap((asked) => findUntold(messages, asked)))
      notices.push(...sent.there.notices)
    }
  }
  return {
    turns: conversations.length,
    pairs,
    there,
    back: countBy([...back], (finding) => finding.replace(/^.*?: /, '')),
    untold,
    told: countBy(notices, ({ code }) => code),
  }
}

function countBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Record<string, number> {
  const groups = Object.entries(Object.groupBy(values, keyOf))
  return Object.fromEntries(groups.map(([key, group = []]) => [key, group.length]))
}

describe.skipIf(!corpus.found)(
  corpus.found ? 'recorded turns' : `recorded turns (skipped: ${corpus.reason})`,
  () => {
    // The SDK warns of deprecated models, of which many were recorded.
    beforeAll(() => void vi.spyOn(console, 'warn').mockReturnValue())

    test.each(ORIGINS)('of $api are valid on every other model, and again on their own', async (origin) => {
      const { api, turns, pairs, exceptions, told } = origin
      const outcome = await handOverAll(origin)
      console.log(`${api}: ${outcome.pairs} pairs of ${outcome.turns} turns, ${JSON.stringify(outcome.told)}`)
      expect(outcome).toEqual({
        turns,
        pairs,
        there: [],
        back: Object.fromEntries(exceptions.map(({ finding, turns: found }) => [finding, found])),
        untold: [],
        told,
      })
    })
  },
)
