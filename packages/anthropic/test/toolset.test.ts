import { anthropic } from '@dragoman/anthropic'
import { judge } from '@dragoman/conformance/judge'
import { run, tool, type JsonObject, type JsonValue } from '@dragoman/core'
import { expect, test } from 'vitest'

test('the result of a call names the toolset that the call came from', async () => {
  const bodies: JsonObject[] = []
  const answers = [
    answer([{ type: 'tool_use', id: 'toolu_1', name: 'lookup', input: {}, toolset_name: 'crm' }], 'tool_use'),
    answer([{ type: 'text', text: 'Done.' }], 'end_turn'),
  ]
  const model = anthropic('claude-haiku-5-5', {
    apiKey: 'no-key',
    async fetch(input, init) {
      bodies.push((await new Request(input, init).json()) as JsonObject) // what the client sends
      return Response.json(answers.shift())
    },
  })
  const lookup = tool({ name: 'lookup', description: 'Looks up.', input: {}, execute: () => 'found' })
  await run({ model, tools: [lookup], messages: 'go' })
  expect(bodies.map((body) => judge('anthropic.messages', body))).toEqual([[], []])
  expect(bodies[1]).toMatchObject({
    messages: [
      {},
      { content: [{ type: 'tool_use', toolset_name: 'crm' }] },
      { content: [{ type: 'tool_result', tool_use_id: 'toolu_1', toolset_name: 'crm' }] },
    ],
  })
})

function answer(content: readonly JsonValue[], stop: string): JsonObject {
  return {
    id: `msg_${stop}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-haiku-5-5',
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  }
}
