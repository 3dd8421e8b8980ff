import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anthropic } from '@dragoman/anthropic'
import { laws, loadSubjects, readFixtures, recordLive, type Subject } from '@dragoman/conformance'
import type { SpokenWire } from '@dragoman/conformance/speak'
import type { Fetch, Model } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calls, says, startSpeakingServer, type SpeakingServer } from './speaking-server.ts'

// Servers on loopback stand in for the providers: they speak as they do, and repeat the key that they were sent.
const KEY = 'sk-live-1234567890'

const WIRES: readonly (readonly [SpokenWire, string, (fetch: Fetch, baseURL: string) => Model])[] = [
  [
    'openai.chat',
    'packages/openai/test/subject.ts',
    (fetch, baseURL) => openai('gpt-5-mini', { apiKey: KEY, baseURL, fetch }),
  ],
  [
    'openai.responses',
    'packages/openai/test/subject.ts',
    (fetch, baseURL) => openai.responses('gpt-5-mini', { apiKey: KEY, baseURL, fetch }),
  ],
  [
    'anthropic.messages',
    'packages/anthropic/test/subject.ts',
    (fetch, baseURL) => anthropic('claude-haiku-4-5', { apiKey: KEY, baseURL, fetch }),
  ],
]

let server: SpeakingServer
let folder: string

beforeAll(async () => {
  server = await startSpeakingServer(({ body }) => {
    if (JSON.stringify(body).includes('Ask for both')) return calls('weather', { city: 'Paris' })
    return { ...says('Grüße 🗼.'), model: KEY }
  })
  folder = await mkdtemp(join(tmpdir(), 'live-'))
})

afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true })
})

describe.each(WIRES)('recording %s', (wire, path, model) => {
  test('makes fixtures of what came, with the bytes of each chunk and without the key', async () => {
    const subject = await subjectOf(wire, path)
    const live = (fetch: Fetch): Model => model(fetch, server.baseURLs[wire])
    const into = join(folder, wire)
    const records = await recordLive({ ...subject, live }, into)
    expect(records.filter(({ failure }) => failure !== undefined)).toEqual([])
    const fixtures = readFixtures(into)
    expect(fixtures.map(({ name }) => name)).toEqual(records.map(({ name }) => name).toSorted())
    expect(new Set(fixtures.map(({ made }) => made))).toEqual(new Set(['recorded']))
    expect(JSON.stringify(fixtures)).not.toContain(KEY)
    const streamed = fixtures.find(({ name }) => name === 'live-text-streamed')
    expect(streamed?.stream).toContain('*'.repeat(KEY.length))
    const { chunks = [] } = streamed ?? {}
    expect(chunks.reduce((sum, bytes) => sum + bytes, 0)).toBe(Buffer.byteLength(streamed?.stream ?? ''))
    expect(await brokenBy({ ...subject, fixtures: [...subject.fixtures, ...fixtures] })).toEqual([])
  })
})

test('a subject without a live model cannot be recorded, and says what it needs', async () => {
  const { live: _live, ...subject } = await subjectOf('openai.chat', 'packages/openai/test/subject.ts')
  await expect(recordLive(subject, folder)).rejects.toThrow(
    'openai.chat has no live model: give live: (fetch) => …, the model with the key that the environment holds.',
  )
})

test('recordings that are there are never written over, and nothing is asked', async () => {
  const subject = await subjectOf('openai.chat', 'packages/openai/test/subject.ts')
  await expect(recordLive(subject, folder)).rejects.toThrow(
    `${folder} is there already: record into another folder.`,
  )
})

async function subjectOf(wire: SpokenWire, path: string): Promise<Subject> {
  const subjects = await loadSubjects(path)
  const subject = subjects.find(({ name }) => name === wire)
  if (!subject) throw new Error(`There is no subject ${wire}.`)
  return subject
}

async function brokenBy(subject: Subject): Promise<readonly string[]> {
  const checks = laws(subject).filter(({ fixture }) => fixture.name.startsWith('live-'))
  const outcomes = await Promise.allSettled(checks.map((check) => check.run()))
  return checks.flatMap(({ law, fixture }, at) => {
    const outcome = outcomes[at]
    return outcome?.status === 'rejected' ? [`${law.name}, ${fixture.name}: ${String(outcome.reason)}`] : []
  })
}
