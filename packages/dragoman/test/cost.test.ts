import { readFileSync } from 'node:fs'
import { anthropic } from '@dragoman/anthropic'
import { run, type AssistantMessage, type Fetch, type Model, type Origin, type Usage } from '@dragoman/core'
import { openai } from '@dragoman/openai'
import { costOf, loadPrices, type Prices } from 'dragoman'
import { describe, expect, test } from 'vitest'
import { dollarsOf, type UsageRecord, type WireUsage } from './cost-prices.ts'

const RECORDS: readonly UsageRecord[] = readFileSync(new URL('cost-records.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as UsageRecord)

/** The day that the published prices were read for. */
const AT = new Date('2026-10-20T12:00:00Z')
const CLAUDE: Origin = { provider: 'anthropic', wire: 'anthropic.messages', model: 'claude-sonnet-4-6' }
const GPT: Origin = { provider: 'openai', wire: 'openai.chat', model: 'gpt-4o' }
const USAGE: Usage = { inputTokens: 1000, outputTokens: 100 }

const prices = await installedPrices()

describe('the records', () => {
  test('are at least 200, on every wire, most of them recorded', () => {
    const wires = new Set(RECORDS.map(({ wire }) => wire))
    expect([...wires].toSorted()).toEqual(['anthropic.messages', 'openai.chat', 'openai.responses'])
    expect(RECORDS.length).toBeGreaterThanOrEqual(200)
    expect(RECORDS.filter(({ from }) => from !== 'written').length).toBeGreaterThan(RECORDS.length / 2)
  })

  test('say what the published prices say', () => {
    expect(differing((record) => dollarsOf(record))).toEqual([])
  })
})

describe('the cost of an answer', () => {
  test('is what the records say, from the wire to the dollar', async () => {
    const messages = new Map<UsageRecord, AssistantMessage>()
    for (const record of RECORDS) messages.set(record, await decoded(record.wire, record.model, record.usage))
    expect(differing((record) => costOf(prices, [messages.get(record) ?? {}], AT)?.usd)).toEqual([])
  })

  test('says what of it is input and what is output; a web search is neither', async () => {
    const usage = {
      input_tokens: 1_000_000,
      output_tokens: 100_000,
      server_tool_use: { web_search_requests: 2 },
    }
    expect(costOf(prices, [await decoded('anthropic.messages', 'claude-sonnet-4-6', usage)], AT)).toEqual({
      usd: 4.52,
      inputUsd: 3,
      outputUsd: 1.5,
    })
  })

  test.each([
    ['2026-03-12T23:59:59Z', 3.25],
    ['2026-03-13T00:00:00Z', 1.625],
  ])('is that of the day: at %s', (day, usd) => {
    const usage = { inputTokens: 300_000, outputTokens: 0, cacheWriteTokens: 100_000, cacheReadTokens: 0 }
    const answer = { origin: { ...CLAUDE, model: 'claude-opus-4-6' }, usage }
    expect(costOf(prices, [answer], new Date(day))?.usd).toBeCloseTo(usd, 9)
  })

  test('is that of the model that served it, and where the list does not know that, of the one that was asked for', () => {
    const usdOf = (origin: Origin): number | undefined => costOf(prices, [{ origin, usage: USAGE }], AT)?.usd
    expect(usdOf({ ...GPT, model: 'gpt-4o', servedModel: 'gpt-4o-2024-05-13' })).toBeCloseTo(0.0065, 9)
    expect(usdOf({ ...GPT, model: 'gpt-4o', servedModel: 'gpt-4o-2031-01-01' })).toBeCloseTo(0.0035, 9)
  })

  test('is 0 where nothing was used, which is known', () => {
    const usage = { inputTokens: 0, outputTokens: 0 }
    expect(costOf(prices, [{ origin: GPT, usage }], AT)).toEqual({ usd: 0, inputUsd: 0, outputUsd: 0 })
  })
})

describe('an answer has no cost', () => {
  const raw = (value: WireUsage): Usage => ({ ...USAGE, raw: value })
  test.each<[what: string, origin: Origin | undefined, usage: Usage | undefined]>([
    ['where nobody knows who gave it', undefined, USAGE],
    ['where its tokens were not reported', GPT, undefined],
    ['where its input was not reported', GPT, { outputTokens: 1 }],
    ['where its output was not reported', GPT, { inputTokens: 1 }],
    ['where the list does not know its model', { ...GPT, model: 'gpt-4o-2031-01-01' }, USAGE],
    ['where the list does not know its provider', { ...GPT, provider: 'local' }, USAGE],
    [
      'where its provider is only named after one of the list',
      { ...GPT, provider: 'my-openai-proxy' },
      USAGE,
    ],
    [
      'where the list prices its provider by another name',
      { ...GPT, provider: 'litellm', model: 'openai/gpt-4o' },
      USAGE,
    ],
    ['where the list knows only the version before', { ...CLAUDE, model: 'claude-sonnet-5-5' }, USAGE],
    ['where the list has no price for tokens of its model', { ...GPT, model: 'whisper-1' }, USAGE],
    ['where its counts contradict each other', GPT, { ...USAGE, cacheReadTokens: 1001 }],
    ['at a priority tier', CLAUDE, raw({ service_tier: 'priority' })],
    ['at a flex tier', GPT, raw({ service_tier: 'flex' })],
    ['at a fast speed', CLAUDE, raw({ speed: 'fast' })],
    ['at the price of one region', CLAUDE, raw({ inference_geo: 'us' })],
    [
      'where sound has no price',
      { ...GPT, model: 'gpt-4o-audio-preview' },
      raw({ prompt_tokens_details: { audio_tokens: 2 } }),
    ],
    [
      'where cache writes for 12 hours have no price',
      { ...GPT, model: 'gpt-5.6-sol' },
      raw({ input_tokens_details: { cache_write_tokens_details: { ttl_12h_tokens: 2 } } }),
    ],
  ])('%s', (_what, origin, usage) => {
    const answer = { ...(origin && { origin }), ...(usage && { usage }) }
    expect(costOf(prices, [answer], AT)).toBeUndefined()
  })

  test.each(['compaction', 'advisor_message', 'fallback_message'])(
    'where a part of it, such as a %s, is billed beside its counts',
    (type) => {
      const iterations = [{ type: 'message' }, { type }]
      expect(
        costOf(prices, [{ origin: CLAUDE, usage: { ...USAGE, raw: { iterations } } }], AT),
      ).toBeUndefined()
    },
  )
})

describe('the cost of several answers', () => {
  const known = { origin: GPT, usage: USAGE }

  test('is the sum', () => {
    const claude = { origin: CLAUDE, usage: USAGE }
    expect(costOf(prices, [known, claude, known], AT)).toEqual({
      usd: expect.closeTo(0.0115, 9),
      inputUsd: expect.closeTo(0.008, 9),
      outputUsd: expect.closeTo(0.0035, 9),
    })
  })

  test('is unknown where that of any is', () => {
    expect(costOf(prices, [known, { origin: GPT }, known], AT)).toBeUndefined()
  })

  test('is unknown where there are none', () => {
    expect(costOf(prices, [], AT)).toBeUndefined()
  })
})

async function installedPrices(): Promise<Prices> {
  const installed = await loadPrices()
  if (!installed) throw new Error('@pydantic/genai-prices is not installed.')
  return installed
}

/** The records whose dollars are not what is asked for. */
function differing(dollars: (record: UsageRecord) => number | undefined): readonly unknown[] {
  return RECORDS.map((record) => ({ ...record, found: dollars(record) })).filter(
    ({ usd, found }) => found === undefined || Math.abs(found - usd) > usd / 1e6,
  )
}

/** The message that the wire's adapter makes of an answer of this model with this usage. */
async function decoded(
  wire: UsageRecord['wire'],
  model: string,
  usage: WireUsage,
): Promise<AssistantMessage> {
  const answer = { ...ANSWERS[wire], model, usage }
  const fetch: Fetch = () => Promise.resolve(Response.json(answer))
  const { messages } = await run({ model: MODELS[wire](fetch), messages: 'Hello?' })
  const message = messages.at(-1)
  if (message?.role !== 'assistant') throw new Error('The model did not answer.')
  return message
}

const MODELS: Record<UsageRecord['wire'], (fetch: Fetch) => Model> = {
  'openai.chat': (fetch) => openai('asked', { apiKey: 'no-key', fetch }),
  'openai.responses': (fetch) => openai.responses('asked', { apiKey: 'no-key', fetch }),
  'anthropic.messages': (fetch) => anthropic('asked', { apiKey: 'no-key', fetch }),
}

const ANSWERS: Record<UsageRecord['wire'], object> = {
  'openai.chat': {
    id: 'chatcmpl_1',
    object: 'chat.completion',
    created: 0,
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  },
  'openai.responses': {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    output: [
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Hello.', annotations: [] }],
      },
    ],
  },
  'anthropic.messages': {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: 'Hello.' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
  },
}
