import {
  countIdentity,
  EXPLAINED,
  findCorpus,
  identityChecks,
  readRecordings,
  recordedResponses,
  responsesBlocks,
  type IdentityException,
  type IdentitySubject,
} from '@dragoman/conformance'
import { openai } from '@dragoman/openai'
import { describe, expect, test } from 'vitest'

const REFERENCE = 'state that the server holds: with `store: false` there is no item to refer to'
const APPROVAL = 'answers a request of an earlier response that the server holds'

const EXCEPTIONS: readonly IdentityException[] = [
  {
    recording: 'braintrust-js-ai-sdk-instrumentation-ai-sdk-v6',
    exchange: 4,
    beyond: 'item_reference',
    reason: REFERENCE,
  },
  {
    recording: 'braintrust-js-ai-sdk-instrumentation-ai-sdk-v6',
    exchange: 5,
    beyond: 'item_reference',
    reason: REFERENCE,
  },
  {
    recording: 'braintrust-js-ai-sdk-instrumentation-ai-sdk-v6',
    exchange: 6,
    beyond: 'item_reference',
    reason: REFERENCE,
  },
  {
    recording: 'braintrust-js-ai-sdk-instrumentation-ai-sdk-v6',
    exchange: 16,
    beyond: 'item_reference',
    reason: REFERENCE,
  },
  {
    recording: 'braintrust-js-ai-sdk-instrumentation-ai-sdk-v6',
    exchange: 17,
    beyond: 'item_reference',
    reason: REFERENCE,
  },
  {
    recording: 'braintrust-js-ai-sdk-otel-export-ai-sdk-v6',
    exchange: 3,
    beyond: 'item_reference',
    reason: REFERENCE,
  },
  {
    recording: 'braintrust-js-ai-sdk-otel-export-ai-sdk-v6',
    exchange: 4,
    beyond: 'item_reference',
    reason: REFERENCE,
  },
  {
    recording: 'braintrust-js-ai-sdk-otel-export-ai-sdk-v6',
    exchange: 5,
    beyond: 'item_reference',
    reason: REFERENCE,
  },
  {
    recording: 'openai-dotnet-responsestooltests-mcptoolalwaysrequiresapproval-false',
    exchange: 1,
    beyond: 'mcp_approval_response',
    reason: APPROVAL,
  },
  {
    recording: 'openai-dotnet-responsestooltests-mcptoolalwaysrequiresapproval-true-async',
    exchange: 1,
    beyond: 'mcp_approval_response',
    reason: APPROVAL,
  },
]

const corpus = findCorpus()

const responses: IdentitySubject = {
  wire: recordedResponses,
  blocks: responsesBlocks,
  recordings: readRecordings(corpus, 'openai-responses'),
  model: (fetch, id) => openai.responses(id, { apiKey: 'test', fetch }),
  exceptions: EXCEPTIONS,
}

describe.skipIf(!corpus.found)(
  corpus.found
    ? 'replay identity of openai.responses'
    : `replay identity of openai.responses (skipped: ${corpus.reason})`,
  () => {
    for (const { name, run } of identityChecks(responses)) {
      test(name, async () => {
        const { unexplained } = await run()
        expect(unexplained).toEqual(EXPLAINED)
      })
    }

    test('every removal and every exception is needed', async () => {
      const counts = await countIdentity(responses)
      expect(counts).toEqual({
        turns: 131,
        requests: 38,
        removals: { logprobs: 90, status: 57, 'id of a result': 3, null: 1 },
        exceptions: responses.exceptions.length,
      })
      console.log('openai.responses:', JSON.stringify(counts))
    })
  },
)
