import { run, user, type FilePart, type Message, type RunResult } from '@dragoman/core'
import { openai, type ChatOptions } from '@dragoman/openai'
import { describe, expect, test } from 'vitest'

const PDF: FilePart = {
  type: 'file',
  mediaType: 'application/pdf',
  source: { type: 'url', url: 'https://example.com/map.pdf' },
}
const IMAGE: FilePart = {
  type: 'file',
  mediaType: 'image/png',
  source: { type: 'url', url: 'https://example.com/map.png' },
}

describe('Chat Completions', () => {
  test('is shown an image by its address, and told of a PDF', async () => {
    const { bodies, result } = await ask([user([IMAGE, PDF])])
    expect(bodies.map(({ messages }) => messages)).toEqual([
      [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'https://example.com/map.png' } },
            {
              type: 'text',
              text: '[A file of type application/pdf stood here; this model cannot see it.]',
            },
          ],
        },
      ],
    ])
    expect(result.notices).toEqual([
      {
        code: 'unsupported-file',
        path: 'messages[0].parts[1]',
        action: 'dropped',
        from: 'application/pdf',
      },
    ])
  })

  test('refuses a file in a result where a program says that results hold them', async () => {
    const history: readonly Message[] = [
      user('A map, please.'),
      { role: 'assistant', parts: [{ type: 'tool-call', id: 'call_1', name: 'map', inputText: '{}' }] },
      {
        role: 'tool',
        parts: [{ type: 'tool-result', callId: 'call_1', name: 'map', parts: [IMAGE], isError: false }],
      },
    ]
    await expect(ask(history, { capabilities: { imagesInResults: true } })).rejects.toMatchObject({
      code: 'unsupported',
      message: 'openai.chat has no form for a file in a tool result.',
    })
  })
})

interface Asked {
  readonly bodies: readonly { readonly messages: unknown }[]
  readonly result: RunResult
}

async function ask(messages: readonly Message[], options: Partial<ChatOptions> = {}): Promise<Asked> {
  const bodies: Asked['bodies'][number][] = []
  const model = openai('gpt-5.4', {
    apiKey: 'no-key',
    fetch: async (input, init) => {
      bodies.push(await new Request(input, init).json())
      const message = { role: 'assistant', content: 'Fine.' }
      return Response.json({ choices: [{ index: 0, message, finish_reason: 'stop' }] })
    },
    ...options,
  })
  return { result: await run({ model, messages }), bodies }
}
