/** A provider that needs no configuration but the variables that its official SDK reads. */
export interface Builtin {
  /** The package of its adapter, which comes with this one, and the export of it. */
  readonly adapter: string
  readonly export: string
  /** The package of the official SDK, which the application installs. */
  readonly sdk: string
  /** The variables that the SDK takes a key from. */
  readonly keys: readonly string[]
  /** The variable that the SDK takes the address from, and the address without it. */
  readonly baseURL: string
  readonly defaultBaseURL: string
  /** The header that carries the key. */
  readonly keyHeader: 'authorization' | 'x-api-key'
  /** The headers that the SDK takes from other variables, and the variable that holds headers. */
  readonly sdkHeaders: readonly string[]
  readonly customHeaders: string
  /** Whether the address ends with the version of the API, or the SDK adds it. */
  readonly version: 'in-address' | 'added'
  readonly load: () => Promise<object>
}

const OPENAI = {
  adapter: '@dragoman/openai',
  sdk: 'openai',
  keys: ['OPENAI_API_KEY'],
  baseURL: 'OPENAI_BASE_URL',
  defaultBaseURL: 'https://api.openai.com/v1',
  keyHeader: 'authorization',
  sdkHeaders: ['openai-organization', 'openai-project'],
  customHeaders: 'OPENAI_CUSTOM_HEADERS',
  version: 'in-address',
  load: () => import('@dragoman/openai'),
} as const

/** The providers whose adapters come with this package, by the name that models have before the separator. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  openai: { ...OPENAI, export: 'openai' },
  'openai-responses': { ...OPENAI, export: 'openai.responses' },
  anthropic: {
    adapter: '@dragoman/anthropic',
    export: 'anthropic',
    sdk: '@anthropic-ai/sdk',
    keys: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'],
    baseURL: 'ANTHROPIC_BASE_URL',
    defaultBaseURL: 'https://api.anthropic.com',
    keyHeader: 'x-api-key',
    sdkHeaders: ['authorization'],
    customHeaders: 'ANTHROPIC_CUSTOM_HEADERS',
    version: 'added',
    load: () => import('@dragoman/anthropic'),
  },
}

/** The provider of that name that needs no configuration, or the one whose adapter a configuration names. */
export function builtinOf(name: string, adapter?: string): Builtin | undefined {
  if (adapter === undefined) return Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined
  return Object.values(BUILTINS).find((builtin) => builtin.adapter === adapter)
}
