import {
  countRecordings,
  findCorpus,
  readRecordings,
  recordedChecks,
  recordedResponses,
  type RecordedSubject,
} from '@dragoman/conformance'
import { openai } from '@dragoman/openai'
import { describe, expect, test } from 'vitest'

const corpus = findCorpus()

const responses: RecordedSubject = {
  wire: recordedResponses,
  recordings: readRecordings(corpus, 'openai-responses'),
  model: (fetch, id) => openai.responses(id, { apiKey: 'test', fetch }),
  exceptions: [],
}

describe.skipIf(!corpus.found)(
  corpus.found
    ? 'recordings of openai-responses'
    : `recordings of openai-responses (skipped: ${corpus.reason})`,
  () => {
    for (const { name, run } of recordedChecks(responses)) {
      test(name, async () => {
        const { actual, expected } = await run()
        expect(actual).toEqual(expected)
      })
    }

    test('there are 146 exchanges', () => {
      const counts = countRecordings(responses)
      expect(counts).toEqual({
        exchanges: 146,
        whole: 84,
        streamed: 51,
        errors: 3,
        otherEndpoints: 8,
        answers: 135,
        exceptions: 0,
      })
      console.log('openai-responses:', JSON.stringify(counts))
    })
  },
)
