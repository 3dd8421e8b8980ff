import {
  DragomanError,
  isJsonObject,
  present,
  reasonOf,
  type JsonValue,
  type Origin,
  type RunState,
  type Usage,
} from '@dragoman/core'

/**
 * US dollars at list price, as `@pydantic/genai-prices` has it. `usd` is also what is neither input nor output, such as
 * a web search.
 */
export interface Cost {
  readonly usd: number
  readonly inputUsd: number
  readonly outputUsd: number
}

/** An answer as far as its price depends on it: an assistant message is one. */
export interface PricedAnswer {
  readonly origin?: Origin
  readonly usage?: Usage
}

/** What is used of `@pydantic/genai-prices`. */
export interface Prices {
  calcPrice(
    usage: Record<string, number | undefined>,
    modelId: string,
    options: { readonly providerId: string; readonly timestamp: Date },
  ): ListedPrice | null
}

interface ListedPrice {
  readonly input_price: number
  readonly output_price: number
  readonly total_price: number
  readonly provider: { readonly id: string }
  readonly model: { readonly id: string }
  readonly model_price: Readonly<Record<string, unknown>>
}

/**
 * What the answers cost. `undefined` where there are none, or where any of them has no price in the list: never 0 for
 * what is unknown, and never a part of the sum.
 */
export function costOf(
  prices: Prices,
  answers: readonly PricedAnswer[],
  at: Date = new Date(),
): Cost | undefined {
  const costs = answers.map((answer) => costOfAnswer(prices, answer, at))
  return costs.reduce((sum, cost) => sum && cost && add(sum, cost), costs.length > 0 ? NOTHING : undefined)
}

/** What the answers of a run cost so far, also of one that failed: `error.state`. `undefined` without a price list. */
export async function costOfState(state: RunState): Promise<Cost | undefined> {
  const prices = await loadPrices()
  return prices && costOf(prices, answersOf(state))
}

const PACKAGE = '@pydantic/genai-prices'

let loading: Promise<Prices | undefined> | undefined

/** The price list, where it is installed. Importing it reads no network. */
export function loadPrices(): Promise<Prices | undefined> {
  return (loading ??= readPrices())
}

async function readPrices(): Promise<Prices | undefined> {
  try {
    return await import('@pydantic/genai-prices')
  } catch (error) {
    if (isNotInstalled(error)) return undefined
    const reason = reasonOf(error)
    throw new DragomanError(
      'config',
      `${PACKAGE} is installed, but it cannot be imported: ${reason} Install it anew, or remove it: without it a run has no cost.`,
      { cause: error },
    )
  }
}

// Another module that is missing, such as one of its own, is named by another name or by a path.
function isNotInstalled(error: unknown): boolean {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
  return isMissing && error.message.includes(`'${PACKAGE}'`)
}

function answersOf({ messages, added, discarded = [] }: RunState): readonly PricedAnswer[] {
  const own = messages.slice(messages.length - added)
  return [...own.filter((message) => message.role === 'assistant'), ...discarded]
}

const NOTHING: Cost = { usd: 0, inputUsd: 0, outputUsd: 0 }

function add(a: Cost, b: Cost): Cost {
  return {
    usd: a.usd + b.usd,
    inputUsd: a.inputUsd + b.inputUsd,
    outputUsd: a.outputUsd + b.outputUsd,
  }
}

function costOfAnswer(prices: Prices, { origin, usage }: PricedAnswer, at: Date): Cost | undefined {
  if (!origin || usage?.inputTokens === undefined || usage.outputTokens === undefined) return undefined
  if (isOffTheList(usage.raw)) return undefined
  const listed = [origin.servedModel, origin.model]
    .map((model) => model && priceOf(prices, usage, { provider: origin.provider, model, at }))
    .find((price) => price)
  return listed
    ? { usd: listed.total_price, inputUsd: listed.input_price, outputUsd: listed.output_price }
    : undefined
}

