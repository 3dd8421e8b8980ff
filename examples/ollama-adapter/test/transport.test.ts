import { run, tool, type Fetch } from '@dragoman/core'
import { expect, test } from 'vitest'
import { ollama } from '../src/index.ts'

const DONE = { model: 'qwen3', done: true, done_reason: 'stop' }

test('a run answers a call that came without an id', async () => {
  const call = { function: { name: 'weather', arguments: { city: 'Rome' } } }
  const { fetch, sent } = answering(
    Response.json({ ...DONE, message: { role: 'assistant', content: '', tool_calls: [call] } }),
    Response.json({ ...DONE, message: { role: 'assistant', content: 'Sunny.' } }),
  )
  const weather = tool({ name: 'weather', description: 'Tells it.', input: {}, execute: () => '21 °C' })
  const { text } = await run({ model: ollama('qwen3', { fetch }), tools: [weather], messages: 'Rome?' })
  const id: unknown = expect.stringMatching(/^call_/)
  expect({ text, messages: await Promise.all(sent.map(readMessages)) }).toEqual({
    text: 'Sunny.',
    messages: [
      [{ role: 'user', content: 'Rome?' }],
      [
        { role: 'user', content: 'Rome?' },
        { role: 'assistant', content: '', tool_calls: [{ id, ...call }] },
        { role: 'tool', content: '21 °C', tool_name: 'weather', tool_call_id: id },
      ],
    ],
  })
})

test('a key, an address and headers are sent', async () => {
  const { fetch, sent } = answering(
    Response.json({ ...DONE, message: { role: 'assistant', content: 'Hi.' } }),
  )
  const options = { apiKey: 'a-key', baseURL: 'https://ollama.example/', headers: { 'x-team': 'a' }, fetch }
  await run({ model: ollama('qwen3', options), messages: 'Hi' })
  const [{ url, headers } = new Request('about:blank')] = sent
  expect([url, headers.get('authorization'), headers.get('x-team')]).toEqual([
    'https://ollama.example/api/chat',
    'Bearer a-key',
    'a',
  ])
})

/** A server that gives these answers, one for each request. */
function answering(...answers: readonly Response[]): {
  readonly fetch: Fetch
  readonly sent: readonly Request[]
} {
  const sent: Request[] = []
  return {
    sent,
    fetch(input, init) {
      const answer = answers[sent.push(new Request(input, init)) - 1]
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('fetch failed'))
    },
  }
}

async function readMessages(request: Request): Promise<unknown> {
  const { messages } = (await request.json()) as { readonly messages: unknown } // what the adapter sent
  return messages
}
