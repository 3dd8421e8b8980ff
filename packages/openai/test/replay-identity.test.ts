import {
  chatBlocks,
  countIdentity,
  EXPLAINED,
  findCorpus,
  identityChecks,
  readRecordings,
  recordedChat,
  type IdentitySubject,
} from '@dragoman/conformance'
import { openai } from '@dragoman/openai'
import { describe, expect, test } from 'vitest'

const corpus = findCorpus()

const chat: IdentitySubject = {
  wire: recordedChat,
  blocks: chatBlocks,
  recordings: [...readRecordings(corpus, 'openai-chat'), ...readRecordings(corpus, 'compatible-chat')],
  model: (fetch, id) => openai(id, { apiKey: 'test', fetch }),
  exceptions: [
    {
      recording: 'openai-dotnet-chattooltests-functionswork',
      exchange: 1,
      beyond: 'function_call',
      reason: 'the deprecated functions parameter, which the adapter never sends',
    },
    {
      recording: 'rig-llamacpp-image_tool_result-a_tool_result_image_is_read_by_the_model',
      exchange: 0,
      beyond: 'image in a result',
      reason: 'the API takes texts only; the adapter sends the image in a message of the user',
    },
  ],
}

describe.skipIf(!corpus.found)(
  corpus.found
    ? 'replay identity of openai.chat'
    : `replay identity of openai.chat (skipped: ${corpus.reason})`,
  () => {
    for (const { name, run } of identityChecks(chat)) {
      test(name, async () => {
        const { unexplained } = await run()
        expect(unexplained).toEqual(EXPLAINED)
      })
    }

    test('every removal and every exception is needed', async () => {
      const counts = await countIdentity(chat)
      expect(counts).toEqual({
        turns: 221,
        requests: 70,
        removals: {
          'turn without an answer': 3,
          annotations: 2,
          audio: 3,
          'zero values': 5,
          thought_signature: 2,
          closed: 3,
          'words about the answer': 11,
          'name of a result': 5,
          cache_control: 6,
        },
        exceptions: chat.exceptions.length,
      })
      console.log('openai.chat:', JSON.stringify(counts))
    })
  },
)
