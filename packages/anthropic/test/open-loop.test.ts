import { anthropic } from '@dragoman/anthropic'
import { judge } from '@dragoman/conformance/judge'
import {
  assistant,
  toolResult,
  user,
  type JsonObject,
  type Message,
  type Notice,
  type Settings,
} from '@dragoman/core'
import { expect, test } from 'vitest'

const call = { type: 'tool-call', id: 'call_1', name: 'look', inputText: '{}' } as const
const tool = {
  type: 'function',
  name: 'look',
  description: 'Looks.',
  input: { type: 'object', properties: {} },
} as const
const image = {
  type: 'file',
  mediaType: 'image/png',
  source: { type: 'base64', base64: 'iVBORw0KGgo=' },
} as const

/** What a model sends for a history, and what it says of the changes. */
async function send(
  id: string,
  messages: readonly Message[],
  settings: Settings,
): Promise<{ readonly body: JsonObject; readonly notices: readonly Notice[] }> {
  let body: JsonObject = {}
  const model = anthropic(id, {
    apiKey: 'no-key',
    async fetch(_url, init) {
      if (typeof init?.body === 'string') body = JSON.parse(init.body)
      return Response.json({ content: [], stop_reason: 'end_turn' })
    },
  })
  const notices: Notice[] = []
  for await (const event of model.call({ messages, tools: [tool], toolChoice: 'auto', settings })) {
    if (event.type === 'notice') notices.push(event.notice)
  }
  return { body, notices }
}

const LOOP = [
  user('Look.'),
  assistant([call]),
  { role: 'tool', parts: [toolResult(call, 'A tree.')] },
] as const satisfies Message[]

test('a model with a thinking budget does not think in a tool loop that another model began (182, 190)', async () => {
  const { body, notices } = await send('claude-opus-4-5', LOOP, { effort: 'medium' })
  expect({ thinking: body['thinking'], notices, findings: judge('anthropic.messages', body) }).toEqual({
    thinking: { type: 'disabled' },
    notices: [
      { code: 'thinking-off', path: 'settings.effort', action: 'downgraded', from: 'medium', to: 'none' },
    ],
    findings: [],
  })
})

test('it thinks again behind the next turn of the user, and a model that adapts never stopped', async () => {
  const later = await send('claude-opus-4-5', [...LOOP, user('And now?')], { effort: 'medium' })
  const adaptive = await send('claude-sonnet-5', LOOP, { effort: 'medium' })
  expect([later.body['thinking'], adaptive.body['thinking']]).toEqual([
    { type: 'enabled', budget_tokens: 8_192 },
    { type: 'adaptive' },
  ])
})

test('the image of a failed call follows the results, because an error holds only text', async () => {
  const failed = toolResult(call, [{ type: 'text', text: 'Too dark.' }, image], { isError: true })
  const { body, notices } = await send(
    'claude-sonnet-5',
    [...LOOP.slice(0, 2), { role: 'tool', parts: [failed] }],
    {},
  )
  expect({ last: Array.isArray(body['messages']) && body['messages'].at(-1), notices }).toEqual({
    last: {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'call_1',
          content: [{ type: 'text', text: 'Too dark.' }],
          is_error: true,
        },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
      ],
    },
    notices: [
      {
        code: 'result-file-moved',
        path: 'messages[2].parts[0]',
        action: 'downgraded',
        from: 'file',
        to: 'user',
      },
    ],
  })
})

test('thinking that was cut before its signature does not go back, and a notice says so', async () => {
  const model = 'claude-sonnet-5'
  const cut: Message = {
    role: 'assistant',
    parts: [
      { type: 'reasoning', text: 'I wond' },
      { type: 'text', text: 'Yes.' },
    ],
    stop: { reason: 'length', raw: 'max_tokens' },
    origin: { provider: 'anthropic', wire: 'anthropic.messages', model },
  }
  const { body, notices } = await send(model, [user('Look.'), cut, user('Go on.')], {})
  expect({ notices, findings: judge('anthropic.messages', body) }).toEqual({
    notices: [
      { code: 'unfinished-reasoning', path: 'messages[1].parts[0]', action: 'dropped', from: 'reasoning' },
    ],
    findings: [],
  })
})
