import { laws, type Subject } from '@dragoman/conformance'
import type { Capabilities, JsonObject, ModelRequest } from '@dragoman/core'
import { describe, expect, test } from 'vitest'
import { HONEST, tinyCodec, tinySubject } from './tiny.ts'

interface Row {
  readonly claim: string
  /** What the model says of itself that its codec does not keep. */
  readonly fixture: string
  readonly encode: (request: ModelRequest) => JsonObject
}

const UNKEPT: readonly Row[] = [
  {
    claim: 'images',
    fixture: 'with images',
    encode: (request) => encodeLines(request, ({ file }) => file === undefined),
  },
  { claim: 'temperature', fixture: 'with temperature', encode: without('temperature') },
  { claim: 'stop texts', fixture: 'with stop', encode: without('stop') },
  { claim: 'a level of effort', fixture: 'with effort low', encode: without('effort') },
  { claim: 'summaries of reasoning', fixture: 'with reasoning summary', encode: without('reasoning') },
  {
    claim: 'one call at a time',
    fixture: 'with one call at a time',
    encode: (request) => ({ ...HONEST.encode(request), parallel: true }),
  },
  {
    claim: 'forced choices',
    fixture: 'with a choice that must be one tool',
    encode: (request) => ({ ...HONEST.encode(request), choice: 'auto' }),
  },
  {
    claim: 'output that is held to a schema',
    fixture: 'with output that is held to its schema',
    encode({ output: _output, ...request }) {
      return HONEST.encode(request)
    },
  },
  {
    claim: 'strict tools',
    fixture: 'with strict tools',
    encode({ tools, ...request }) {
      const loose = tools.map((tool) => (tool.type === 'function' ? { ...tool, strict: false } : tool))
      return HONEST.encode({ ...request, tools: loose })
    },
  },
]

const LACKING: readonly Partial<Capabilities>[] = [
  { images: false },
  { imagesInResults: false },
  { filesInErrors: false },
  { pdf: false },
  { fileUrls: 'images' },
  { fileUrls: 'no' },
  { objectInputs: true },
  { systemMidway: 'no' },
  { systemMidway: 'after-user' },
  { cachePoints: 0 },
  { parallelToolCalls: false },
  { forcedToolChoice: 'no' },
  { strict: false },
  { output: 'tool' },
  { output: 'prompt' },
  { sampling: [] },
  { samplingTogether: false },
  { samplingWhileThinking: { temperature: [1, 1], topP: [0.95, 1] } },
  { maxTemperature: 1 },
  { stopTexts: 4 },
  { effort: ['low', 'high'] },
  { effort: [] },
  { effortWithTools: 'none' },
  { reasoning: [] },
  { assistantFirst: false },
  { systemOnly: false },
  { prefill: false },
  { minOutputTokens: 16 },
  { propertyName: { pattern: '^[a-z]+$', max: 10 } },
  { callId: { pattern: '^[a-zA-Z0-9]{9}$', max: 9 } },
]

describe('a model that says that it takes', () => {
  test.each(UNKEPT)(
    '$claim, and whose codec does not send that, breaks the law',
    async ({ encode, fixture }) => {
      expect(await brokenOn(tinySubject(tinyCodec({ encode })))).toContain(fixture)
    },
  )
})

test.each(LACKING)(
  'a model without %o keeps the law: each request that needs it has a notice',
  async (lacks) => {
    expect(await brokenOn(tinySubject(tinyCodec(), { capabilities: lacks }))).toEqual([])
  },
)

test('a model that changes requests silently where it lacks something breaks the law', async () => {
  const honest = tinySubject(tinyCodec(), { capabilities: { images: false } })
  const silent: Subject = {
    ...honest,
    model(fetch) {
      const model = honest.model(fetch)
      return {
        ...model,
        async *call(request, options) {
          for await (const event of model.call(request, options)) if (event.type !== 'notice') yield event
        },
      }
    },
  }
  expect(await brokenOn(silent)).toContain('without images')
})

async function brokenOn(subject: Subject): Promise<readonly string[]> {
  const checks = laws(subject).filter(({ law }) => law.name === 'capabilities')
  const outcomes = await Promise.allSettled(checks.map((check) => check.run()))
  return checks.filter((_check, at) => outcomes[at]?.status === 'rejected').map(({ fixture }) => fixture.name)
}

function without(setting: keyof ModelRequest['settings']): Row['encode'] {
  return (request) => {
    const { [setting]: _lost, ...settings } = request.settings
    return HONEST.encode({ ...request, settings })
  }
}

function encodeLines(request: ModelRequest, keeps: (line: JsonObject) => boolean): JsonObject {
  const encoded = HONEST.encode(request)
  const lines = encoded['lines'] as readonly JsonObject[] // what the honest codec makes
  return { ...encoded, lines: lines.filter(keeps) }
}
