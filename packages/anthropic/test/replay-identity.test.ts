import { anthropic } from '@dragoman/anthropic'
import {
  countIdentity,
  EXPLAINED,
  findCorpus,
  identityChecks,
  messagesBlocks,
  readRecordings,
  recordedMessages,
  type IdentitySubject,
} from '@dragoman/conformance'
import type { Fetch, JsonObject } from '@dragoman/core'
import { beforeAll, describe, expect, test, vi } from 'vitest'

const corpus = findCorpus()

const messages: IdentitySubject = {
  wire: recordedMessages,
  blocks: messagesBlocks,
  recordings: readRecordings(corpus, 'anthropic-messages'),
  model: (fetch, id) => anthropic(id, { apiKey: 'test', fetch }),
  exceptions: [
    {
      recording:
        'pydantic-test_code_execution_files_vcr-test_anthropic_code_execution_files_cache_prefix_stable-messages-sonnet-5',
      exchange: 1,
      beyond: 'container_upload',
      reason: 'puts a file into the container of hosted code; the neutral file is one that the model reads',
    },
  ],
}

interface Corruption {
  readonly name: string
  corrupt(blocks: readonly JsonObject[]): readonly JsonObject[]
}

const CORRUPTIONS: readonly Corruption[] = [
  { name: 'loses a block', corrupt: (blocks) => blocks.slice(1) },
  { name: 'has a block twice', corrupt: (blocks) => [...blocks.slice(0, 1), ...blocks] },
  { name: 'has its blocks in another order', corrupt: (blocks) => blocks.toReversed() },
  {
    name: 'has another word in a block',
    corrupt: ([first = {}, ...rest]) => [{ ...first, [Object.keys(first).at(-1) ?? '']: 'another' }, ...rest],
  },
  {
    name: 'lacks a field',
    corrupt: ([first = {}, ...rest]) => [Object.fromEntries(Object.entries(first).slice(0, -1)), ...rest],
  },
]

interface Outcome {
  readonly name: string
  readonly isCorrupted: boolean
  readonly isFound: boolean
}

/** What comes of the checks when the turns that go back are corrupted on the way. */
async function checkCorrupted({ corrupt }: Corruption): Promise<Outcome[]> {
  const corruptions: boolean[] = []
  const corrupting = (fetch: Fetch): Fetch => {
    return (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : ''
      const corrupted = corruptTurn(body, corrupt)
      corruptions.push(corrupted !== body)
      return fetch(input, { ...init, body: corrupted })
    }
  }
  const subject = { ...messages, model: (fetch: Fetch, id: string) => messages.model(corrupting(fetch), id) }
  const outcomes: Outcome[] = []
  for (const { name, run } of identityChecks(subject).filter(({ of }) => of === 'turn')) {
    const { unexplained } = await run()
    const isCorrupted = corruptions.splice(0).some(Boolean)
    outcomes.push({ name, isCorrupted, isFound: unexplained.differences.length > 0 })
  }
  return outcomes
}

function corruptTurn(body: string, corrupt: Corruption['corrupt']): string {
  const request: { messages: { content: JsonObject[] }[] } = JSON.parse(body)
  const [first, turn, ...rest] = request.messages
  if (!turn) return body
  return JSON.stringify({
    ...request,
    messages: [first, { ...turn, content: corrupt(turn.content) }, ...rest],
  })
}

describe.skipIf(!corpus.found)(
  corpus.found
    ? 'replay identity of anthropic.messages'
    : `replay identity of anthropic.messages (skipped: ${corpus.reason})`,
  () => {
    // The SDK warns of deprecated models, of which many were recorded.
    beforeAll(() => void vi.spyOn(console, 'warn').mockReturnValue())

    for (const { name, run } of identityChecks(messages)) {
      test(name, async () => {
        const { unexplained } = await run()
        expect(unexplained).toEqual(EXPLAINED)
      })
    }

    test.each(CORRUPTIONS)('a turn that $name is found out', async (corruption) => {
      const outcomes = await checkCorrupted(corruption)
      expect(outcomes.filter(({ isCorrupted }) => isCorrupted)).not.toEqual([])
      expect(outcomes.filter(({ isCorrupted, isFound }) => isCorrupted !== isFound)).toEqual([])
    })

    test('every removal and every exception is needed', async () => {
      const counts = await countIdentity(messages)
      expect(counts).toEqual({
        turns: 161,
        requests: 40,
        removals: { caller: 41, is_error: 23, cache_control: 2, citations: 1 },
        exceptions: messages.exceptions.length,
      })
      console.log('anthropic.messages:', JSON.stringify(counts))
    })
  },
)
