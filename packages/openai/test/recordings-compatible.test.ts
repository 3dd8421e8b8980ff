import {
  countRecordings,
  findCorpus,
  readRecordings,
  recordedChat,
  recordedChecks,
  type RecordedException,
  type RecordedSubject,
} from '@dragoman/conformance'
import { openai } from '@dragoman/openai'
import { describe, expect, test } from 'vitest'

const SEVERAL = 'a message is one answer: of several choices the first one'

const EXCEPTIONS: readonly RecordedException[] = [
  {
    recording: 'dd-trace-py-litellm-completion_multiple_choices_proxy',
    exchange: 0,
    beyond: 'choices',
    becomes: 'notice',
    reason: SEVERAL,
  },
  {
    recording: 'dd-trace-py-litellm-completion_stream_multiple_choices_proxy',
    exchange: 0,
    beyond: 'choices',
    becomes: 'notice',
    reason: SEVERAL,
  },
]

const corpus = findCorpus()

const compatible: RecordedSubject = {
  wire: recordedChat,
  recordings: readRecordings(corpus, 'compatible-chat'),
  model: (fetch, id) => openai(id, { apiKey: 'test', fetch }),
  exceptions: EXCEPTIONS,
}

describe.skipIf(!corpus.found)(
  corpus.found
    ? 'recordings of compatible-chat'
    : `recordings of compatible-chat (skipped: ${corpus.reason})`,
  () => {
    for (const { name, run } of recordedChecks(compatible)) {
      test(name, async () => {
        const { actual, expected } = await run()
        expect(actual).toEqual(expected)
      })
    }

    test('there are 122 exchanges', () => {
      const counts = countRecordings(compatible)
      expect(counts).toEqual({
        exchanges: 122,
        whole: 63,
        streamed: 53,
        errors: 6,
        otherEndpoints: 0,
        answers: 116,
        exceptions: EXCEPTIONS.length,
      })
      console.log('compatible-chat:', JSON.stringify(counts))
    })
  },
)
