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

const LEGACY = 'the deprecated functions parameter, which the adapter never sends'

const EXCEPTIONS: readonly RecordedException[] = [
  {
    recording: 'openai-dotnet-chattooltests-functionswork',
    exchange: 0,
    beyond: 'function_call',
    becomes: 'unsupported',
    reason: LEGACY,
  },
  {
    recording: 'openllmetry-opentelemetry-instrumentation-langchain-test_lcel-test_lcel_with_datetime',
    exchange: 0,
    beyond: 'function_call',
    becomes: 'unsupported',
    reason: LEGACY,
  },
  {
    recording: 'openllmetry-opentelemetry-instrumentation-langchain-test_llms-test_openai_functions',
    exchange: 0,
    beyond: 'function_call',
    becomes: 'unsupported',
    reason: LEGACY,
  },
  {
    recording: 'dd-trace-js-openai-openai_chat_completions_post_a0ea5208',
    exchange: 0,
    beyond: 'audio',
    becomes: 'notice',
    reason: 'the neutral message has no place for sound that a model makes',
  },
  {
    recording: 'dd-trace-js-openai-openai_chat_completions_post_6df851cc',
    exchange: 0,
    beyond: 'choices',
    becomes: 'notice',
    reason: 'a message is one answer: of several choices the first one',
  },
]

const corpus = findCorpus()

const chat: RecordedSubject = {
  wire: recordedChat,
  recordings: readRecordings(corpus, 'openai-chat'),
  model: (fetch) => openai('recorded', { apiKey: 'test', fetch }),
  exceptions: EXCEPTIONS,
}

describe.skipIf(!corpus.found)(
  corpus.found ? 'recordings of openai-chat' : `recordings of openai-chat (skipped: ${corpus.reason})`,
  () => {
    for (const { name, run } of recordedChecks(chat)) {
      test(name, async () => {
        const { actual, expected } = await run()
        expect(actual).toEqual(expected)
      })
    }

    test('there are 121 exchanges', () => {
      const counts = countRecordings(chat)
      expect(counts).toEqual({
        exchanges: 121,
        whole: 73,
        streamed: 38,
        errors: 5,
        otherEndpoints: 5,
        answers: 111,
        exceptions: EXCEPTIONS.length,
      })
      console.log('openai-chat:', JSON.stringify(counts))
    })
  },
)
