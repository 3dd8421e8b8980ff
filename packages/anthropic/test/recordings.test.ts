import {
  countRecordings,
  findCorpus,
  readRecordings,
  recordedChecks,
  recordedMessages,
  type RecordedSubject,
} from '@dragoman/conformance'
import { anthropic } from '@dragoman/anthropic'
import { describe, expect, test } from 'vitest'

const corpus = findCorpus()

const messages: RecordedSubject = {
  wire: recordedMessages,
  recordings: readRecordings(corpus, 'anthropic-messages'),
  model: (fetch) => anthropic('recorded', { apiKey: 'test', fetch }),
  exceptions: [],
}

describe.skipIf(!corpus.found)(
  corpus.found
    ? 'recordings of anthropic-messages'
    : `recordings of anthropic-messages (skipped: ${corpus.reason})`,
  () => {
    for (const { name, run } of recordedChecks(messages)) {
      test(name, async () => {
        const { actual, expected } = await run()
        expect(actual).toEqual(expected)
      })
    }

    test('there are 152 exchanges', () => {
      const counts = countRecordings(messages)
      expect(counts).toEqual({
        exchanges: 152,
        whole: 66,
        streamed: 81,
        errors: 5,
        otherEndpoints: 0,
        answers: 161,
        exceptions: 0,
      })
      console.log('anthropic-messages:', JSON.stringify(counts))
    })
  },
)
