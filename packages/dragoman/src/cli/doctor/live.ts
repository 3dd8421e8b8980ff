import { DragomanError, type ErrorCode } from '@dragoman/core'
import { variable } from '../../config/environment.ts'
import { targetsOf } from '../../config/references.ts'
import type { Configuration } from '../../configuration.ts'
import { builtinOf } from '../../providers/builtin.ts'
import { run } from '../../run.ts'
import type { Finding } from './findings.ts'
import { showCost, showCount } from '../screen/numbers.ts'

/** What a provider said to one cheap call, as a row, and what is to be done where it failed. */
export interface LiveCall {
  readonly row: readonly [model: string, time: string, tokens: string, cost: string, answer: string]
  readonly findings: readonly Finding[]
}

/** Makes one cheap call for each provider that can be used, and of which the name of a model is known. */
export function liveCalls(configuration: Configuration, signal: AbortSignal): Promise<readonly LiveCall[]> {
  const names = [...configuration.providers.values()]
    .filter(({ lacks }) => lacks.length === 0)
    .flatMap(({ name }) => {
      const id = idFor(name, configuration)
      return id === undefined ? [] : [{ name, id }]
    })
  return Promise.all(names.map(({ name, id }) => callOnce(name, id, configuration, signal)))
}

/** Models that cost little, by the package of their SDK, whose types name them. */
const CHEAP: Readonly<Record<string, string>> = {
  openai: 'gpt-5.4-nano',
  '@anthropic-ai/sdk': 'claude-haiku-5-5',
}

function idFor(provider: string, configuration: Configuration): string | undefined {
  const { config, environment } = configuration
  const { models = {} } = config
  const first = variable(environment, 'DRAGOMAN_MODEL') ?? config.model
  const named = [
    ...(first === undefined ? [] : targetsOf(first, models)),
    ...Object.keys(models).flatMap((name) => targetsOf(name, models)),
  ]
  const found = named.find((name) => name.startsWith(`${provider}:`) || name.startsWith(`${provider}/`))
  return found?.slice(provider.length + 1) ?? CHEAP[builtinOf(provider)?.sdk ?? '']
}

async function callOnce(
  provider: string,
  id: string,
  { providers }: Configuration,
  signal: AbortSignal,
): Promise<LiveCall> {
  const name = `${provider}:${id}`
  const begin = performance.now()
  const time = (): string => `${(performance.now() - begin).toFixed(0)} ms`
  try {
    const model = providers.get(provider)?.model(id)
    if (!model) throw new DragomanError('config', `The provider ${provider} is gone.`)
    const { usage, cost } = await run({ model, ...QUESTION, signal })
    const tokens = `${showCount(usage.inputTokens)} in, ${showCount(usage.outputTokens)} out`
    return { row: [name, time(), tokens, cost ? showCost(cost) : 'unknown', 'ok'], findings: [] }
  } catch (error) {
    // Ctrl-C is no answer of the provider.
    if (!DragomanError.is(error) || error.code === 'aborted') throw error
    const remedy = REMEDIES[error.code] ?? `See docs/errors.md#${error.code}.`
    const message = `${name} failed with ${error.code}: ${error.message.replace(/\.?$/, '.')}`
    return { row: [name, time(), '', '', error.code], findings: [{ kind: 'mend', message, remedy }] }
  }
}

// One attempt of a short answer.
const QUESTION = {
  messages: 'Say ok.',
  settings: { maxOutputTokens: 16 },
  retry: { maxAttempts: 1 },
  deadlines: { wholeMs: 30_000 },
} as const

const REMEDIES: Readonly<Partial<Record<ErrorCode, string>>> = {
  auth: 'Check the key: it is wrong, was revoked, or belongs to another server.',
  permission: 'Ask for access to the model, or name another one.',
  'not-found': 'Check the id of the model, and whether the address needs "/v1".',
  quota: 'Add money or quota to the account.',
  'rate-limit': 'Wait, then try again.',
  overloaded: 'Wait, then try again.',
  server: 'Try again, and see the status page of the provider.',
  network: 'Check the address, the connection and the proxy: the server was not reached.',
  timeout: 'Try again, and check whether the server is up.',
  'bad-response': 'Check the address: what answers there does not speak this wire.',
}
