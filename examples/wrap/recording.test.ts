import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openai } from '@dragoman/openai'
import { run, scripted, user, type Model, type ModelRequest } from 'dragoman'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { says, startSpeakingServer, type Script } from '../speaking-server.ts'
import { recorded } from './recording.ts'

const KEY = 'sk-0123456789abcdef'
const REQUEST: ModelRequest = {
  messages: [user('How is the weather?')],
  tools: [],
  toolChoice: 'auto',
  settings: {},
}

describe('a recorded model', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recording-'))
    file = join(folder, 'calls.jsonl')
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function entries(): Promise<readonly unknown[]> {
    const text = await readFile(file, 'utf8')
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  it('writes the request and each event of a call as a line', async () => {
    const replies = ['Sun.', 'Snow.']
    const model = recorded(scripted(replies), file)
    await eventsOf(model)
    await eventsOf(model)
    const request = { model: { provider: 'scripted', wire: 'scripted', id: 'scripted' }, request: REQUEST }
    const events = async (text: string) => (await eventsOf(scripted([text]))).map((event) => ({ event }))
    expect(await entries()).toEqual([
      ...[request, ...(await events('Sun.'))].map((entry) => ({ call: 1, ...entry })),
      ...[request, ...(await events('Snow.'))].map((entry) => ({ call: 2, ...entry })),
    ])
  })

  it('writes why a call failed', async () => {
    await expect(eventsOf(recorded(scripted([]), file))).rejects.toThrow('The script has 0 replies')
    await expect(eventsOf(recorded(scripted([new Error('Not ours.')]), file))).rejects.toThrow('Not ours.')
    expect((await entries()).filter((_, at) => at % 2 === 1)).toEqual([
      {
        call: 1,
        error: {
          code: 'config',
          message: 'The script has 0 replies, and this is call 1: add a reply or check the loop.',
        },
      },
      { call: 1, error: { code: 'unknown', message: '' } },
    ])
  })

  it.each<{ how: string; script: Script }>([
    { how: 'answers', script: [says('Sun.')] },
    { how: 'refuses the key', script: () => ({ status: 401, message: `${KEY} is unknown.` }) },
  ])('writes no key where the provider $how', async ({ script }) => {
    const server = await startSpeakingServer(script)
    const model = openai('gpt-5.4-mini', { apiKey: KEY, baseURL: server.baseURLs['openai.chat'] })
    await run({ model: recorded(model, file), messages: 'How is the weather?' }).catch(() => undefined)
    await server.stop()
    expect(await readFile(file, 'utf8')).not.toContain(KEY)
    expect(await entries()).not.toHaveLength(0)
  })
})

async function eventsOf(model: Model): Promise<readonly unknown[]> {
  const events: unknown[] = []
  for await (const event of model.call(REQUEST)) events.push(event)
  return events
}
