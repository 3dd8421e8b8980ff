// What the providers publish, written down by hand, and what a usage costs by it: no code of the price list is used.
//   openai     https://developers.openai.com/api/docs/pricing, standard rates, and the pages of its models
//   anthropic  https://platform.claude.com/docs/en/about-claude/pricing
// Rates are those of October 2026, and of a retired model its last ones.

/** What a provider answered with: a line of `cost-records.jsonl`. */
export interface UsageRecord {
  readonly wire: 'openai.chat' | 'openai.responses' | 'anthropic.messages'
  readonly model: string
  /** As the wire has it. */
  readonly usage: WireUsage
  readonly usd: number
  /** The recording that it stands in, or `written`. */
  readonly from: string
}

export interface WireUsage {
  readonly [field: string]: number | string | WireUsage
}

/** US dollars for a million tokens. What is left out costs what any other input does. */
interface Rates {
  readonly input: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
  /** To keep it for an hour. */
  readonly hourWrite?: number
  readonly output: number
  readonly audioInput?: number
  readonly audioOutput?: number
}

/** The rates of all tokens where the prompt has more than `above` tokens. */
interface LongRates extends Rates {
  readonly above: number
}

type Tariff = readonly [models: string, rates: Rates, long?: LongRates]

const K272 = 272_000

const TARIFFS: readonly Tariff[] = [
  ['gpt-3.5-turbo gpt-3.5-turbo-0125', { input: 0.5, output: 1.5 }],
  ['gpt-4 gpt-4-0613', { input: 30, output: 60 }],
  ['gpt-4-turbo', { input: 10, output: 30 }],
  ['gpt-4o gpt-4o-2024-08-06 gpt-4o-2024-11-20', { input: 2.5, cacheRead: 1.25, output: 10 }],
  ['gpt-4o-2024-05-13', { input: 5, output: 15 }],
  ['gpt-4o-mini gpt-4o-mini-2024-07-18', { input: 0.15, cacheRead: 0.075, output: 0.6 }],
  ['gpt-4.1 gpt-4.1-2025-04-14', { input: 2, cacheRead: 0.5, output: 8 }],
  ['gpt-4.1-mini gpt-4.1-mini-2025-04-14', { input: 0.4, cacheRead: 0.1, output: 1.6 }],
  ['gpt-4.1-nano gpt-4.1-nano-2025-04-14', { input: 0.1, cacheRead: 0.025, output: 0.4 }],
  ['o1 o1-2024-12-17', { input: 15, cacheRead: 7.5, output: 60 }],
  ['o1-mini', { input: 1.1, cacheRead: 0.55, output: 4.4 }],
  ['o3 o3-2025-04-16', { input: 2, cacheRead: 0.5, output: 8 }],
  ['o3-mini o3-mini-2025-01-31', { input: 1.1, cacheRead: 0.55, output: 4.4 }],
  ['o3-pro', { input: 20, output: 80 }],
  ['o4-mini o4-mini-2025-04-16', { input: 1.1, cacheRead: 0.275, output: 4.4 }],
  ['computer-use-preview-2025-03-11', { input: 3, output: 12 }],
  ['gpt-5 gpt-5-2025-08-07 gpt-5-codex', { input: 1.25, cacheRead: 0.125, output: 10 }],
  ['gpt-5-mini gpt-5-mini-2025-08-07', { input: 0.25, cacheRead: 0.025, output: 2 }],
  ['gpt-5-nano gpt-5-nano-2025-08-07', { input: 0.05, cacheRead: 0.005, output: 0.4 }],
  ['gpt-5-pro', { input: 15, output: 120 }],
  ['gpt-5.1 gpt-5.1-2025-11-13', { input: 1.25, cacheRead: 0.125, output: 10 }],
  ['gpt-5.2 gpt-5.2-2025-12-11 gpt-5.2-codex', { input: 1.75, cacheRead: 0.175, output: 14 }],
  ['gpt-5.2-pro', { input: 21, output: 168 }],
  [
    'gpt-5.4 gpt-5.4-2026-03-05',
    { input: 2.5, cacheRead: 0.25, output: 15 },
    { above: K272, input: 5, cacheRead: 0.5, output: 22.5 },
  ],
  ['gpt-5.4-mini', { input: 0.75, cacheRead: 0.075, output: 4.5 }],
  ['gpt-5.4-nano', { input: 0.2, cacheRead: 0.02, output: 1.25 }],
  ['gpt-5.5', { input: 5, cacheRead: 0.5, output: 30 }, { above: K272, input: 10, cacheRead: 1, output: 45 }],
  [
    'gpt-5.6-sol',
    { input: 4, cacheRead: 0.4, cacheWrite: 5, output: 20 },
    { above: K272, input: 8, cacheRead: 0.8, cacheWrite: 10, output: 30 },
  ],
  [
    'gpt-5.6-terra',
    { input: 2, cacheRead: 0.2, cacheWrite: 2.5, output: 12 },
    { above: K272, input: 4, cacheRead: 0.4, cacheWrite: 5, output: 18 },
  ],
  [
    'gpt-5.6-luna',
    { input: 0.2, cacheRead: 0.02, cacheWrite: 0.25, output: 1.2 },
    { above: K272, input: 0.4, cacheRead: 0.04, cacheWrite: 0.5, output: 1.8 },
  ],
  [
    'gpt-6-astra',
    { input: 10, cacheRead: 1, cacheWrite: 12.5, output: 50 },
    { above: K272, input: 20, cacheRead: 2, cacheWrite: 25, output: 75 },
  ],
  ['gpt-audio-mini gpt-audio-mini-2025-12-15', { input: 0.6, output: 2.4, audioInput: 10, audioOutput: 20 }],
  ['claude-3-haiku-20240307', claude(0.25, 0.3, 0.5, 0.03, 1.25)],
  ['claude-3-5-haiku-20241022', claude(0.8, 1, 1.6, 0.08, 4)],
  ['claude-3-5-sonnet-20240620 claude-3-7-sonnet-20250219', claude(3, 3.75, 6, 0.3, 15)],
  ['claude-sonnet-4-20250514 claude-sonnet-4-6', claude(3, 3.75, 6, 0.3, 15)],
  [
    'claude-sonnet-4-5-20250929',
    claude(3, 3.75, 6, 0.3, 15),
    { above: 200_000, ...claude(6, 7.5, 12, 0.6, 22.5) },
  ],
  ['claude-sonnet-5', claude(2, 2.5, 4, 0.2, 10)],
  ['claude-haiku-4-5-20251001', claude(1, 1.25, 2, 0.1, 5)],
  ['claude-opus-4-1-20250805', claude(15, 18.75, 30, 1.5, 75)],
  ['claude-opus-4-5-20251101 claude-opus-4-6 claude-opus-4-7', claude(5, 6.25, 10, 0.5, 25)],
  ['claude-opus-4-8 claude-opus-5', claude(5, 6.25, 10, 0.5, 25)],
  ['claude-opus-5-5', claude(4, 5, 8, 0.2, 20)],
  ['claude-fable-5', claude(10, 12.5, 20, 1, 50)],
  ['claude-fable-5-1', claude(10, 12.5, 20, 0.25, 50)],
]