/** By these words in its usage a wire says that another rate held. The list has the standard rate only. */
const STANDARD: Readonly<Record<string, readonly JsonValue[]>> = {
  service_tier: ['standard', 'default'],
  speed: ['standard'],
  inference_geo: ['global', 'not_available'],
}

function isOffTheList(raw: JsonValue | undefined): boolean {
  const isOtherRate = Object.entries(STANDARD).some(([field, words]) => {
    const word = read(raw, [field])
    return typeof word === 'string' && !words.includes(word)
  })
  // Compactions, advisors and fallbacks are billed beside the counts of the usage, or at another model's price.
  const iterations = read(raw, ['iterations'])
  const isBilledBeside =
    Array.isArray(iterations) &&
    iterations.some((iteration: JsonValue) => read(iteration, ['type']) !== 'message')
  return isOtherRate || isBilledBeside
}

interface Pricing {
  readonly provider: string
  readonly model: string
  readonly at: Date
}

function priceOf(prices: Prices, usage: Usage, { provider, model, at }: Pricing): ListedPrice | undefined {
  const details = detailsOf(usage.raw)
  const options = { providerId: provider, timestamp: at }
  const listed = tryPrice(() => prices.calcPrice(countsOf(usage), model, options))
  // The list also takes names that contain a provider's: `my-openai-proxy` would cost what OpenAI costs.
  if (!listed || listed.provider.id !== provider || isNextVersion(model, listed.model.id)) return undefined
  const needed = ['input_mtok', 'output_mtok', ...details.map(({ price }) => price)]
  if (!needed.every((price) => listed.model_price[price] !== undefined)) return undefined
  if (details.length === 0) return listed
  const counts = {
    ...countsOf(usage),
    ...Object.fromEntries(details.map(({ unit, count }) => [unit, count])),
  }
  return tryPrice(() => prices.calcPrice(counts, model, options))
}

function countsOf(usage: Usage): Record<string, number | undefined> {
  return present({
    input_tokens: usage.inputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    output_tokens: usage.outputTokens,
    output_reasoning_tokens: usage.reasoningTokens,
  })
}

/** The list throws where counts contradict each other: what nobody can add up has no price. */
function tryPrice(price: () => ListedPrice | null): ListedPrice | undefined {
  try {
    return price() ?? undefined
  } catch {
    return undefined
  }
}

/** The list matches some ids by how they begin, so that the price of one version would stand for the next one's. */
function isNextVersion(asked: string, listed: string): boolean {
  return asked.startsWith(listed) && /^[-.]\d(?!\d)/.test(asked.slice(listed.length))
}

/**
 * Counts that a wire reports beside the neutral ones and that have prices of their own, with the list's words for them.
 * Without its own price such a count would be priced as if it were any other.
 */
const DETAILS = [
  {
    path: ['cache_creation', 'ephemeral_1h_input_tokens'],
    unit: 'cache_write_1h_tokens',
    price: 'cache_write_1h_mtok',
  },
  {
    path: ['input_tokens_details', 'cache_write_tokens_details', 'ttl_12h_tokens'],
    unit: 'cache_write_12h_tokens',
    price: 'cache_write_12h_mtok',
  },
  { path: ['prompt_tokens_details', 'audio_tokens'], unit: 'input_audio_tokens', price: 'input_audio_mtok' },
  {
    path: ['completion_tokens_details', 'audio_tokens'],
    unit: 'output_audio_tokens',
    price: 'output_audio_mtok',
  },
  { path: ['server_tool_use', 'web_search_requests'], unit: 'web_searches', price: 'web_searches_kcount' },
] as const

interface Detail {
  readonly unit: string
  readonly price: string
  readonly count: number
}

function detailsOf(raw: JsonValue | undefined): readonly Detail[] {
  return DETAILS.flatMap(({ path, unit, price }) => {
    const count = read(raw, path)
    return typeof count === 'number' && count > 0 ? [{ unit, price, count }] : []
  })
}

function read(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (inner, name) => (isJsonObject(inner) ? inner[name] : undefined),
    value,
  )
}