const WEB_SEARCH_USD = 0.01

/** What the provider's own prices make of a usage. */
export function dollarsOf({ wire, model, usage }: Omit<UsageRecord, 'usd' | 'from'>): number {
  const tariff = TARIFFS.find(([models]) => models.split(' ').includes(model))
  if (!tariff) throw new Error(`${model} has no tariff.`)
  const read = (...path: readonly string[]): number => countAt(usage, path)
  if (wire === 'anthropic.messages') {
    const cacheRead = read('cache_read_input_tokens')
    const cacheWrite = read('cache_creation_input_tokens')
    const hourWrite = read('cache_creation', 'ephemeral_1h_input_tokens')
    const rates = ratesFor(tariff, read('input_tokens') + cacheRead + cacheWrite)
    const perMillion =
      read('input_tokens') * rates.input +
      cacheRead * (rates.cacheRead ?? NaN) +
      (cacheWrite - hourWrite) * (rates.cacheWrite ?? NaN) +
      hourWrite * (rates.hourWrite ?? NaN) +
      read('output_tokens') * rates.output
    return perMillion / 1e6 + read('server_tool_use', 'web_search_requests') * WEB_SEARCH_USD
  }
  const [input, output] = wire === 'openai.chat' ? ['prompt', 'completion'] : ['input', 'output']
  const cacheRead = read(`${input}_tokens_details`, 'cached_tokens')
  const cacheWrite = read(`${input}_tokens_details`, 'cache_write_tokens')
  const audioInput = read(`${input}_tokens_details`, 'audio_tokens')
  const audioOutput = read(`${output}_tokens_details`, 'audio_tokens')
  const rates = ratesFor(tariff, read(`${input}_tokens`))
  const perMillion =
    (read(`${input}_tokens`) - cacheRead - cacheWrite - audioInput) * rates.input +
    cacheRead * (rates.cacheRead ?? rates.input) +
    cacheWrite * (rates.cacheWrite ?? rates.input) +
    audioInput * (rates.audioInput ?? rates.input) +
    (read(`${output}_tokens`) - audioOutput) * rates.output +
    audioOutput * (rates.audioOutput ?? rates.output)
  return perMillion / 1e6
}

function claude(
  ...[input, cacheWrite, hourWrite, cacheRead, output]: readonly [number, number, number, number, number]
): Rates {
  return { input, cacheWrite, hourWrite, cacheRead, output }
}

function ratesFor([, rates, long]: Tariff, prompt: number): Rates {
  return long && prompt > long.above ? long : rates
}

function countAt(usage: WireUsage, path: readonly string[]): number {
  let value: number | string | WireUsage | undefined = usage
  for (const name of path) value = typeof value === 'object' ? value[name] : undefined
  return typeof value === 'number' ? value : 0
}
